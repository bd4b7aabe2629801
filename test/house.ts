import { type Connection, call } from '../client/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { addAccount, findAccount } from '../server/account/account.ts'
import type { App } from '../server/caller/app.ts'
import { change, changed } from '../server/caller/change.ts'
import type { Acting } from '../server/caller/system.ts'
import { actFor, theSystem } from '../server/caller/system.ts'
import { giveGrants, type PermissionIn, replaceHeld } from '../server/grants/grants.ts'
import { PENDING_COOKIE, SESSION_COOKIE } from '../server/http/cookies.ts'
import { type Running, start } from '../server/main.ts'
import { addMember } from '../server/members/members.ts'
import { readConfig } from '../server/platform/config.ts'
import { newId } from '../server/platform/ids.ts'
import { openLog } from '../server/platform/log.ts'
import { addToken } from '../server/tokens/tokens.ts'
import { openWorkspace as open } from '../server/workspaces/workspaces.ts'
import { closeAfterTests, testDatabase } from './database.ts'
import { startSession } from './sessions.ts'

/** The clock of the test server. Whoever moves it puts it back. */
export const clock = {
  offsetMs: 0,
  now: () => new Date(Date.now() + clock.offsetMs),
  move: (ms: number) => {
    clock.offsetMs += ms
  },
  reset: () => {
    clock.offsetMs = 0
  },
}

let running: Promise<Running> | undefined
// The database is given back by who gave it: test/database.ts.
closeAfterTests(async () => (await running)?.http.close())

/** The one server of this test process. Every test opens a workspace of its own in it: tests stay apart as customers do. */
export function house(): Promise<Running> {
  running ??= startHouse()
  return running
}

async function startHouse(): Promise<Running> {
  const database = await testDatabase()
  return start(testConfig(), {
    database,
    clock,
    log: openLog(process.env.CLAVIGER_TEST_LOG ?? 'silent'),
  })
}

/** The configuration of a test server: any free port, no limits on the number of calls. */
export function testConfig(more: Record<string, string> = {}) {
  return readConfig({
    CLAVIGER_PORT: '0',
    CLAVIGER_SECRET_KEY: 'a key for tests only, and long enough',
    CLAVIGER_RATE_WRITES_PER_MINUTE: '0',
    CLAVIGER_BREACH_CHECK: 'off',
    // Nobody is there: no test asks a DNS server outside of this machine.
    CLAVIGER_DNS_SERVERS: '127.0.0.1:9',
    ...more,
  })
}

/** Calls endpoints as somebody: `as(groups.create, { body: { name } })`. */
export type As = <E extends Endpoint>(
  endpoint: E,
  given: Parameters<typeof call<E>>[2],
) => ReturnType<typeof call<E>>

const cookieOf: Record<string, string> = {
  cvs_: SESSION_COOKIE,
  cvh_: SESSION_COOKIE,
  cvp_: PENDING_COOKIE,
}

/**
 * The headers that a secret goes into: a token's as a bearer; that of a session, or of a sign-in that waits, as a browser sends
 * it, in its cookie and from our own pages.
 */
export function headersOf(secret: string | null, url: string): Record<string, string> {
  if (secret === null) return {}
  const cookie = cookieOf[secret.slice(0, 4)]
  if (!cookie) return { authorization: `Bearer ${secret}` }
  return { cookie: `${cookie}=${secret}`, origin: originOf(url) }
}

/** The origin of a test server's own pages: people open it by its public address, which is a name even where it listens at 127.0.0.1. */
export function originOf(url: string): string {
  return new URL(url).origin.replace('//127.0.0.1:', '//localhost:')
}

/** Binds a connection. */
export function as(connection: Connection): As {
  return (endpoint, given) => call(connection, endpoint, given)
}

export interface Person {
  id: string
  email: string
  /** Calls as this person, signed in, in this workspace. */
  call: As
  /** Calls as this person, signed in, for their own account. */
  self: As
  session: string
}

