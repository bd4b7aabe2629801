import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { connections } from '../../contract/connections.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { completeSaml, faultAt } from '../../test/connections.ts'
import { clock, openWorkspace, type TestWorkspace } from '../../test/house.ts'
import { roleNamed } from '../../test/registry.ts'
import { tidyUp } from '../caller/housekeeping.ts'
import { newId } from '../platform/ids.ts'
import {
  claimsMapped,
  claimsOf,
  findConnection,
  forgetOldTraces,
  keepClaims,
  mappedGroups,
  writeTrace,
} from './connections.ts'

const DAY_MS = 86_400_000

afterEach(() => clock.reset())

async function newGroup({ owner }: TestWorkspace, name: string): Promise<string> {
  return (await owner(groups.create, { body: { name } })).userGroup.id
}

function makeOwners({ owner, everything }: TestWorkspace, userGroupId: string) {
  const permissions = [{ roleId: roleNamed('Workspace Owner'), resources: [everything] }]
  return owner(grants.addToGroup, { params: { userGroupId }, body: { permissions } })
}

async function connectionIn({ app }: TestWorkspace, connectionId: string) {
  const found = await findConnection(app, app.database.db, connectionId)
  assert.ok(found)
  return found
}

test('values of the group claim are mapped to groups, each pair once, and shown with their names', async () => {
  const place = await openWorkspace()
  const [a, b] = [await newGroup(place, 'Analysts'), await newGroup(place, 'Builders')]
  const params = { connectionId: await completeSaml(place.owner) }
  const wanted = [
    { claim: 'x', groupId: b },
    { claim: 'x', groupId: a },
    { claim: ' x ', groupId: a },
  ]

  const { connection } = await place.owner(connections.modify, { params, body: { groups: wanted } })

  const shown = [
    { claim: 'x', groupId: a, groupName: 'Analysts' },
    { claim: 'x', groupId: b, groupName: 'Builders' },
  ]
  assert.deepEqual(connection.groups, shown)
  const { events } = await place.owner(audit.list, { query: { type: 'Connection Modified' } })
  assert.deepEqual(events[0]?.detail, { from: { groups: [] }, to: { groups: shown } })
  const { app } = place
  const found = await connectionIn(place, params.connectionId)
  const mapped = await mappedGroups(app, app.database.db, found, ['x', 'y', 'x\0'])
  assert.deepEqual(mapped.sort(), [a, b].sort())
  await place.owner(connections.modify, { params, body: { groups: wanted } })
  await place.owner(groups.delete, { params: { userGroupId: b } })
  assert.deepEqual(await mappedGroups(app, app.database.db, found, ['x']), [a])
})

test('L-7: a group that owns the workspace cannot be mapped, and one that comes to own it lets nobody in any more', async () => {
  const place = await openWorkspace()
  const { owner, app } = place
  const [plain, owning] = [await newGroup(place, 'Plain'), await newGroup(place, 'Owning')]
  await makeOwners(place, owning)
  const params = { connectionId: await completeSaml(owner) }
  const map = (groupId: string) =>
    owner(connections.modify, { params, body: { groups: [{ claim: 'x', groupId }] } })

  await assert.rejects(map(owning), faultAt('groups.0.groupId'))
  await assert.rejects(map(owning), /owns the workspace/)
  await assert.rejects(map(newId()), faultAt('groups.0.groupId'))
  await map(plain)
  await makeOwners(place, plain)

  const found = await connectionIn(place, params.connectionId)
  assert.deepEqual(await mappedGroups(app, app.database.db, found, ['x']), [])
})

test('a group of another workspace cannot be mapped', async () => {
  const [ours, theirs] = [await openWorkspace(), await openWorkspace()]
  const params = { connectionId: await completeSaml(ours.owner) }
  const body = { groups: [{ claim: 'x', groupId: await newGroup(theirs, 'Theirs') }] }

  await assert.rejects(ours.owner(connections.modify, { params, body }), faultAt('groups.0.groupId'))
})

