import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Endpoint } from '../contract/endpoint.ts'
import { api } from '../contract/index.ts'
import type { App } from '../server/caller/app.ts'
import { type CallerKind, callerKinds, type Fixture, openFixture } from './fixture.ts'
import { compareGolden } from './golden.ts'
import { clock, headersOf } from './house.ts'
import { houseWithMail } from './mail-house.ts'
import { type Sample, samples } from './samples.ts'

/**
 * The kinds of caller of one workspace, and an owner of another: with their own token, and with their session under our path; and the
 * other's identity provider.
 */
const columns = [...callerKinds, 'outsider, own token', 'outsider, our path', 'outsider, SCIM token'] as const
type Column = (typeof columns)[number]

test('who may call what is as reviewed in test/who-may-call-what.txt', { timeout: 600_000 }, async () => {
  const { app, url } = await houseWithMail()
  const worlds = { ours: await openFixture(app, clock.now()), theirs: await openFixture(app, clock.now()) }
  const lines: string[] = []
  const faults: string[] = []
  for (const [featureName, endpoints] of Object.entries(api)) {
    for (const [name, endpoint] of Object.entries(endpoints as Record<string, Endpoint>)) {
      const sample = (samples as unknown as Record<string, Record<string, Sample>>)[featureName]?.[name]
      if (!sample) throw new Error(`${featureName}.${name} has no sample in test/samples.ts`)
      const outcomes = await askAll({ app, url }, worlds, { endpoint, sample })
      faults.push(...ownersFaults(endpoint, outcomes))
      lines.push(
        [endpoint.route.padEnd(58), ...columns.map((column) => (outcomes.get(column) ?? '').padEnd(21))]
          .join(' ')
          .trimEnd(),
      )
    }
  }
  assert.deepEqual(faults, [])
  const head = ['endpoint'.padEnd(58), ...columns.map((column) => column.padEnd(21))].join(' ').trimEnd()
  compareGolden('who-may-call-what.txt', [...introduction, head, ...lines].join('\n'))
})

const introduction = [
  'Who may call what: every endpoint, asked by every kind of caller. Made by test/every-endpoint.test.ts.',
  'Under /api, Segment documents 401 for a bad token and for one that is not allowed; the code behind it tells which.',
  'A refused call changes nothing, and the owner must be able to call everything: the test fails otherwise.',
  '',
]

interface Server {
  app: App
  url: string
}

/** Our workspace and a neighbour's. After a call that changed one of them, there is a fresh one in its place. */
interface Worlds {
  ours: Fixture
  theirs: Fixture
}

async function askAll(
  { app, url }: Server,
  worlds: Worlds,
  { endpoint, sample }: { endpoint: Endpoint; sample: Sample },
): Promise<Map<Column, string>> {
  const outcomes = new Map<Column, string>()
  let before = await auditOf(app, worlds)
  for (const column of columns) {
    // What is not SCIM is closed to every SCIM token alike: one of ours is asked.
    if (column === 'outsider, SCIM token' && endpoint.access.kind !== 'scim') continue
    const asking = { ...worlds, column }
    const response = await send({ url, endpoint, sample }, asking)
    const outcome = await outcomeOf(response)
    const after = await auditOf(app, worlds)
    outcomes.set(column, outcome)

    const told = `${endpoint.route} as ${column}: ${outcome}`
    const changedOurs = after.ours !== before.ours
    assert.ok(response.status < 500, told)
    if (response.status >= 400) assert.deepEqual(after, before, `${told}, and yet it changed something`)
    const isNeighbour = column.startsWith('outsider') && endpoint.access.kind !== 'anyone'
    if (isNeighbour) assert.ok(!changedOurs, `${told} in another workspace`)
    // What changed an account, or signed somebody in, is in no audit trail, and may have ended the session that the next caller would use.
    const isOutside = endpoint.access.kind === 'signedIn' || endpoint.access.kind === 'anyone'
    const changedAccount = outcome === 'ok' && isOutside && endpoint.method !== 'GET'
    if (changedOurs || changedAccount) worlds.ours = await openFixture(app, clock.now())
    if (after.theirs !== before.theirs || changedAccount) worlds.theirs = await openFixture(app, clock.now())
    before =
      changedOurs || after.theirs !== before.theirs || changedAccount ? await auditOf(app, worlds) : after
  }
  return outcomes
}

/**
 * What no sample can get right, because it takes a code, a password, a provider, a nomination or a request that the owner of this test does
 * not have, or a door that is closed to them: it is refused after admission.
 */
const needsMore = [
  'POST /step-up',
  'POST /step-up/with/:providerId',
  'POST /account/totp/confirm',
  'DELETE /account/totp',
  'POST /users/:userId/mfa-reset',
  'POST /account/identities',
  'POST /account/identities/confirm',
  'DELETE /account/identities/:providerId',
  'POST /account/sso-identities/confirm',
  'POST /step-up/sso',
  'POST /support-access',
  'POST /break-glass/uses',
  'POST /access-requests',
  'DELETE /access-requests/mine/:accessRequestId',
]

/** What asks for a fresh proof in the operation, because not every call of it needs one (docs/decisions/0024). */
const inPerson = ['POST /connections/:connectionId/activate', 'POST /connections/:connectionId/deactivate']

