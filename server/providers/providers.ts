import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Visitor } from '../caller/caller.ts'
import type { Reader } from '../db/open.ts'
import { hashSecret } from '../platform/ids.ts'
import { managerOf, providerById } from './configured.ts'
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
  const row = await queries.findKept(db, 'waiting', hashSecret(browser.flow), userId)
  const provider = row && row.expires_at > now ? providerById(app, row.provider) : undefined
  return provider ? { providerId: provider.id, providerName: provider.name } : null
}

/**
 * Raises `sign-up-elsewhere` where the operator sends new people to a provider instead of letting them choose a password here
 * (rules, section 16), and says to which. Asked before anything is looked up: the answer is the same for every address.
 */
export function mustSignUpHere({ signIn }: WithSignIn) {
  const elsewhere = signIn.providers.filter((one) => one.forNewPeople)
  if (elsewhere.length === 0) return

  const names = elsewhere.map(({ name }) => name).join(' or ')
  const message = `New people sign up with ${names} here. Choose that on the sign-in page.`
  const providers = elsewhere.map(({ id, name, signUpUrl }) => ({ id, name, signUpUrl }))
  throw new Problem('sign-up-elsewhere', { message, data: { providers } })
}

export { providerById, providerOf } from './configured.ts'
export { followTold } from './following.ts'
export { deleteOver as forgetOldFlows } from './queries.ts'
