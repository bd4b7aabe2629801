import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused } from '../client/call.ts'
import { grants } from '../contract/grants.ts'
import { groups } from '../contract/groups.ts'
import { invites } from '../contract/invites.ts'
import { labels } from '../contract/labels.ts'
import { members } from '../contract/members.ts'
import { resources } from '../contract/resources.ts'
import { roles } from '../contract/roles.ts'
import { tokens } from '../contract/tokens.ts'
import { roleId } from './fixture.ts'
import { as, openWorkspace, type Person, type TestWorkspace } from './house.ts'
import { assertSound } from './worlds-agree.ts'

const ROUNDS = 30
const owns = roleId('Workspace Owner')
const reads = roleId('Source Read-only')

/** What became of each call: `ok`, or the code of the refusal. A 5xx is never a fair end of a race. */
async function outcomes(...calls: Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(calls)
  return settled.map((one) => {
    if (one.status === 'fulfilled') return 'ok'
    if (one.reason instanceof Refused && one.reason.status < 500) return one.reason.code
    throw one.reason
  })
}

function assertOneWins(ends: string[], others: string[]) {
  assert.equal(ends.filter((end) => end === 'ok').length, 1, `exactly one wins: ${ends}`)
  for (const end of ends) assert.ok(end === 'ok' || others.includes(end), `a loser was told ${end}`)
}

/** Two owners at once of a workspace that has no other; who is left of the last round goes. */
async function twoOwners(
  { member, everything, ownerPerson }: TestWorkspace,
  before: string = ownerPerson.id,
) {
  const one = await member([{ roleId: owns, resources: [everything] }])
  const other = await member([{ roleId: owns, resources: [everything] }])
  await one.call(members.remove, { query: { userIds: [before] } })
  return [one, other] as const
}

/** Who is refused because the other was faster has lost the right, the membership, or is the last owner. */
const beaten = ['last-owner', 'not-allowed', 'not-found']

async function ownersOf({ owner }: TestWorkspace): Promise<string[]> {
  const { users } = await owner(members.list, { query: {} })
  return users.filter((user) => user.isOwner).map((user) => user.id)
}

test('of two owners who remove each other at once, one stays', async () => {
  const workspace = await openWorkspace()
  let last = workspace.ownerPerson.id
  for (let round = 0; round < ROUNDS; round++) {
    const [one, other] = await twoOwners(workspace, last)

    const ends = await outcomes(
      one.call(members.remove, { query: { userIds: [other.id] } }),
      other.call(members.remove, { query: { userIds: [one.id] } }),
    )

    assertOneWins(ends, beaten)
    const left = await ownersOf(workspace)
    assert.equal(left.length, 1)
    last = left[0] ?? ''
  }
  await assertSound(workspace.app, { workspaceId: workspace.id })
})

test('of two owners who demote each other at once, or both leave, one stays an owner', async () => {
  const workspace = await openWorkspace()
  let last = workspace.ownerPerson.id
  const demote = (who: Person, whom: Person) =>
    who.call(grants.replaceForUser, { params: { userId: whom.id }, body: { permissions: [] } })
  for (let round = 0; round < ROUNDS; round++) {
    const [one, other] = await twoOwners(workspace, last)
    const leave = round % 2 === 0

    const ends = leave
      ? await outcomes(one.call(members.leave, {}), other.call(members.leave, {}))
      : await outcomes(demote(one, other), demote(other, one))

    assertOneWins(ends, beaten)
    const left = await ownersOf(workspace)
    assert.equal(left.length, 1)
    last = left[0] ?? ''
  }
  await assertSound(workspace.app, { workspaceId: workspace.id })
})

