import { Button, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { NewPassword } from '../sign-in/NewPassword.tsx'
import { useNeededRule } from '../sign-in/rules.ts'
import { Username } from '../sign-in/Username.tsx'
import type { Account } from './ProfilePage.tsx'

/** Changes the password, or sets the first. */
export function PasswordSection({ account: { hasPassword, email, name } }: { account: Account }) {
  const { t } = useTranslation()
  const change = useCall(account.changePassword)
  const needed = useNeededRule()
  const form = useForm({
    initialValues: { currentPassword: '', password: '' },
    validate: { currentPassword: (text) => (hasPassword ? needed(text) : null), password: needed },
  })
  const send = ({ currentPassword, password }: { currentPassword: string; password: string }) =>
    change.mutate(
      { body: hasPassword ? { currentPassword, password } : { password } },
      { onSuccess: () => form.reset() },
    )
  return (
    <Section
      title={t('account.password')}
      lead={t(hasPassword ? 'account.passwordText' : 'account.passwordNone')}
    >
      <form noValidate onSubmit={form.onSubmit(send)}>
        <Stack>
          <Username email={email} />
          {hasPassword && (
            <PasswordInput
              label={t('account.currentPassword')}
              autoComplete="current-password"
              {...form.getInputProps('currentPassword')}
            />
          )}
          <NewPassword
            label={t('account.newPassword')}
            about={[email, name]}
            value={form.values.password}
            field={form.getInputProps('password')}
          />
          <Refusal error={change.error} />
          <div className="row">
            <Button type="submit" loading={change.isPending}>
              {t(hasPassword ? 'account.passwordChange' : 'account.passwordSet')}
            </Button>
            <span role="status">
              {change.isSuccess && t('account.passwordDone')}{' '}
              {change.data?.breached && t('account.passwordBreached')}
            </span>
          </div>
        </Stack>
      </form>
    </Section>
  )
}