const addresses: [text: string, email: string | null][] = [
  [' Ada+tag@Example.COM ', 'Ada+tag@Example.COM'],
  ['a.d.a@example.com', 'a.d.a@example.com'],
  ['аda@example.com', null],
  ['ada@example.com\nowner@example.com', null],
  ['ada', null],
  ['ada@b@c', null],
  ['ada@exam ple.com', null],
  ['', null],
  [`${'a'.repeat(320)}@example.com`, null],
]

for (const [text, email] of addresses) {
  test(`L-6: an address is taken as it is, or not at all: ${JSON.stringify(text).slice(0, 60)}`, () => {
    const attributes = { email: 'mail', name: null, groups: null }

    assert.equal(claimsMapped(attributes, { mail: [text] }).email, email)
  })
}

test('claims of OpenID Connect are read as texts; names that every object has are no claims', () => {
  const claims = claimsOf({
    email: 'a@b.test',
    groups: ['a', 1, { b: 2 }],
    age: 7,
    address: { street: 'x' },
    none: null,
  })

  assert.deepEqual({ ...claims }, { email: ['a@b.test'], groups: ['a', '1'], age: ['7'] })
  const attributes = { email: 'email', name: 'constructor', groups: 'groups' }
  assert.deepEqual(claimsMapped(attributes, claims), { email: 'a@b.test', name: null, groups: ['a', '1'] })
  assert.equal(claimsMapped({ ...attributes, name: 'name' }, { name: [' A\u0000da \u0007 '] }).name, 'Ada')
})

test('a mapping can be tried on the last genuine answer before it is saved', async () => {
  const place = await openWorkspace()
  const { owner, app } = place
  const params = { connectionId: await completeSaml(owner) }
  const attributes = { email: 'mail', name: 'cn', groups: 'memberOf' }
  const tryIt = async () => (await owner(connections.tryMapping, { params, body: { attributes } })).found
  assert.equal(await tryIt(), null)
  const claims = { mail: ['ada@b.test'], cn: ['Ada \0\ud800'], memberOf: ['x', 'y'.repeat(2_000)] }
  const found = await connectionIn(place, params.connectionId)

  await app.database.db.transaction().execute((tx) => keepClaims(tx, found, claims))

  const kept = ['x', 'y'.repeat(1_000)]
  assert.deepEqual(await tryIt(), {
    email: 'ada@b.test',
    name: 'Ada \ufffd',
    groups: kept,
    available: [
      { name: 'cn', values: ['Ada \ufffd'] },
      { name: 'mail', values: ['ada@b.test'] },
      { name: 'memberOf', values: kept },
    ],
  })
})

test('the last hundred sign-ins of thirty days are listed, newest first, with the rule that refused one', async () => {
  const place = await openWorkspace()
  const { owner, app } = place
  const params = { connectionId: await completeSaml(owner) }
  const found = await connectionIn(place, params.connectionId)
  const start = clock.now().getTime()
  const about = { requestId: 'r', ip: '192.0.2.1' }
  const { db } = app.database
  await db.transaction().execute(async (tx) => {
    for (let second = 0; second < 102; second++) {
      const at = new Date(start + second * 1_000)
      await writeTrace(tx, found, {
        ...about,
        at,
        outcome: 'signed-in',
        subject: `ada\0${second}`,
        email: 'a@b.test',
      })
    }
    const at = new Date(start + 200_000)
    const detail = 'x'.repeat(400)
    await writeTrace(tx, found, { ...about, at, outcome: 'refused', reason: 'audience', detail })
  })

  const { signIns } = await owner(connections.listSignIns, { params })

  assert.equal(signIns.length, 100)
  assert.equal(signIns[0]?.reason?.rule, 'SA-10')
  assert.equal(signIns[0]?.detail?.length, 300)
  assert.equal(signIns[1]?.subject, 'ada101')
  assert.equal(signIns.at(-1)?.subject, 'ada3')
  const { connection } = await owner(connections.get, { params })
  assert.equal(connection.lastUsedAt, new Date(start + 101_000).toISOString())
  clock.move(30 * DAY_MS + 150_000)
  assert.equal((await owner(connections.listSignIns, { params })).signIns.length, 1)
  await tidyUp(app, [forgetOldTraces])
  const { length } = await db
    .selectFrom('sso_traces')
    .where('connection_id', '=', found.id)
    .select('id')
    .execute()
  assert.equal(length, 1)
})