test('of two owners through a group who take each other out of it at once, one stays', async () => {
  const workspace = await openWorkspace()
  const { owner, everything, ownerPerson, member } = workspace
  const { userGroup } = await owner(groups.create, { body: { name: 'Owners' } })
  const params = { userGroupId: userGroup.id }
  await owner(grants.replaceForGroup, {
    params,
    body: { permissions: [{ roleId: owns, resources: [everything] }] },
  })
  let last = ownerPerson.id
  for (let round = 0; round < ROUNDS; round++) {
    const [one, other] = [await member(), await member()]
    await owner(groups.addUsers, { params, body: { emails: [one.email, other.email] } })
    await owner(members.remove, { query: { userIds: [last] } })

    const ends = await outcomes(
      one.call(groups.removeUsers, { params, query: { emails: [other.email] } }),
      other.call(groups.removeUsers, { params, query: { emails: [one.email] } }),
    )

    assertOneWins(ends, beaten)
    const left = await ownersOf(workspace)
    assert.equal(left.length, 1)
    last = left[0] ?? ''
  }
  await assertSound(workspace.app, { workspaceId: workspace.id })
})

test('of twenty at once who create the same thing, one does', async () => {
  const { owner, app, id } = await openWorkspace()
  const makers: Record<string, [taken: string, make: (name: string) => Promise<unknown>]> = {
    group: ['group-name-taken', (name) => owner(groups.create, { body: { name } })],
    label: ['label-taken', (name) => owner(labels.create, { body: { label: { key: 'race', value: name } } })],
    role: [
      'role-name-taken',
      (name) => owner(roles.create, { body: { name, may: { source: ['source:read'] } } }),
    ],
    invite: [
      'invite-pending',
      (name) => owner(invites.create, { body: { invites: [{ email: `${name}@race.test` }] } }),
    ],
  }
  for (const [what, [taken, make]] of Object.entries(makers)) {
    for (let round = 0; round < 5; round++) {
      const spellings = Array.from({ length: 20 }, (_, index) =>
        index % 2 ? `${what}${round}` : `${what}${round}`.toUpperCase(),
      )

      const ends = await outcomes(...spellings.map(make))

      assertOneWins(ends, [taken])
    }
  }
  await assertSound(app, { workspaceId: id })
})

test('a label is deleted, or granted on, or put on a resource: never both', async () => {
  const { owner, app, id, member } = await openWorkspace()
  const person = await member()
  for (let round = 0; round < ROUNDS; round++) {
    const label = { key: 'team', value: `t${round}` }
    await owner(labels.create, { body: { label } })
    await owner(resources.put, { params: { type: 'source', id: `s${round}` }, body: { name: 'S' } })
    const grant = () =>
      owner(grants.replaceForUser, {
        params: { userId: person.id },
        body: { permissions: [{ roleId: reads, resources: [{ id, type: 'WORKSPACE', labels: [label] }] }] },
      })
    const put = () =>
      owner(resources.update, { params: { type: 'source', id: `s${round}` }, body: { labels: [label] } })
    const use = round % 2 ? grant : put

    const ends = await outcomes(use(), owner(labels.delete, { params: label }))

    assertOneWins(ends, ['label-in-use', 'invalid-input'])
  }
  await assertSound(app, { workspaceId: id })
})

test('a group that is deleted while it is filled and granted leaves nothing behind', async () => {
  const { owner, app, everything, member, id } = await openWorkspace()
  const person = await member()
  for (let round = 0; round < ROUNDS; round++) {
    const { userGroup } = await owner(groups.create, { body: { name: `G${round}` } })
    const params = { userGroupId: userGroup.id }

    const [gone, ...others] = await outcomes(
      owner(groups.delete, { params }),
      owner(groups.addUsers, { params, body: { emails: [person.email] } }),
      owner(grants.addToGroup, {
        params,
        body: { permissions: [{ roleId: reads, resources: [everything] }] },
      }),
    )

    assert.equal(gone, 'ok')
    for (const end of others) assert.ok(['ok', 'not-found'].includes(end), end)
  }
  const { groups: left } = await owner(members.listGroups, { params: { userId: person.id }, query: {} })
  assert.deepEqual(left, [])
  await assertSound(app, { workspaceId: id })
})

