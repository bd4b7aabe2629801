import { Badge, Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useEmailRule } from '../sign-in/rules.ts'
import type { Account } from './ProfilePage.tsx'

/** The address of the account, whether it is confirmed, and how to change it. */
export function EmailSection({ account: me }: { account: Account }) {
  const { t } = useTranslation()
  const { email, emailVerified, newEmail, managedBy } = me
  return (
    <Section
      title={t('account.email')}
      aside={
        <Badge variant="default">{t(emailVerified ? 'account.confirmed' : 'account.unconfirmed')}</Badge>
      }
    >
      <Text fw={600}>{email}</Text>
      {newEmail && <Text size="sm">{t('account.waiting', { email: newEmail })}</Text>}
      {!emailVerified && <SendAgain />}
      {!managedBy && <ChangeForm />}
    </Section>
  )
}

function SendAgain() {
  const { t } = useTranslation()
  const send = useCall(account.verifyEmail)
  return (
    <Stack gap="xs" align="start">
      <Button variant="default" loading={send.isPending} onClick={() => send.mutate({})}>
        {t('account.sendAgain')}
      </Button>
      <Refusal error={send.error} />
      {send.isSuccess && <Text role="status">{t('account.linkSent')}</Text>}
    </Stack>
  )
}

function ChangeForm() {
  const { t } = useTranslation()
  const change = useCall(account.changeEmail)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: useEmailRule() },
  })
  const send = (body: { email: string }) => change.mutate({ body }, { onSuccess: () => form.reset() })
  return (
    <form noValidate onSubmit={form.onSubmit(send)}>
      <Stack align="stretch">
        <TextInput
          type="email"
          label={t('account.newEmail')}
          description={t('account.changeEmailText')}
          autoComplete="email"
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <Refusal error={change.error} />
        <div className="row">
          <Button type="submit" loading={change.isPending}>
            {t('account.changeEmail')}
          </Button>
          <span role="status">{change.isSuccess && t('account.linkSent')}</span>
        </div>
      </Stack>
    </form>
  )
}
