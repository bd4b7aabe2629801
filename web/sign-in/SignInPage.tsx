import { Button } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import type { Reply } from '../../contract/endpoint.ts'
import type { signIn } from '../../contract/sign-in.ts'
import { useReply } from '../data.ts'
import { HOME, useWayOn } from '../shell/addresses.ts'
import { Outside } from '../shell/Outside.tsx'
import { FirstFactor, Told } from './FirstFactor.tsx'
import { LinkWaiting } from './LinkWaiting.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { SsoWaiting } from './SsoWaiting.tsx'

export type SignedIn = Reply<typeof signIn.withPassword>

/** The way in: a first factor, where the account asks for it a second, and sometimes a word on another account to link. */
export function SignInPage() {
  const { t } = useTranslation()
  const to = useWayOn()
  const { email, secondFactor, problem } = useSearch({ strict: false })
  const [reply, setReply] = useState<SignedIn | null>(() => waitingFor(secondFactor))
  // Linking an account, or a fresh proof, can fail at the provider too: then nobody has to sign in.
  const isSignedIn = useReply(account.get, {}, { strangers: true, enabled: problem !== undefined }).isSuccess
  const goOn = () => window.location.assign(to)
  const onReply = (next: SignedIn) => {
    if (next.status === 'signed-in' && !next.linkWaiting && !next.ssoWaiting) return goOn()
    setReply(next)
  }

  if (reply?.status === 'second-factor') {
    return (
      <SecondFactor ways={reply.ways ?? ['totp']} onReply={onReply} onStartAgain={() => setReply(null)} />
    )
  }
  if (reply?.linkWaiting) return <LinkWaiting provider={reply.linkWaiting} onDone={goOn} />
  if (reply?.ssoWaiting) {
    const { workspace } = reply.ssoWaiting
    const enter = () => window.location.assign(to === HOME ? `/w/${workspace.slug}` : to)
    return <SsoWaiting workspace={workspace} onLinked={enter} onDone={goOn} />
  }
  if (isSignedIn) return <FailedAtProvider to={to} />
  return (
    <Outside title={t('signIn.title')}>
      <FirstFactor email={email ?? ''} to={to} onReply={onReply} />
    </Outside>
  )
}

function FailedAtProvider({ to }: { to: string }) {
  const { t } = useTranslation()
  return (
    <Outside title={t('signIn.failedAtProvider')}>
      <Told />
      <Button size="md" onClick={() => window.location.assign(to)}>
        {t('signIn.goBack')}
      </Button>
    </Outside>
  )
}

const known = ['totp', 'passkey', 'recovery-code', 'mail'] as const

/** A sign-in whose first factor was an account at a provider, and which waits for the second. */
function waitingFor(listed: string | undefined): SignedIn | null {
  const ways = known.filter((way) => listed?.split(',').includes(way))
  return ways.length > 0 ? { status: 'second-factor', ways } : null
}
