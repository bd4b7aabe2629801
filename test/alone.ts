import { addAccount } from '../server/account/account.ts'
import type { App } from '../server/caller/app.ts'
import { changeAccount } from '../server/caller/change-account.ts'
import { hashPassword } from '../server/passwords/passwords.ts'
import { newId } from '../server/platform/ids.ts'
import { type As, acting, as, clock, headersOf, house } from './house.ts'
import { startSession } from './sessions.ts'

/** The password that `aPerson` has. */
export const OLD = 'correct horse battery'

/** Everybody may have the same hash: what a hash takes, and that each has a salt of its own, is tested with the passwords. */
const hashes = new Map<string, Promise<string>>()

/** Somebody with an account, signed in, who belongs to no workspace. */
export interface Alone {
  id: string
  email: string
  app: App
  url: string
  session: string
  self: As
  /** Signs in once more. */
  signIn(): Promise<{ session: string; self: As }>
}

interface Wanted {
  email?: string
  password?: string | null
  on?: { app: App; url: string }
}

/** Makes an account whose address nobody has confirmed yet, and signs its person in. */
export async function aPerson({ email, password = OLD, on }: Wanted = {}): Promise<Alone> {
  const { app, url } = on ?? (await house())
  const account = { id: newId(), email: email ?? `${newId().toLowerCase()}@alone.test`, name: 'Ada' }
  const passwordHash = password === null ? null : await hashOf(password)
  await changeAccount({ ...acting(app), userAgent: null }, account.id, async (tx) => {
    await addAccount(tx, clock.now(), { ...account, passwordHash })
    return { value: undefined, happened: [] }
  })
  const signIn = async () => {
    const session = await startSession(app, account.id)
    return { session, self: as({ url, headers: headersOf(session, url) }) }
  }
  return { id: account.id, email: account.email, app, url, signIn, ...(await signIn()) }
}

function hashOf(password: string): Promise<string> {
  const hash = hashes.get(password) ?? hashPassword(password)
  hashes.set(password, hash)
  return hash
}
