import { Button, Divider, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { invites } from '../../contract/invites.ts'
import { signIn } from '../../contract/sign-in.ts'
import { useCall, useReply } from '../data.ts'
import { useLinkToken, wayOnHash } from '../shell/addresses.ts'
import { useMoments } from '../shell/moments.ts'
import { Outside } from '../shell/Outside.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Outline } from '../shell/Waiting.tsx'
import { LinkGone } from '../sign-in/LinkGone.tsx'
import { NewcomerForm } from '../sign-in/NewcomerForm.tsx'
import { Providers } from '../sign-in/Providers.tsx'

type Invite = Reply<typeof invites.lookUp>

/** Behind the link of an invite. Opening it uses nothing up: only the button accepts. */
export function InvitePage() {
  const { t } = useTranslation()
  const token = useLinkToken()
  const moments = useMoments()
  const link = useReply(invites.lookUp, { query: { token } }, { strangers: true, enabled: token !== '' })
  if (!link.data) {
    return <LinkGone title={t('common.loading')} link={link} token={token} newLink={null} />
  }

  const { workspace, email, expiresAt } = link.data
  return (
    <Outside
      title={t('signIn.invite.title', { workspace: workspace.name })}
      lead={t('signIn.invite.text', { email })}
    >
      <Ways token={token} invite={link.data} />
      <Text size="sm" c="dimmed" ta="center">
        {t('signIn.invite.until', { date: moments.time(expiresAt) })}
      </Text>
    </Outside>
  )
}

interface Given {
  token: string
  invite: Invite
}

function Ways({ token, invite }: Given) {
  const me = useReply(account.get, {}, { strangers: true })
  const ways = useReply(signIn.ways, {})
  if (me.isPending || ways.isPending) return <Outline />
  if (me.data) return <SignedIn token={token} invite={invite} me={me.data.account} />
  if (invite.hasAccount) return <SignInFirst invite={invite} />
  if (invite.proves || ways.data?.mail === false) return <Newcomer token={token} invite={invite} />
  return (
    <Stack>
      <LetterFirst token={token} invite={invite} />
      <SignInFirst invite={invite} />
    </Stack>
  )
}

function SignedIn({ token, invite, me }: Given & { me: { name: string; email: string } }) {
  const { t } = useTranslation()
  const accept = useCall(invites.accept, { strangers: true })
  const signOut = useCall(signIn.signOut, { strangers: true, ends: true })
  if (me.email.toLowerCase() !== invite.email.toLowerCase()) {
    return (
      <Stack>
        <Text>{t('signIn.invite.otherAccount', { email: me.email })}</Text>
        <Refusal error={signOut.error} />
        <Button
          loading={signOut.isPending}
          onClick={() => signOut.mutate({}, { onSuccess: () => window.location.reload() })}
        >
          {t('signIn.invite.switch')}
        </Button>
      </Stack>
    )
  }
  if (accept.error?.code === 'open-the-letter') return <LetterFirst token={token} invite={invite} />
  return (
    <Stack>
      <Refusal error={accept.error} />
      <Button
        size="md"
        loading={accept.isPending}
        onClick={() => accept.mutate({ body: { token } }, { onSuccess: enter })}
      >
        {t('signIn.invite.accept', { name: me.name })}
      </Button>
    </Stack>
  )
}

function SignInFirst({ invite }: { invite: Invite }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { pathname, hash } = window.location
  const go = () =>
    navigate({ to: '/sign-in', search: { email: invite.email }, hash: wayOnHash(pathname + hash) })
  return (
    <Stack>
      {invite.hasAccount && <Text>{t('signIn.invite.signInFirst')}</Text>}
      <Button size="md" variant={invite.hasAccount ? 'filled' : 'default'} onClick={() => void go()}>
        {t(invite.hasAccount ? 'signIn.invite.signInSubmit' : 'signIn.invite.orSignIn')}
      </Button>
    </Stack>
  )
}

/** A copied link does not show that the mailbox is theirs: the letter does. */
function LetterFirst({ token, invite: { email } }: Given) {
  const { t } = useTranslation()
  const send = useCall(invites.sendLetter, { strangers: true })
  return (
    <Stack>
      <Text>{t('signIn.invite.letterFirst', { email })}</Text>
      <Refusal error={send.error} />
      {send.isSuccess && <Text role="status">{t('signIn.invite.letterSent', { email })}</Text>}
      <Button size="md" loading={send.isPending} onClick={() => send.mutate({ body: { token } })}>
        {t('signIn.invite.letterSubmit')}
      </Button>
    </Stack>
  )
}

function Newcomer({ token, invite }: Given) {
  const { t } = useTranslation()
  const accept = useCall(invites.accept, { strangers: true })
  const ways = useReply(signIn.ways, {}).data
  const elsewhere = ways?.providers.filter((provider) => provider.forNewPeople) ?? []
  const providers = elsewhere.length > 0 ? elsewhere : (ways?.providers ?? [])
  return (
    <Stack>
      {elsewhere.length === 0 && (
        <>
          <Text>{t('signIn.invite.newcomer')}</Text>
          <NewcomerForm
            email={invite.email}
            name={invite.name ?? ''}
            submit={t('signIn.invite.submit')}
            isPending={accept.isPending}
            error={accept.error}
            onSubmit={(person) => accept.mutate({ body: { token, ...person } }, { onSuccess: enter })}
          />
        </>
      )}
      {elsewhere.length === 0 && providers.length > 0 && <Divider label={t('common.or')} />}
      <Providers providers={providers} returnTo="/workspaces" invite={token} />
    </Stack>
  )
}

function enter({ workspace }: Reply<typeof invites.accept>) {
  window.location.assign(`/w/${workspace.slug}`)
}
