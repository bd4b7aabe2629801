import { ActionIcon, Avatar, Menu, Text, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconUser } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { account } from '../../contract/account.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { signIn } from '../../contract/sign-in.ts'
import { useCall } from '../data.ts'
import { chooseLanguage, type Language, languages } from '../i18n/i18n.ts'

type Account = Reply<typeof account.get>['account']

const schemes = { auto: 'common.asSystem', light: 'common.light', dark: 'common.dark' } as const

/** Who is signed in, and what they may set for themselves. */
export function AccountMenu({ account: { name, email } }: { account: Account }) {
  const { t } = useTranslation()
  const signOut = useCall(signIn.signOut, { strangers: true, ends: true })
  const leave = () => signOut.mutate({}, { onSettled: () => window.location.assign('/sign-in') })
  return (
    <Menu position="bottom-end" width={260} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="transparent" size="lg" radius="xl" aria-label={t('common.menu')}>
          <Avatar radius="xl" size={34} color="brand" variant="filled">
            <IconUser size={20} aria-hidden />
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('common.menu')}>
        <div style={{ padding: '6px 12px' }}>
          <Text component="div" size="sm" fw={600} lineClamp={2}>
            {name}
          </Text>
          <Text component="div" size="xs" c="dimmed">
            {email}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/account">
          {t('common.accountSettings')}
        </Menu.Item>
        <Menu.Item component={Link} to="/workspaces">
          {t('common.yourWorkspaces')}
        </Menu.Item>
        <Menu.Divider />
        <Appearance />
        <Menu.Divider />
        <LanguageItems />
        <Menu.Divider />
        <Menu.Item onClick={leave}>{t('common.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Appearance() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Menu.Label>{t('common.appearance')}</Menu.Label>
      {(['auto', 'light', 'dark'] as const).map((scheme) => (
        <Menu.Item
          key={scheme}
          rightSection={colorScheme === scheme ? <IconCheck size={16} aria-hidden /> : null}
          aria-current={colorScheme === scheme}
          onClick={() => setColorScheme(scheme)}
        >
          {t(schemes[scheme])}
        </Menu.Item>
      ))}
    </>
  )
}

function LanguageItems() {
  const { t, i18n } = useTranslation()
  return (
    <>
      <Menu.Label>{t('common.language')}</Menu.Label>
      {Object.entries(languages).map(([language, name]) => (
        <Menu.Item
          key={language}
          lang={language}
          rightSection={i18n.language === language ? <IconCheck size={16} aria-hidden /> : null}
          aria-current={i18n.language === language}
          onClick={() => void chooseLanguage(language as Language)}
        >
          {name}
        </Menu.Item>
      ))}
    </>
  )
}
