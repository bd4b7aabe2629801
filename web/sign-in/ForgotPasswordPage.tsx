import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { signIn } from '../../contract/sign-in.ts'
import { useCall, useReply } from '../data.ts'
import { Outside } from '../shell/Outside.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { useEmailRule } from './rules.ts'

/** Has a link mailed to set a new password. What it says is the same for addresses with and without an account. */
export function ForgotPasswordPage() {
  const { t } = useTranslation()
  const hasMail = useReply(signIn.ways, {}).data?.mail ?? true
  const call = useCall(signIn.forgotPassword, { strangers: true })
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: useEmailRule() },
  })
  const email = call.variables?.body.email
  return (
    <Outside
      title={t('signIn.reset.forgotTitle')}
      lead={t(hasMail ? 'signIn.reset.forgotText' : 'signIn.reset.noMail')}
    >
      {call.isSuccess && <Text role="status">{t('signIn.reset.sent', { email })}</Text>}
      {hasMail && !call.isSuccess && (
        <form
          noValidate
          onSubmit={form.onSubmit((given) => call.mutate({ body: { email: given.email.trim() } }))}
        >
          <Stack>
            <TextInput
              type="email"
              label={t('signIn.email')}
              autoComplete="email"
              {...form.getInputProps('email')}
            />
            <Refusal error={call.error} />
            <Button type="submit" size="md" loading={call.isPending}>
              {t('signIn.reset.forgotSubmit')}
            </Button>
          </Stack>
        </form>
      )}
      <Text size="sm" ta="center">
        <Anchor renderRoot={(props) => <Link to="/sign-in" {...props} />}>{t('signIn.reset.back')}</Anchor>
      </Text>
    </Outside>
  )
}
