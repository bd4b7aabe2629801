import { inflateRawSync } from 'node:zlib'
import { connections } from '../contract/connections.ts'
import { sso } from '../contract/sso.ts'
import { workspaces } from '../contract/workspaces.ts'
import { addressesOf } from '../server/connections/connections.ts'
import { SESSION_COOKIE } from '../server/http/cookies.ts'
import { type Running, start } from '../server/main.ts'
import { newId } from '../server/platform/ids.ts'
import { openLog } from '../server/platform/log.ts'
import type { SamlParty } from '../server/saml/saml.ts'
import { type Jar, openJar } from './browser-jar.ts'
import { closeAfterTests, testDatabase } from './database.ts'
import { clock, openWorkspace, type Person, type TestWorkspace, testConfig } from './house.ts'
import type { SamlAnswer } from './saml-answer.ts'
import { answer, openSamlIdp, partyOf, type SamlIdp, type SamlMessage } from './saml-idp.ts'

const DAY_MS = 86_400_000

let opened: Promise<Running> | undefined

/** One server for all tests of single sign-on of this process: it may go to addresses on this machine. */
export function ssoHouse(): Promise<Running> {
  opened ??= open()
  return opened
}

async function open(): Promise<Running> {
  const database = await testDatabase()
  const log = openLog(process.env.CLAVIGER_TEST_LOG ?? 'silent')
  const config = testConfig({ CLAVIGER_PRIVATE_ADDRESSES: 'allowed' })
  const running = await start(config, { database, clock, log })
  closeAfterTests(() => running.http.close())
  return running
}

/** A workspace with a verified domain of its own and a connection that people sign in by. */
export interface SsoWorkspace extends TestWorkspace {
  running: Running
  domain: string
  connectionId: string
  /** What it is called at the identity provider. */
  addresses: ReturnType<typeof addressesOf>
}

export interface SamlWorkspace extends SsoWorkspace {
  idp: SamlIdp
  party: SamlParty
}

/** How a workspace begins; everything has the default that most tests want. */
export interface Opening {
  settings?: { requireSso?: boolean; provisionSso?: boolean }
  saml?: object
  secretSealed?: (id: string) => Buffer
  attributes?: { email: string; name: string | null; groups: string | null }
  idp?: SamlIdp
  isActive?: boolean
  running?: Running
}

/** One key for all: making one takes longer than most tests. Whoever forges gets others. */
const shared = openSamlIdp(`https://idp.${newId().toLowerCase()}.example/entity`)

/** Opens a workspace whose people sign in by SAML. What an owner would do in an afternoon is written into the rows. */
export async function openSamlWorkspace(opening: Opening = {}): Promise<SamlWorkspace> {
  const idp = opening.idp ?? shared
  const connection = {
    kind: 'saml' as const,
    saml: {
      ...samlSettings,
      entityId: idp.entityId,
      ssoUrl: idp.ssoUrl,
      certificates: [idp.certificate],
      ...opening.saml,
    },
  }
  const place = await openConnected(opening, { ...connection, ...pick(opening.secretSealed) })
  const { acsUrl, entityId } = place.addresses
  return { ...place, idp, party: partyOf(idp, { acsUrl, entityId }) }
}

function pick(secretSealed: Opening['secretSealed']) {
  return secretSealed ? { secretSealed } : {}
}

const samlSettings = {
  acceptSignedResponse: false,
  acceptSha1: false,
  idpInitiated: false,
  encryptFor: null,
}

/** Opens a workspace with one connection, tested and active, and a domain that is verified. */
export async function openConnected(
  { settings = {}, attributes = asWeSay, isActive = true, running }: Opening,
  connection: { kind: 'saml' | 'oidc'; saml?: object; oidc?: object; secretSealed?: (id: string) => Buffer },
): Promise<SsoWorkspace> {
  const on = running ?? (await ssoHouse())
  const place = await openWorkspace({ on })
  const connectionId = newId()
  const domain = `${place.slug}.example`
  const about = { workspace_id: place.id, created_at: clock.now() }
  const { kind, saml = null, oidc = null } = connection
  await on.app.database.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('connections')
      .values({
        ...{ ...about, id: connectionId, name: 'Okta', name_key: 'okta', kind, provider: 'other' },
        settings: JSON.stringify({ ...saml, ...oidc, attributes }),
        secret_sealed: connection.secretSealed?.(connectionId) ?? null,
        ...{ is_active: isActive, is_default: isActive, tested_at: clock.now() },
      })
      .execute()
    await tx.insertInto('domains').values(provedDomain(about, domain)).execute()
    const { settings: present } = await tx
      .selectFrom('workspaces')
      .where('id', '=', place.id)
      .select('settings')
      .executeTakeFirstOrThrow()
    const all = JSON.stringify({ ...present, ...settings })
    await tx.updateTable('workspaces').where('id', '=', place.id).set({ settings: all }).execute()
  })
  return { ...place, running: on, domain, connectionId, addresses: addressesOf(on.app.config, connectionId) }
}

const asWeSay = { email: 'email', name: 'name', groups: 'groups' }

/** The row of a domain that the workspace has proved. */
export function provedDomain(about: { workspace_id: string; created_at: Date }, domain: string) {
  const { created_at: at } = about
  const token = { token: newId(), token_expires_at: new Date(at.getTime() + 14 * DAY_MS) }
  return { ...about, id: newId(), domain, ...token, verified_at: at, verified_by: 'dns' as const }
}

