import { Anchor, Button, Divider, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signIn } from '../../contract/sign-in.ts'
import { useCall, useReply } from '../data.ts'
import { useWayOn, wayOnHash } from '../shell/addresses.ts'
import { Outside } from '../shell/Outside.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { AddressForm } from './AddressForm.tsx'
import { Providers } from './Providers.tsx'

/** Asks for an address, and has a link mailed there; or leads to where new accounts are made. */
export function SignUpPage() {
  const { t } = useTranslation()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const ways = useReply(signIn.ways, {})
  if (sentTo !== null) return <Sent email={sentTo} onOther={() => setSentTo(null)} />

  return (
    <Outside title={t('signIn.signUp.title')} lead={ways.data?.mail ? t('signIn.signUp.text') : undefined}>
      <Waiting on={ways}>{(data) => <Ways ways={data} onSent={setSentTo} />}</Waiting>
      <ToSignIn />
    </Outside>
  )
}

type Known = NonNullable<ReturnType<typeof useReply<typeof signIn.ways>>['data']>

function Ways({ ways, onSent }: { ways: Known; onSent: (email: string) => void }) {
  const { t } = useTranslation()
  const to = useWayOn()
  const elsewhere = ways.providers.filter((provider) => provider.forNewPeople)
  if (ways.signUp === 'closed') return <Text>{t('signIn.invitedOnly')}</Text>
  if (elsewhere.length > 0) {
    return (
      <Stack>
        <Text>{t('signIn.signUp.atProvider', { name: elsewhere.map(({ name }) => name).join(', ') })}</Text>
        <Providers providers={elsewhere} returnTo={to} />
        {elsewhere.map(({ id, name, signUpUrl }) =>
          signUpUrl ? (
            <Anchor key={id} href={signUpUrl} size="sm" ta="center">
              {t('signIn.signUp.registerAt', { name })}
            </Anchor>
          ) : null,
        )}
      </Stack>
    )
  }
  return (
    <Stack>
      {ways.mail ? <Address onSent={onSent} /> : <Text>{t('signIn.signUp.noMail')}</Text>}
      {ways.providers.length > 0 && <Divider label={t('common.or')} />}
      <Providers providers={ways.providers} returnTo={to} />
    </Stack>
  )
}

function Address({ onSent }: { onSent: (email: string) => void }) {
  const { t } = useTranslation()
  const call = useCall(signIn.signUp, { strangers: true })
  return (
    <AddressForm
      submit={t('signIn.signUp.submit')}
      isPending={call.isPending}
      error={call.error}
      onSubmit={(email) => call.mutate({ body: { email } }, { onSuccess: () => onSent(email) })}
    />
  )
}

function Sent({ email, onOther }: { email: string; onOther: () => void }) {
  const { t } = useTranslation()
  const again = useCall(signIn.signUp, { strangers: true })
  return (
    <Outside title={t('signIn.signUp.sentTitle')} lead={t('signIn.signUp.sent', { email })}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('signIn.signUp.spam')}
        </Text>
        <Refusal error={again.error} />
        {again.isSuccess && <Text role="status">{t('signIn.signUp.sentAgain')}</Text>}
        <Button variant="default" loading={again.isPending} onClick={() => again.mutate({ body: { email } })}>
          {t('signIn.signUp.again')}
        </Button>
        <Anchor component="button" type="button" size="sm" ta="center" onClick={onOther}>
          {t('signIn.signUp.otherAddress')}
        </Anchor>
      </Stack>
    </Outside>
  )
}

function ToSignIn() {
  const { t } = useTranslation()
  const to = useWayOn()
  return (
    <Text size="sm" ta="center">
      {t('signIn.haveAccount')}{' '}
      <Anchor renderRoot={(props) => <Link to="/sign-in" hash={wayOnHash(to)} {...props} />}>
        {t('signIn.signInLink')}
      </Anchor>
    </Text>
  )
}
