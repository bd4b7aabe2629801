import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { connections } from '../../contract/connections.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { activeSaml, completeOidc, completeSaml, signedInBy, testedBy } from '../../test/connections.ts'
import { clock, openWorkspace, type TestWorkspace } from '../../test/house.ts'

afterEach(() => clock.reset())

const stateOf = async ({ owner }: TestWorkspace) =>
  (await owner(connections.list, { query: {} })).connections.map(({ name, isActive, isDefault }) =>
    [name, isActive && 'active', isDefault && 'default'].filter(Boolean).join(' '),
  )

async function typesIn({ owner }: TestWorkspace, actor: string) {
  const { events } = await owner(audit.list, { query: { actor } })
  return events.map((one) => one.type).reverse()
}

test('a connection is switched on only when it is complete and a test sign-in has succeeded', async () => {
  const place = await openWorkspace()
  const { owner } = place
  const { call } = await place.ownerInPerson()
  const body = { name: 'Okta', kind: 'saml', provider: 'okta' } as const
  const { connection } = await owner(connections.create, { body })
  const incomplete = call(connections.activate, { params: { connectionId: connection.id } })
  await assert.rejects(incomplete, { status: 409, code: 'connection-incomplete' })
  const connectionId = await completeSaml(owner, 'Whole')
  const params = { connectionId }
  await assert.rejects(call(connections.activate, { params }), { code: 'connection-untested' })
  await testedBy(place, connectionId)

  const { connection: active } = await call(connections.activate, { params })

  assert.deepEqual([active.isActive, active.isDefault], [true, true])
  assert.ok(active.testedAt)
  await call(connections.activate, { params })
  const events = await owner(audit.list, { query: { type: 'Connection Activated' } })
  assert.equal(events.events.length, 1)
})

test('the first active connection is the default; when it goes, the oldest other active one is', async () => {
  const place = await openWorkspace()
  const { call, id } = await place.ownerInPerson()
  const [a, b, c] = [
    await activeSaml(place, call, 'A'),
    await activeSaml(place, call, 'B'),
    await activeSaml(place, call, 'C'),
  ]
  assert.deepEqual(await stateOf(place), ['A active default', 'B active', 'C active'])

  await call(connections.deactivate, { params: { connectionId: a } })
  assert.deepEqual(await stateOf(place), ['A', 'B active default', 'C active'])
  await call(connections.makeDefault, { params: { connectionId: c } })
  assert.deepEqual(await stateOf(place), ['A', 'B active', 'C active default'])
  await call(connections.delete, { params: { connectionId: c } })
  assert.deepEqual(await stateOf(place), ['A', 'B active default'])
  await call(connections.deactivate, { params: { connectionId: b } })
  assert.deepEqual(await stateOf(place), ['A', 'B'])

  const types = (await typesIn(place, id)).filter((type) => /De|Default|Deleted/.test(type))
  assert.deepEqual(types.sort(), [
    'Connection Deactivated',
    'Connection Deactivated',
    'Connection Deleted',
    'Default Connection Changed',
    'Default Connection Changed',
    'Default Connection Changed',
  ])
})

test('only an active connection can be the default', async () => {
  const place = await openWorkspace()
  const connectionId = await completeSaml(place.owner)

  const made = place.owner(connections.makeDefault, { params: { connectionId } })

  await assert.rejects(made, { status: 409, code: 'connection-inactive' })
})