/** A browser at our server: the cookies that it keeps, and where it was sent. */
export interface SsoBrowser extends Jar {
  /** Where the browser stands: `/w/acme`, or the sign-in page with its problem. */
  open(address: string): Promise<string>
}

/** Opens a browser that nobody used yet. */
export function openSsoBrowser({ running }: Pick<SsoWorkspace, 'running'>): SsoBrowser {
  const { publicUrl } = running.app.config
  const jar = openJar(publicUrl)
  const open = async (address: string): Promise<string> => {
    const response = await jar.fetch(address)
    await response.body?.cancel()
    const to = response.headers.get('location')
    return to === null ? `${response.status}` : pathAt(to, publicUrl)
  }
  return Object.assign(jar, { open })
}

/** A browser in which this person is signed in. */
export function browserOf(
  place: Pick<SsoWorkspace, 'running'>,
  { session }: Pick<Person, 'session'>,
): SsoBrowser {
  const browser = openSsoBrowser(place)
  browser.cookies.set(SESSION_COOKIE, session)
  return browser
}

/** An address of ours without its host; another's stays whole. */
export function pathAt(address: string, publicUrl: string): string {
  return address.startsWith(`${publicUrl}/`) ? address.slice(publicUrl.length) : address
}

/** What a SAML request asks for. */
export interface Asked {
  id: string
  relayState: string
  xml: string
  url: string
}

/** What is asked at the address that the browser was sent to. */
export function askedBy(url: string): Asked {
  const { searchParams } = new URL(url)
  const xml = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
  const id = /\bID="([^"]*)"/.exec(xml)?.[1] ?? ''
  return { id, relayState: searchParams.get('RelayState') ?? '', xml, url }
}

/** Begins to sign in, as the sign-in page does. */
export async function ask(place: SamlWorkspace, browser: Jar, returnTo?: string): Promise<Asked> {
  const body = returnTo === undefined ? {} : { returnTo }
  const { url } = await browser.call(sso.begin, { params: { connectionId: place.connectionId }, body })
  return askedBy(url)
}

/** Somebody at the identity provider, with an address in the workspace's domain. */
export function somebodyAt({ domain }: Pick<SsoWorkspace, 'domain'>, local = newId().toLowerCase()) {
  const email = `${local}@${domain}`
  return { subject: `subject-of-${local}`, email, attributes: { email, name: 'Ada Lovelace' } }
}

/** The genuine answer to a request. */
export function answerTo(
  { idp, party }: Pick<SamlWorkspace, 'idp' | 'party'>,
  asked: Pick<Asked, 'id'> | null,
  about: Partial<SamlAnswer> = {},
): SamlMessage {
  const now = clock.now()
  return answer(idp, party, { inResponseTo: asked?.id ?? null, now, ...about }).sign('Assertion')
}

/** Posts a message to the consumer address as another site's page does: without any cookie. Answers where the browser is sent. */
export async function post(
  { addresses, running }: Pick<SsoWorkspace, 'addresses' | 'running'>,
  message: Pick<SamlMessage, 'base64'>,
  relayState?: string,
): Promise<string> {
  const fields = {
    SAMLResponse: message.base64,
    ...(relayState === undefined ? {} : { RelayState: relayState }),
  }
  const response = await fetch(addresses.acsUrl, {
    method: 'POST',
    headers: { origin: 'https://idp.example' },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
  await response.body?.cancel()
  const to = response.headers.get('location')
  return to === null ? `${response.status}` : pathAt(to, running.app.config.publicUrl)
}

/** Goes the whole way: asks, is answered, and fetches the session. Answers where the browser is in the end. */
export async function signInAt(
  place: SamlWorkspace,
  browser: SsoBrowser,
  about: Partial<SamlAnswer> = {},
  returnTo?: string,
): Promise<string> {
  const asked = await ask(place, browser, returnTo)
  return fetchFrom(place, browser, await post(place, answerTo(place, asked, about), asked.relayState))
}

/** Follows the way that the consumer address sent the browser on, as far as it is ours. */
export async function fetchFrom(
  place: Pick<SsoWorkspace, 'running'>,
  browser: SsoBrowser,
  at: string,
): Promise<string> {
  return at.startsWith('/sso/') ? browser.open(place.running.app.config.publicUrl + at) : at
}

/** Whether the browser is in this workspace, or why not. */
export async function isIn({ slug }: Pick<TestWorkspace, 'slug'>, browser: Jar): Promise<string> {
  try {
    await browser.within(slug)(workspaces.me, {})
    return 'in'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

/** The last sign-ins of a workspace's connection, newest first, as an owner sees them. */
export async function tracesOf({ owner, connectionId }: SsoWorkspace) {
  const { signIns } = await owner(connections.listSignIns, { params: { connectionId } })
  return signIns
}

/** Links a member with who they are at the provider, as an earlier sign-in would have. */
export async function linkedWith(
  { id, connectionId, running }: Pick<SsoWorkspace, 'id' | 'connectionId' | 'running'>,
  { id: user_id, email, subject }: { id: string; email: string; subject: string },
) {
  const about = { workspace_id: id, connection_id: connectionId, subject, user_id, email }
  const dates = { linked_at: clock.now(), last_used_at: clock.now() }
  await running.app.database.db
    .insertInto('sso_identities')
    .values({ ...about, ...dates })
    .execute()
}
