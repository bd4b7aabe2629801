import { account } from '../contract/account.ts'
import { providers } from '../contract/providers.ts'
import { SESSION_COOKIE } from '../server/http/cookies.ts'
import type { Running } from '../server/main.ts'
import { newId } from '../server/platform/ids.ts'
import { type Forger, openForger } from './forger.ts'
import { openWorkspace, type Person } from './house.ts'
import { type Browser, openBrowser, startWith } from './with-providers.ts'

export interface Forgers {
  one: Forger
  two: Forger
  /** Asks everybody for a second factor, says the operator. */
  strict: Forger
  running: Running
}

let opened: Promise<Forgers> | undefined

/** One server with three providers, for all tests of this process. */
export function forgers(): Promise<Forgers> {
  opened ??= open()
  return opened
}

async function open(): Promise<Forgers> {
  const [one, two, strict] = [await openForger(), await openForger(), await openForger()]
  const running = await startWith({
    providers: [
      { ...entryOf('one', one), closeUrl: 'https://example.com/close' },
      entryOf('two', two),
      { ...entryOf('strict', strict), secondFactor: true },
    ],
  })
  return { one, two, strict, running }
}

/** A provider as the operator's file names it. */
export function entryOf(id: string, { issuer, clientId, clientSecret }: Forger) {
  return { id, name: id, issuer, clientId, clientSecret }
}

/** Somebody new at every provider, who does nothing wrong. */
export function beginAnew(...all: Forger[]) {
  for (const forger of all) {
    forger.person = somebodyThere()
    forger.forgery = {}
    forger.exchanged = 0
  }
}

/** Somebody with a confirmed address at a provider. */
export function somebodyThere(email = `${newId()}@example.test`) {
  return { sub: newId(), email, email_verified: true, name: 'Ada' }
}

/** Somebody with an account here, signed in with a fresh proof, in a browser of their own. */
export async function somebodyHere(on: Running): Promise<Person & { browser: Browser }> {
  const { member } = await openWorkspace({ on })
  const person = await member()
  return { ...person, browser: signedIn(person, openBrowser(on)) }
}

/** The same browser, with this person signed in. */
export function signedIn({ session }: Pick<Person, 'session'>, browser: Browser): Browser {
  browser.jar.cookies.set(SESSION_COOKIE, session)
  return browser
}

/** Whose account is open in a browser; null where none is. */
export async function idIn({ jar }: Browser): Promise<string | null> {
  try {
    return (await jar.call(account.get, {})).account.id
  } catch {
    return null
  }
}

/** Links an account at a provider as whoever is signed in. */
export async function linkIn(browser: Browser, providerId: string) {
  const { url } = await browser.jar.call(providers.link, { body: { providerId, returnTo: '/account' } })
  return browser.go(url)
}

/** At which providers whoever is signed in has linked accounts. */
export async function listIn({ jar }: Browser): Promise<string[]> {
  const { identities } = await jar.call(providers.list, {})
  return identities.map(({ providerId }) => providerId)
}
