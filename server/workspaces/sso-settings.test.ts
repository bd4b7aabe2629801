import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { connections } from '../../contract/connections.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { activeSaml, signedInBy } from '../../test/connections.ts'
import { type As, clock, openWorkspace } from '../../test/house.ts'

afterEach(() => clock.reset())

const set = (by: As, settings: object) => by(workspaces.modify, { body: { settings } })

/** A workspace with an active connection, and its owner: in person, and through that connection. */
async function withSso(plan?: string) {
  const place = await openWorkspace(plan ? { plan } : {})
  const { call, id, session } = await place.ownerInPerson()
  const connectionId = await activeSaml(place, call)
  return { place, call, session, connectionId, through: await signedInBy(place, id, connectionId) }
}

test('single sign-on can be required only by who came in through it, with a fresh proof, and never by a token', async () => {
  const { place, call, through } = await withSso()

  await assert.rejects(set(call, { requireSso: true }), { status: 409, code: 'sso-first' })
  await assert.rejects(set(place.owner, { requireSso: true }), { code: 'not-allowed' })
  clock.move(11 * 60_000)
  await assert.rejects(set(through, { requireSso: true }), { code: 'step-up-required' })
  clock.reset()
  const { workspace } = await set(through, { requireSso: true })

  assert.equal(workspace.settings.requireSso, true)
})

test('from the next request on, everybody must come in through it, and is told by which connections', async () => {
  const { place, call, through, connectionId } = await withSso()
  const { call: asMember } = await place.member()
  await asMember(workspaces.get, {})

  await set(through, { requireSso: true })

  for (const by of [call, asMember]) {
    await assert.rejects(by(workspaces.get, {}), (error: { code: string; errors: { data: object }[] }) => {
      assert.equal(error.code, 'sso-required')
      const doors = [{ id: connectionId, name: 'Okta', provider: 'okta', isDefault: true }]
      assert.deepEqual(error.errors[0]?.data, { code: 'sso-required', connections: doors })
      return true
    })
  }
  await through(workspaces.get, {})
  await place.owner(workspaces.get, {})
  await set(through, { requireSso: false })
  await asMember(workspaces.get, {})
})

test('both settings are told in the audit trail, each by an event of its own', async () => {
  const { place, through } = await withSso()

  await set(through, { requireSso: true, provisionSso: true })
  await set(through, { requireSso: false, sessionHours: 12 })

  const { events } = await place.owner(audit.list, { query: { resourceId: place.id } })
  const told = events.map(({ type, detail }) => [type, detail]).slice(0, 4)
  assert.deepEqual(told.reverse(), [
    ['SSO Required', {}],
    ['SSO Provisioning Changed', { from: false, to: true }],
    ['SSO No Longer Required', {}],
    [
      'Session Policy Changed',
      { from: { sessionHours: null, idleMinutes: null }, to: { sessionHours: 12, idleMinutes: null } },
    ],
  ])
})

test('who came in through single sign-on may require MFA without having it: they are not shut out', async () => {
  const { call, through } = await withSso()

  await assert.rejects(set(call, { requireMfa: true }), { code: 'mfa-first' })
  await set(through, { requireMfa: true })

  await through(workspaces.get, {})
  await assert.rejects(call(workspaces.get, {}), { code: 'mfa-required' })
})

test('a plan without single sign-on can switch neither on, and both off', async () => {
  const { place, through, call } = await withSso()
  await set(through, { requireSso: true, provisionSso: true })
  const { db } = place.app.database
  await db.updateTable('workspaces').where('id', '=', place.id).set({ plan: 'team' }).execute()
  place.app.identities.forget()

  // What the plan does not include has no effect: it shuts nobody out.
  await set(call, { requireSso: false, provisionSso: false })
  await assert.rejects(set(call, { provisionSso: true }), { code: 'plan-limit' })
  await assert.rejects(set(through, { requireSso: true }), { code: 'plan-limit' })
})

test('it cannot be required while the connection by which one came is being switched off', async () => {
  const { place, call, through, connectionId } = await withSso()
  await activeSaml(place, call, 'Other')

  const done = await Promise.allSettled([
    call(connections.deactivate, { params: { connectionId } }),
    set(through, { requireSso: true }),
  ])

  const { workspace } = await place.owner(workspaces.get, {})
  const { connections: all } = await place.owner(connections.list, { query: {} })
  assert.ok(done.some((one) => one.status === 'fulfilled'))
  if (workspace.settings.requireSso) assert.ok(all.some((one) => one.isActive))
})
