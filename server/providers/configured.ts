import type { App } from '../caller/app.ts'
import type { Reader } from '../db/open.ts'
import type { SignInProvider } from '../platform/sign-in-file.ts'
import * as queries from './queries.ts'

type WithSignIn = Pick<App, 'signIn'>

/** The provider with this id, if the server has it. */
export function providerById({ signIn }: WithSignIn, id: string): SignInProvider | undefined {
  return signIn.providers.find((one) => one.id === id)
}

/** The provider with this issuer, if the server has it. What is linked is known by the issuer, whatever the provider is called. */
export function providerOf({ signIn }: WithSignIn, issuer: string): SignInProvider | undefined {
  return signIn.providers.find((one) => one.issuer === issuer)
}

/** The provider that manages an account: see `managedBy`. */
export async function managerOf(db: Reader, app: WithSignIn, userId: string): Promise<SignInProvider | null> {
  if (app.signIn.providers.length === 0) return null
  for (const { issuer } of await queries.listIdentities(db, userId)) {
    const provider = providerOf(app, issuer)
    if (provider) return provider
  }
  return null
}
