import type { App } from '../caller/app.ts'
import type { Visitor } from '../caller/caller.ts'
import type { Reader } from '../db/open.ts'
import { hashSecret } from '../platform/ids.ts'
import type { SignInProvider } from '../platform/sign-in-file.ts'
import * as queries from './queries.ts'

type WithSignIn = Pick<App, 'signIn'>

/** Where name, address, password and second factor of an account are managed instead of here. */
export interface ManagedBy {
  providerId: string
  name: string
  manageUrl: string | null
}

/**
 * The provider that manages this account, or null where it is managed here: the one it was linked with first, of those that the
 * server still has (rules, section 16). An account that has one can sign in with it.
 */
export async function managedBy(db: Reader, app: WithSignIn, userId: string): Promise<ManagedBy | null> {
  const provider = await managerOf(db, app, userId)
  return provider && { providerId: provider.id, name: provider.name, manageUrl: provider.manageUrl }
}

/** Which account at a provider waits in this browser to be linked with this account; null where none does. */
export async function linkWaitingFor(db: Reader, { app, browser, now }: Visitor, userId: string) {
  if (browser.flow === null) return null
  const row = await queries.findWaiting(db, hashSecret(browser.flow), userId)
  const provider = row && row.expires_at > now ? providerById(app, row.provider) : undefined
  return provider ? { providerId: provider.id, providerName: provider.name } : null
}

/** The provider with this id, if the server has it. */
export function providerById({ signIn }: WithSignIn, id: string): SignInProvider | undefined {
  return signIn.providers.find((one) => one.id === id)
}

/** The provider with this issuer, if the server has it. What is linked is known by the issuer, whatever the provider is called. */
export function providerOf({ signIn }: WithSignIn, issuer: string): SignInProvider | undefined {
  return signIn.providers.find((one) => one.issuer === issuer)
}

/** The provider itself that manages an account. */
export async function managerOf(db: Reader, app: WithSignIn, userId: string): Promise<SignInProvider | null> {
  if (app.signIn.providers.length === 0) return null
  for (const { issuer } of await queries.listIdentities(db, userId)) {
    const provider = providerOf(app, issuer)
    if (provider) return provider
  }
  return null
}

export { deleteOver as forgetOldFlows } from './queries.ts'