/** What nobody but the support staff does. */
const ofStaff = ['DELETE /support/visit']

/**
 * Everything must be open to an owner, in person or by token, or the sample tests nothing; a link that carries its own
 * secret asks nobody's role. What roles decide must be open to both, but for what asks for a fresh proof: that is closed to
 * tokens, and to an owner whose proof is old. SCIM is open to its tokens, and closed to everybody else. Answers what is otherwise.
 */
function ownersFaults({ route, access, stepUp }: Endpoint, outcomes: Map<Column, string>): string[] {
  if (access.kind === 'anyone') return []
  if (access.kind === 'scim') {
    // Of ours, another workspace's provider finds nothing; it may list and make what is its own.
    const others = [...outcomes].filter(([column]) => !column.endsWith('SCIM token'))
    const isOpen = outcomes.get('SCIM token') === 'ok'
    const isClosed = others.every(([, outcome]) => outcome === '401')
    return isOpen && isClosed ? [] : [`${route}: ${[...outcomes].map((one) => one.join(' ')).join(', ')}`]
  }
  if (ofStaff.includes(route)) {
    const [byStaff, byOwner] = [outcomes.get('support staff'), outcomes.get('owner')]
    return byStaff === 'ok' && byOwner === '401 not-allowed'
      ? []
      : [`${route}: staff ${byStaff}, owner ${byOwner}`]
  }
  const [bySession = '', byToken = ''] = [outcomes.get('owner'), outcomes.get('owner token')]
  const stale = outcomes.get('stale proof') ?? ''
  const isRight = needsMore.includes(route) ? !doors.includes(bySession) : bySession === 'ok'
  if (stepUp || inPerson.includes(route)) {
    const isGuarded = byToken === '401 not-allowed' && stale === '401 step-up-required'
    return isRight && isGuarded ? [] : [`${route}: owner ${bySession}, token ${byToken}, old proof ${stale}`]
  }
  const isOpen = access.kind === 'can' ? isRight && byToken === 'ok' : isRight || byToken === 'ok'
  return isOpen ? [] : [`${route}: owner ${bySession}, token ${byToken}`]
}

/** What is said before an operation begins. */
const doors = ['401 not-signed-in', '401 not-allowed', '401 step-up-required', '401 cross-site']

interface Asking {
  ours: Fixture
  theirs: Fixture
  column: Column
}

function send(
  { url, endpoint, sample }: { url: string; endpoint: Endpoint; sample: Sample },
  { ours, theirs, column }: Asking,
) {
  const {
    params = {},
    query = '',
    body,
  } = sample({ ...ours.ids, workspaceId: ours.workspaceId, slug: ours.slug })
  const credential = credentialOf({ ours, theirs, column })
  const dialect = endpoint.dialect ?? 'api'
  const isPerson = /^cv[sph]_/.test(credential ?? '')
  const path = endpoint.path.replace(/:([A-Za-z]+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? name),
  )
  const mount =
    isPerson && dialect !== 'plain' && endpoint.access.kind !== 'signedIn' ? `/w/${ours.slug}` : ''
  return fetch(`${url}${mount}${dialect === 'api' ? '/api' : ''}${path}${query}`, {
    method: endpoint.method,
    redirect: 'manual',
    headers: {
      ...headersOf(credential, url),
      ...(body === undefined ? {} : { 'content-type': endpoint.form ? FORM : 'application/json' }),
    },
    ...(body === undefined ? {} : { body: endpoint.form ? formOf(body) : JSON.stringify(body) }),
  })
}

const FORM = 'application/x-www-form-urlencoded'

function formOf(body: unknown): string {
  // Samples of forms are plain objects of texts.
  return new URLSearchParams(body as Record<string, string>).toString()
}

function credentialOf({ ours, theirs, column }: Asking): string | null {
  if (column === 'outsider, own token') return theirs.credentials['owner token']
  if (column === 'outsider, our path') return theirs.credentials.owner
  if (column === 'outsider, SCIM token') return theirs.credentials['SCIM token']
  return ours.credentials[column as CallerKind]
}

async function outcomeOf(response: Response): Promise<string> {
  const text = await response.text()
  if (response.ok) return 'ok'
  // A browser is sent on, to where it is told what is wrong.
  if (response.status === 303) {
    const { searchParams } = new URL(response.headers.get('location') ?? '', 'http://here.invalid')
    return `303 ${searchParams.get('problem') ?? ''}`.trim()
  }
  const parsed = JSON.parse(text) as string | { errors?: { type: string; data?: { code?: string } }[] }
  // Neither the decision API nor SCIM has a place for a code.
  if (typeof parsed === 'string' || !parsed.errors) return String(response.status)
  return `${response.status} ${parsed.errors[0]?.data?.code ?? parsed.errors[0]?.type}`
}

async function auditOf(app: App, { ours, theirs }: Worlds) {
  const { db } = app.database
  const rows = await db
    .selectFrom('workspaces')
    .where('id', 'in', [ours.workspaceId, theirs.workspaceId])
    .select(['id', 'audit_seq'])
    .execute()
  const seqs = new Map(rows.map((row) => [row.id, row.audit_seq]))
  return { ours: seqs.get(ours.workspaceId), theirs: seqs.get(theirs.workspaceId) }
}