test('SE-9: what an active connection is, only a person changes, with a fresh proof: no token, and no old proof', async () => {
  const place = await openWorkspace()
  const { call } = await place.ownerInPerson()
  const params = { connectionId: await activeSaml(place, call) }
  const spare = { params: { connectionId: await completeSaml(place.owner, 'Spare') } }
  await testedBy(place, spare.params.connectionId)
  const ssoUrl = 'https://idp.example/other'
  const deeds = [
    (by: typeof call) => by(connections.activate, spare),
    (by: typeof call) => by(connections.deactivate, { params }),
    (by: typeof call) => by(connections.modify, { params, body: { saml: { ssoUrl } } }),
    (by: typeof call) => by(connections.modify, { params, body: { saml: { idpInitiated: true } } }),
    (by: typeof call) => by(connections.createSetUpLink, { body: { note: 'IT', days: 1 } }),
    (by: typeof call) => by(connections.delete, { params }),
  ]

  for (const deed of deeds) await assert.rejects(deed(place.owner), { code: 'not-allowed' })
  clock.move(11 * 60_000)
  for (const deed of deeds) await assert.rejects(deed(call), { code: 'step-up-required' })
  await call(connections.modify, { params, body: { name: 'A name is no matter of trust' } })
  await place.owner(connections.modify, {
    params,
    body: { attributes: { email: 'email', name: null, groups: null } },
  })
  clock.reset()
  for (const deed of deeds) await deed(call)
})

test('members without the right see and do nothing of it', async () => {
  const place = await openWorkspace()
  const { call } = await place.member()
  const params = { connectionId: await completeSaml(place.owner) }

  for (const attempt of [
    () => call(connections.list, { query: {} }),
    () => call(connections.get, { params }),
    () => call(connections.modify, { params, body: { name: 'Mine' } }),
    () => call(connections.activate, { params }),
    () => call(connections.listSetUpLinks, {}),
    () => call(connections.lookUpSetUp, {}),
  ]) {
    await assert.rejects(attempt(), { code: 'not-allowed' })
  }
})

for (const [what, deed] of [
  ['deactivated', connections.deactivate],
  ['deleted', connections.delete],
] as const) {
  test(`whom a connection alone let in is out with the next request when it is ${what}, and others stay`, async () => {
    const place = await openWorkspace()
    const { call } = await place.ownerInPerson()
    const [gone, kept] = [await activeSaml(place, call, 'Gone'), await activeSaml(place, call, 'Kept')]
    const { id: userId, call: byPassword } = await place.member()
    const [byGone, byKept] = [await signedInBy(place, userId, gone), await signedInBy(place, userId, kept)]
    for (const by of [byGone, byKept, byPassword]) await by(workspaces.get, {})

    await call(deed, { params: { connectionId: gone } })

    await assert.rejects(byGone(workspaces.get, {}), { code: 'not-found' })
    for (const by of [byKept, byPassword]) await by(workspaces.get, {})
  })
}

test('while single sign-on is required, the last active connection stays; with another one it can go', async () => {
  const place = await openWorkspace()
  const { call, id } = await place.ownerInPerson()
  const first = await activeSaml(place, call, 'First')
  const through = await signedInBy(place, id, first)
  await through(workspaces.modify, { body: { settings: { requireSso: true } } })
  const params = { connectionId: first }

  await assert.rejects(through(connections.deactivate, { params }), { status: 409, code: 'sso-in-use' })
  await assert.rejects(through(connections.delete, { params }), { code: 'sso-in-use' })
  const spare = await completeOidc(place.owner, 'Not active')
  await through(connections.delete, { params: { connectionId: spare } })
  const second = await activeSaml(place, through, 'Second')
  const bySecond = await signedInBy(place, id, second)
  await bySecond(connections.delete, { params })
  await assert.rejects(bySecond(connections.delete, { params: { connectionId: second } }), {
    code: 'sso-in-use',
  })
})

test('of two last connections that are switched off at once while single sign-on is required, one stays', async () => {
  const place = await openWorkspace()
  const { call, id } = await place.ownerInPerson()
  const [a, b] = [await activeSaml(place, call, 'A'), await activeSaml(place, call, 'B')]
  const through = await signedInBy(place, id, a)
  await through(workspaces.modify, { body: { settings: { requireSso: true } } })
  const byB = await signedInBy(place, id, b)

  const done = await Promise.allSettled([
    byB(connections.deactivate, { params: { connectionId: a } }),
    through(connections.deactivate, { params: { connectionId: b } }),
  ])

  assert.equal(done.filter((one) => one.status === 'fulfilled').length, 1)
  assert.equal((await stateOf(place)).filter((one) => one.includes('active default')).length, 1)
})
