import { browserSupportsWebAuthnAutofill, WebAuthnAbortService } from '@simplewebauthn/browser'
import { useEffect, useEffectEvent } from 'react'
import { call } from '../../client/call.ts'
import { passkeys } from '../../contract/passkeys.ts'
import { askPasskey } from './passkey.ts'
import type { SignedIn } from './SignInPage.tsx'
import { useTask } from './use-task.ts'

const here = { url: '' }

/** Signs in by passkey: by a button, and by what the browser offers where the address is typed. */
export function usePasskeySignIn(onReply: (reply: SignedIn) => void) {
  const task = useTask(() => signIn(false), onReply)
  const offered = useEffectEvent(async (stillHere: () => boolean) => {
    if (!(await browserSupportsWebAuthnAutofill()) || !stillHere()) return
    // Nobody asked for it: that it was not used is no news, and the button says what is wrong with the server.
    const reply = await signIn(true).catch(() => null)
    if (reply && stillHere()) onReply(reply)
  })
  useEffect(() => {
    let isHere = true
    void offered(() => isHere)
    return () => {
      isHere = false
      WebAuthnAbortService.cancelCeremony()
    }
  }, [])
  return task
}

async function signIn(quietly: boolean): Promise<SignedIn> {
  const { options } = await call(here, passkeys.signInOptions, {})
  const response = await askPasskey(options, { quietly })
  return call(here, passkeys.signIn, { body: { response } })
}
