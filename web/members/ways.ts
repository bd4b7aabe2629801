import { useTranslation } from 'react-i18next'
import { signIn } from '../../contract/sign-in.ts'
import { useReply } from '../data.ts'

/** How the ways to sign in that the directory names are called, and all that there can be here. */
export function useWays() {
  const { t } = useTranslation()
  const providers = useReply(signIn.ways, {}).data?.providers ?? []
  const all = [
    { value: 'sso', label: t('ssoWay.title') },
    { value: 'password', label: t('members.password') },
    { value: 'passkey', label: t('members.passkey') },
    ...providers.map(({ id, name }) => ({ value: id, label: name })),
  ]
  const names = (ways: readonly string[]) =>
    ways.map((way) => all.find(({ value }) => value === way)?.label ?? way).join(', ')
  return { all, names }
}