test('a resource that is deleted while it is granted on takes the grant with it', async () => {
  const { owner, app, member, id } = await openWorkspace()
  const person = await member()
  for (let round = 0; round < ROUNDS; round++) {
    const source = { type: 'source', id: `r${round}` }
    await owner(resources.put, { params: source, body: { name: 'S' } })

    const [gone, granted = ''] = await outcomes(
      owner(resources.delete, { params: source }),
      owner(grants.addToUser, {
        params: { userId: person.id },
        body: { permissions: [{ roleId: reads, resources: [{ ...source, type: 'SOURCE' }] }] },
      }),
    )

    assert.equal(gone, 'ok')
    assert.ok(['ok', 'invalid-input'].includes(granted), granted)
  }
  const { user } = await owner(members.get, { params: { userId: person.id } })
  assert.deepEqual(user.permissions, [])
  await assertSound(app, { workspaceId: id })
})

test('a role is deleted or assigned, never both', async () => {
  const { owner, app, everything, member, id } = await openWorkspace()
  const person = await member()
  for (let round = 0; round < ROUNDS; round++) {
    const { role } = await owner(roles.create, {
      body: { name: `R${round}`, may: { source: ['source:read'] } },
    })

    const ends = await outcomes(
      owner(roles.delete, { params: { roleId: role.id } }),
      owner(grants.addToUser, {
        params: { userId: person.id },
        body: { permissions: [{ roleId: role.id, resources: [everything] }] },
      }),
    )

    assertOneWins(ends, ['role-in-use', 'invalid-input'])
  }
  await assertSound(app, { workspaceId: id })
})

test('an invite that is accepted ten times at once makes one member', async () => {
  const { owner, app, url, id } = await openWorkspace()
  for (let round = 0; round < 10; round++) {
    await owner(invites.create, { body: { invites: [{ email: `new${round}@race.test` }] } })
    const { invites: pending } = await owner(invites.listDetails, { query: {} })
    const token = pending[0]?.link?.split('#token=')[1] ?? ''
    const accept = { body: { token, name: 'New', password: 'correct horse battery' } }

    const ends = await outcomes(...Array.from({ length: 10 }, () => as({ url })(invites.accept, accept)))

    assertOneWins(ends, ['invite-gone', 'sign-in-first'])
  }
  const { users } = await owner(members.list, { query: {} })
  assert.equal(users.length, 11)
  await assertSound(app, { workspaceId: id })
})

test('one Idempotency-Key used ten times at once has one effect and one answer', async () => {
  const { owner, app, everything, id } = await openWorkspace()
  const { userGroup } = await owner(groups.create, { body: { name: 'Group' } })
  const params = { userGroupId: userGroup.id }
  for (let round = 0; round < 10; round++) {
    const idempotencyKey = `key-${round}`
    const calls: (() => Promise<unknown>)[] = [
      () => owner(groups.create, { body: { name: `Same ${round}` }, idempotencyKey }),
      () => owner(tokens.create, { body: { description: `same ${round}`, access: 'owner' }, idempotencyKey }),
      () =>
        owner(grants.addToGroup, {
          params,
          body: { permissions: [{ roleId: reads, resources: [everything] }] },
          idempotencyKey,
        }),
    ]
    const same = calls[round % calls.length]

    const answers = await Promise.all(Array.from({ length: 10 }, () => same?.()))

    for (const answer of answers) assert.deepEqual(answer, answers[0])
  }
  const { tokens: made } = await owner(tokens.list, { query: {} })
  assert.equal(made.filter((token) => token.description.startsWith('same')).length, 3)
  const { userGroup: filled } = await owner(groups.get, { params })
  assert.equal(filled.permissions.length, 3)
  await assertSound(app, { workspaceId: id })
})

test('one Idempotency-Key with two different requests at once serves one of them', async () => {
  const { owner, app } = await openWorkspace()
  for (let round = 0; round < ROUNDS; round++) {
    const make = (name: string) => owner(groups.create, { body: { name }, idempotencyKey: `shared-${round}` })

    const ends = await outcomes(make(`A${round}`), make(`B${round}`))

    assertOneWins(ends, ['idempotency-key-reused'])
  }
  // Of all tests before, once.
  await assertSound(app)
})
