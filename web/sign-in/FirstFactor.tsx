import { Alert, Anchor, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconBuilding } from '@tabler/icons-react'
import { Link, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signIn } from '../../contract/sign-in.ts'
import { useCall, useReply } from '../data.ts'
import { wayOnHash } from '../shell/addresses.ts'
import { Refusal, wordsOfCode } from '../shell/Refusal.tsx'
import { ByAddress } from '../sso/ByAddress.tsx'
import { PasskeyButton } from './PasskeyButton.tsx'
import { Providers } from './Providers.tsx'
import { useEmailRule, useNeededRule } from './rules.ts'
import type { SignedIn } from './SignInPage.tsx'
import { usePasskeySignIn } from './use-passkey-sign-in.ts'

interface Way {
  email: string
  to: string
  onReply: (reply: SignedIn) => void
}

/** Password, passkey, an account at a provider, or the single sign-on of a company. */
export function FirstFactor({ email, to, onReply }: Way) {
  const { t } = useTranslation()
  const ways = useReply(signIn.ways, {}).data
  const typed = useRef(email)
  const [isSso, setSso] = useState(false)
  if (isSso) return <ByAddress email={typed.current} returnTo={to} onBack={() => setSso(false)} />
  return (
    <Stack gap="md">
      <Told providers={ways?.providers} />
      <PasswordForm
        email={typed.current}
        to={to}
        onReply={onReply}
        onTyped={(text) => {
          typed.current = text
        }}
      />
      <Divider label={t('common.or')} />
      {ways?.passkeys && <ByPasskey onReply={onReply} />}
      {ways && <Providers providers={ways.providers} returnTo={to} />}
      <Button
        size="md"
        variant="default"
        leftSection={<IconBuilding size={20} aria-hidden />}
        onClick={() => setSso(true)}
      >
        {t('ssoWay.button')}
      </Button>
      <Text size="sm" ta="center">
        {ways?.signUp === 'closed' ? (
          t('signIn.invitedOnly')
        ) : (
          <>
            {t('signIn.noAccount')}{' '}
            <Anchor renderRoot={(props) => <Link to="/sign-up" hash={wayOnHash(to)} {...props} />}>
              {t('signIn.signUpLink')}
            </Anchor>
          </>
        )}
      </Text>
    </Stack>
  )
}

/** What the page before this one has to say, or the provider that people come back from. */
export function Told({ providers = [] }: { providers?: { id: string; name: string }[] | undefined }) {
  const { t, i18n } = useTranslation()
  const { told, problem, link, workspace } = useSearch({ strict: false })
  const provider = providers.find(({ id }) => id === link)
  const reset = told === 'reset' ? t('signIn.resetDone') : null
  const sso = link === 'sso' && workspace ? t('ssoWay.linkFirst', { name: workspace }) : reset
  const waiting = provider ? t('signIn.link.first', { name: provider.name }) : sso
  const text = problem ? wordsOfCode(problem, i18n) : waiting
  if (text === null) return null

  return (
    <Alert color={problem ? 'red' : 'green'} variant="outline" role={problem ? 'alert' : 'status'}>
      {text}
    </Alert>
  )
}

function PasswordForm({ email, onReply, onTyped }: Way & { onTyped: (email: string) => void }) {
  const { t } = useTranslation()
  const call = useCall(signIn.withPassword, { strangers: true })
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email, password: '' },
    validate: { email: useEmailRule(), password: useNeededRule() },
    onValuesChange: ({ email }) => onTyped(email),
  })
  return (
    <form noValidate onSubmit={form.onSubmit((body) => call.mutate({ body }, { onSuccess: onReply }))}>
      <Stack gap="md">
        <TextInput
          type="email"
          label={t('signIn.email')}
          autoComplete="username webauthn"
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          {...form.getInputProps('password')}
        />
        <Refusal error={call.error} />
        <Button type="submit" size="md" loading={call.isPending}>
          {t('signIn.submit')}
        </Button>
        <Text size="sm" ta="center">
          <Anchor renderRoot={(props) => <Link to="/forgot-password" {...props} />}>
            {t('signIn.forgot')}
          </Anchor>
        </Text>
      </Stack>
    </form>
  )
}

function ByPasskey({ onReply }: Pick<Way, 'onReply'>) {
  const { t } = useTranslation()
  return <PasskeyButton label={t('signIn.passkey')} task={usePasskeySignIn(onReply)} />
}
