import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { signIn } from '../../contract/sign-in.ts'
import { useCall, useReply } from '../data.ts'
import { Outside } from '../shell/Outside.tsx'
import { AddressForm } from './AddressForm.tsx'

/** Has a link mailed to set a new password. What it says is the same for addresses with and without an account. */
export function ForgotPasswordPage() {
  const { t } = useTranslation()
  const hasMail = useReply(signIn.ways, {}).data?.mail ?? true
  const call = useCall(signIn.forgotPassword, { strangers: true })
  const email = call.variables?.body.email
  return (
    <Outside
      title={t('signIn.reset.forgotTitle')}
      lead={t(hasMail ? 'signIn.reset.forgotText' : 'signIn.reset.noMail')}
    >
      {call.isSuccess && <Text role="status">{t('signIn.reset.sent', { email })}</Text>}
      {hasMail && !call.isSuccess && (
        <AddressForm
          submit={t('signIn.reset.forgotSubmit')}
          isPending={call.isPending}
          error={call.error}
          onSubmit={(address) => call.mutate({ body: { email: address } })}
        />
      )}
      <Text size="sm" ta="center">
        <Anchor renderRoot={(props) => <Link to="/sign-in" {...props} />}>{t('signIn.reset.back')}</Anchor>
      </Text>
    </Outside>
  )
}
