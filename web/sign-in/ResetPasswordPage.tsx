import { Button, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { signIn } from '../../contract/sign-in.ts'
import { useCall, useReply } from '../data.ts'
import { useLinkToken } from '../shell/addresses.ts'
import { Outside } from '../shell/Outside.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { LinkGone } from './LinkGone.tsx'
import { NewPassword } from './NewPassword.tsx'
import { useNeededRule } from './rules.ts'
import { Username } from './Username.tsx'

/** Behind the link of a reset: the new password. It does not sign in. */
export function ResetPasswordPage() {
  const { t } = useTranslation()
  const token = useLinkToken()
  const navigate = useNavigate()
  const link = useReply(signIn.lookUpReset, { query: { token } }, { strangers: true, enabled: token !== '' })
  const reset = useCall(signIn.resetPassword, { strangers: true })
  const form = useForm({ initialValues: { password: '' }, validate: { password: useNeededRule() } })
  if (!link.data) {
    return <LinkGone title={t('signIn.reset.title')} link={link} token={token} newLink="/forgot-password" />
  }

  const { email } = link.data
  const send = ({ password }: { password: string }) =>
    reset.mutate(
      { body: { token, password } },
      { onSuccess: () => void navigate({ to: '/sign-in', search: { told: 'reset', email } }) },
    )
  return (
    <Outside title={t('signIn.reset.title')} lead={t('signIn.reset.text', { email })}>
      <form noValidate onSubmit={form.onSubmit(send)}>
        <Stack>
          <Username email={email} />
          <NewPassword
            label={t('signIn.signUp.newPassword')}
            about={[email]}
            value={form.values.password}
            field={form.getInputProps('password')}
          />
          <Refusal error={reset.error} />
          <Button type="submit" size="md" loading={reset.isPending}>
            {t('signIn.reset.submit')}
          </Button>
        </Stack>
      </form>
    </Outside>
  )
}
