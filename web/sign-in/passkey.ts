import {
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { PasskeyFailed } from '../shell/passkey-failed.ts'

type Options = Record<string, unknown>

/** Asks the browser for one of the person's passkeys. `quietly` only offers it where the address is typed. Raises PasskeyFailed. */
export function askPasskey(options: Options, { quietly = false } = {}): Promise<AuthenticationResponseJSON> {
  // The server made them with the same library; the contract only says that they are an object.
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON
  return orFailed(startAuthentication({ optionsJSON, useBrowserAutofill: quietly }))
}

/** Has the browser make a new passkey. Raises PasskeyFailed. */
export function makePasskey(options: Options): Promise<RegistrationResponseJSON> {
  // As above.
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON
  return orFailed(startRegistration({ optionsJSON }))
}

async function orFailed<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked
  } catch (error) {
    throw new PasskeyFailed('', { cause: error })
  }
}