export interface TestWorkspace {
  id: string
  slug: string
  url: string
  app: App
  /** Calls with the owner's token. */
  owner: As
  token: string
  ownerPerson: { id: string; email: string }
  /** The owner signs in as a person, with two factors on demand: each time a new session, with a fresh proof. */
  ownerInPerson(proof?: { twoFactors: boolean }): Promise<Person>
  /** Adds a member with these permissions, signed in. */
  member(permissions?: PermissionIn[], email?: string): Promise<Person>
  /** Makes a token with these permissions. */
  tokenWith(permissions: PermissionIn[]): Promise<{ id: string; secret: string; call: As }>
  /** A permission entry for the whole workspace. */
  everything: { id: string; type: string; labels: [] }
}

/** Opens a workspace with an owner and an owner's token: on the business plan and in the one server, unless said otherwise. */
export async function openWorkspace({
  plan = 'business',
  on,
}: {
  plan?: string
  on?: Running
} = {}): Promise<TestWorkspace> {
  const { app, url } = on ?? (await house())
  const slug = `w-${newId().toLowerCase()}`
  const owner = {
    email: `owner@${slug}.test`,
    name: 'Olivia Owner',
    passwordHash: null,
  }
  const opened = await open(acting(app), {
    slug,
    name: 'Test',
    plan,
    owner,
    tokenFor: 'owner',
  })
  const token = opened.token ?? ''
  const id = opened.workspaceId
  const about = { id, slug, name: 'Test', plan }
  return {
    id,
    slug,
    url,
    app,
    token,
    owner: as({ url, token }),
    ownerPerson: { id: opened.owner.id, email: opened.owner.email },
    ownerInPerson: (proof) => signIn(app, { url, about }, opened.owner, proof),
    everything: { id, type: 'WORKSPACE', labels: [] },
    member: (permissions = [], email = `${newId().toLowerCase()}@${slug}.test`) =>
      join(app, { url, about }, email, permissions),
    tokenWith: (permissions) => makeToken(app, { url, about }, permissions),
  }
}

/** Somebody for whom the server itself acts, as the tests' own hand. */
export function acting(app: App): Acting {
  return {
    app,
    now: app.clock.now(),
    requestId: newId(),
    ip: null,
    idempotency: null,
  }
}

interface Place {
  url: string
  about: { id: string; slug: string; name: string; plan: string }
}

async function join(
  app: App,
  { url, about }: Place,
  email: string,
  permissions: PermissionIn[],
): Promise<Person> {
  const caller = await systemIn(app, about)
  const account = await change(caller, async (tx) => {
    const found =
      (await findAccount(tx, email)) ??
      (await addAccount(tx, caller.now, {
        email,
        name: nameOf(email),
        passwordHash: null,
      }))
    const added = await addMember(tx, caller, found)
    // Who was invited has what the invite gave; roles that the test names take its place.
    const give = added.detail?.inviteId === undefined ? giveGrants : replaceHeld
    const holder = { kind: 'user' as const, id: found.id }
    const granted =
      permissions.length > 0 ? await give(tx, caller, { holder, name: found.name }, permissions) : []
    return changed(found, added, ...granted)
  })
  return signIn(app, { url, about }, account)
}

async function signIn(
  app: App,
  { url, about }: Place,
  { id, email }: { id: string; email: string },
  proof?: { twoFactors: boolean },
): Promise<Person> {
  const session = await startSession(app, id, proof)
  const headers = headersOf(session, app.config.publicUrl)
  return {
    id,
    email,
    session,
    call: as({ url: `${url}/w/${about.slug}`, headers }),
    self: as({ url, headers }),
  }
}

async function makeToken(app: App, { url, about }: Place, permissions: PermissionIn[]) {
  const caller = await systemIn(app, about)
  const { id, secret } = await change(caller, async (tx) => {
    const made = await addToken(tx, caller, {
      description: 'test',
      expiresAt: null,
      permissions,
    })
    const [first, ...rest] = made.happened
    if (!first) throw new Error('a token was made, and nothing happened')
    return changed(made, first, ...rest)
  })
  return { id, secret, call: as({ url, token: secret }) }
}

/** The server itself in this workspace, as jobs have it. */
export function systemIn(app: App, about: Place['about']) {
  return actFor(acting(app), theSystem, about)
}

function nameOf(email: string): string {
  const [local = 'Somebody'] = email.split('@')
  return local.charAt(0).toUpperCase() + local.slice(1)
}
