import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { clock } from '../../test/house.ts'
import { readRows } from '../../test/rows.ts'
import { samlAttacks } from '../../test/saml-attacks.ts'
import {
  answerTo,
  ask,
  browserOf,
  fetchFrom,
  isIn,
  openSamlWorkspace,
  openSsoBrowser,
  post,
  type SamlWorkspace,
  type SsoBrowser,
} from '../../test/sso-house.ts'
import { stateOf } from '../../test/sso-refused.ts'
import type { App } from '../caller/app.ts'

/** One message of workspace A's identity provider, which says whatever it likes, and what happens around it. */
interface Step {
  /** Whose address it claims. */
  who: number
  subject: number
  /** Whether its subject is the address, as the same person would have at B. */
  asAddress: boolean
  how: 'asked' | 'unsolicited' | 'answers B' | 'posted to B'
  group: boolean
  around: 'nothing' | 'invite' | 'remove'
}

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(5),
  subject: fc.nat(2),
  asAddress: fc.boolean(),
  how: fc.constantFrom('asked', 'asked', 'unsolicited', 'answers B', 'posted to B'),
  group: fc.boolean(),
  around: fc.constantFrom('nothing', 'nothing', 'invite', 'remove'),
})

interface Scene {
  a: SamlWorkspace
  b: SamlWorkspace
  /** People of A, of B, of both, of neither. */
  emails: string[]
  /** The browsers in which members of B are in it. */
  inside: SsoBrowser[]
}

async function open(): Promise<Scene> {
  const settings = { provisionSso: true }
  const a = await openSamlWorkspace({ settings, saml: { idpInitiated: true } })
  const b = await openSamlWorkspace({ settings, saml: { idpInitiated: true } })
  const shared = `shared@${b.domain}`
  const people = [await b.member([], shared), await b.member([], `both@${a.domain}`), await b.member()]
  await a.member([], shared)
  await a.member([], `both@${a.domain}`)
  const { db } = a.app.database
  await db
    .transaction()
    .execute((tx) => tx.updateTable('users').set({ email_verified_at: clock.now() }).execute())
  const inside = people.map((person) => browserOf(b, person))
  const emails = [
    ...people.map(({ email }) => email),
    b.ownerPerson.email,
    `new@${a.domain}`,
    `new@${b.domain}`,
  ]
  return { a, b, emails, inside }
}

/** All that decides what can be done in a workspace, and who has a session that opens it. */
async function openTo(app: App, { id }: { id: string }) {
  const { facts } = await readRows(app, id)
  const { db } = app.database
  const people = await db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .where('m.workspace_id', '=', id)
    .orderBy('u.id')
    .select([
      'u.id',
      'u.name',
      'u.email',
      'u.password_hash',
      'u.email_verified_at',
      'm.sso_exempt',
      'm.sessions_since',
    ])
    .execute()
  const identities = await db
    .selectFrom('sso_identities')
    .where('workspace_id', '=', id)
    .selectAll()
    .execute()
  const proofs = await db.selectFrom('session_proofs').where('workspace_id', '=', id).selectAll().execute()
  const full = await db
    .selectFrom('sessions as s')
    .innerJoin('memberships as m', 'm.user_id', 's.user_id')
    .where('m.workspace_id', '=', id)
    .where('s.confined', '=', false)
    .orderBy('s.id')
    .select('s.id')
    .execute()
  const workspace = await db
    .selectFrom('workspaces')
    .where('id', '=', id)
    .select(['access_version', 'audit_seq', 'settings', 'plan'])
    .executeTakeFirstOrThrow()
  return { facts, people, identities, proofs, full, workspace }
}

async function take({ a, b, emails }: Scene, { who, subject, asAddress, how, group, around }: Step) {
  const email = emails[who] ?? ''
  const named = { subject: asAddress ? email : `subject ${subject}` }
  const said = {
    ...named,
    attributes: { email, name: 'Renamed', ...(group ? { groups: ['Owners', 'analysts'] } : {}) },
  }
  if (around === 'invite')
    await a.owner(invites.create, { body: { invites: [{ email, permissions: [] }] } }).catch(() => {})
  if (around === 'remove') {
    const { users } = await a.owner(members.list, { query: {} })
    const userIds = users.filter((one) => one.email === email).map(({ id }) => id)
    if (userIds.length > 0) await a.owner(members.remove, { query: { userIds } }).catch(() => {})
  }
  const browser = openSsoBrowser(a)
  const asked = how === 'unsolicited' ? null : await ask(how === 'answers B' ? b : a, browser)
  const at = await post(how === 'posted to B' ? b : a, answerTo(a, asked, said), '/w/b')
  await fetchFrom(a, browser, at)
  // Whatever this browser has now must not open B.
  assert.notEqual(await isIn(b, browser), 'in')
}

test("L-5: no sequence of messages from workspace A's provider changes what can be done in workspace B", async () => {
  const scene = await open()
  const { app } = scene.a
  const before = await openTo(app, scene.b)
  let refusedThere = 0

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      for (const one of steps) {
        await take(scene, one)
        // A message that is posted to B's own address is told there: in the audit trail, and nowhere else.
        if (one.how === 'posted to B') refusedThere++
      }
      const { workspace, ...after } = await openTo(app, scene.b)
      const { audit_seq, ...rest } = before.workspace
      assert.deepEqual(after, omit(before))
      assert.deepEqual(workspace, { ...rest, audit_seq: Number(audit_seq) + refusedThere })
      for (const browser of scene.inside) assert.equal(await isIn(scene.b, browser), 'in')
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
})

const RUNS = 15

function omit({ workspace: _workspace, ...others }: Awaited<ReturnType<typeof openTo>>) {
  return others
}

test('no refused message leaves anything behind but its trace and its event', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const { app } = place
  const plain = Object.entries(samlAttacks).filter(([, attack]) => attack.party === undefined)
  const before = await stateOf(app)

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...plain), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (attacks, isAsked) => {
        const browser = openSsoBrowser(place)
        for (const [name, attack] of attacks) {
          const inResponseTo = isAsked ? (await ask(place, browser)).id : '_nobody-asked'
          const about = { now: clock.now(), inResponseTo, attributes: { email: `ada@${place.domain}` } }
          const at = await post(place, attack.make({ idp: place.idp, party: place.party, about }))
          assert.match(at, /^\/sign-in\?problem=sso-refused/, name)
        }
        assert.deepEqual(await stateOf(app), before)
        assert.equal(browser.cookies.has('__Host-claviger'), false)
      },
    ),
    { numRuns: RUNS },
  )
})
