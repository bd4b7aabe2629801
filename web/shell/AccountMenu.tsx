import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { account } from '../../contract/account.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { signIn } from '../../contract/sign-in.ts'
import { useCall } from '../data.ts'
import { PersonMenu } from './PersonMenu.tsx'

type Account = Reply<typeof account.get>['account']

/** Who is signed in, and what they may set for themselves. */
export function AccountMenu({ account: { name, email } }: { account: Account }) {
  const { t } = useTranslation()
  const signOut = useCall(signIn.signOut, { strangers: true, ends: true })
  const leave = () => signOut.mutate({}, { onSettled: () => window.location.assign('/sign-in') })
  const links = (
    <>
      <Menu.Item component={Link} to="/account">
        {t('common.accountSettings')}
      </Menu.Item>
      <Menu.Item component={Link} to="/workspaces">
        {t('common.yourWorkspaces')}
      </Menu.Item>
      <Menu.Divider />
    </>
  )
  return (
    <PersonMenu label={t('common.menu')} name={name} email={email} links={links}>
      <Menu.Item onClick={leave}>{t('common.signOut')}</Menu.Item>
    </PersonMenu>
  )
}
