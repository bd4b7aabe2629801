import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { provisioning } from '../../contract/provisioning.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { activeSaml } from '../../test/connections.ts'
import { as, clock, openWorkspace, systemIn, type TestWorkspace } from '../../test/house.ts'
import { addScimToken } from '../../test/scim-client.ts'
import { getProvisioning } from './provisioning.ts'

const MINUTE_MS = 60_000
const notAllowed = { status: 401, code: 'not-allowed' }

afterEach(() => clock.reset())

async function isTriedOut({ app, id, slug }: TestWorkspace) {
  const { dryRun } = await getProvisioning(await systemIn(app, { id, slug, name: 'Test', plan: 'business' }))
  return dryRun
}

async function eventsOf({ owner }: TestWorkspace, type: string) {
  const { events } = await owner(audit.list, { query: {} })
  return events.filter((one) => one.type === type)
}

/** Marks somebody, or a group and who is in it, as the identity provider's. */
async function manage({ app, id }: TestWorkspace, { userId = '', groupId = '' }) {
  await app.database.db.transaction().execute(async (tx) => {
    const managed = { managed: true }
    const mine = ['workspace_id', '=', id] as const
    await tx
      .updateTable('memberships')
      .where(...mine)
      .where('user_id', '=', userId)
      .set(managed)
      .execute()
    await tx
      .updateTable('groups')
      .where(...mine)
      .where('id', '=', groupId)
      .set(managed)
      .execute()
    const given = { by_scim: true, by_hand: false }
    await tx
      .updateTable('group_members')
      .where(...mine)
      .where('group_id', '=', groupId)
      .set(given)
      .execute()
  })
}

/** A member and a group with them in it, both managed by the identity provider. */
async function openManaged() {
  const place = await openWorkspace()
  await addScimToken(place)
  const ada = await place.member()
  const body = { name: 'Analysts', emails: [ada.email] }
  const { userGroup } = await place.owner(groups.create, { body: { name: body.name } })
  const ofGroup = { params: { userGroupId: userGroup.id } }
  await place.owner(groups.addUsers, { ...ofGroup, body: { emails: body.emails } })
  await manage(place, { userId: ada.id, groupId: userGroup.id })
  return { place, ada, ofGroup, ofUser: { params: { userId: ada.id } } }
}

test('an owner sees where the identity provider sends its people, how much it manages, and whether it can', async () => {
  const place = await openWorkspace()
  const owner = await place.ownerInPerson()
  const before = await owner.call(provisioning.get, {})
  const ada = await place.member()
  await manage(place, { userId: ada.id })
  await addScimToken(place)
  await activeSaml(place, owner.call)

  const after = await owner.call(provisioning.get, {})

  const nothing = {
    baseUrl: `${place.app.config.publicUrl}/scim/v2`,
    dryRun: false,
    managedUsers: 0,
    managedGroups: 0,
    isOn: false,
    hasConnection: false,
    lastRequestAt: null,
  }
  assert.deepEqual(before.provisioning, nothing)
  assert.deepEqual(after.provisioning, { ...nothing, managedUsers: 1, isOn: true, hasConnection: true })
  await assert.rejects(ada.call(provisioning.get, {}), notAllowed)
})

test('the dry run is switched by an owner in person, with a fresh proof, and told once in the audit trail', async () => {
  const place = await openWorkspace()
  const owner = await place.ownerInPerson()
  const ada = await place.member()
  const on = { body: { dryRun: true } }

  const { provisioning: switched } = await owner.call(provisioning.modify, on)
  await owner.call(provisioning.modify, on)

  assert.equal(switched.dryRun, true)
  assert.equal(await isTriedOut(place), true)
  for (const call of [ada.call, place.owner]) await assert.rejects(call(provisioning.modify, on), notAllowed)
  clock.move(11 * MINUTE_MS)
  const late = owner.call(provisioning.modify, { body: { dryRun: false } })
  await assert.rejects(late, { status: 401, code: 'step-up-required' })
  const events = await eventsOf(place, 'SCIM Dry Run Changed')
  assert.deepEqual(
    events.map(({ resourceId, detail }) => ({ resourceId, detail })),
    [{ resourceId: place.id, detail: { from: false, to: true } }],
  )
})

test('the dry run and the other settings of a workspace leave each other alone', async () => {
  const place = await openWorkspace()
  const other = await openWorkspace()
  const owner = await place.ownerInPerson({ twoFactors: true })
  const modify = (settings: object) => owner.call(workspaces.modify, { body: { settings } })
  await modify({ sessionHours: 12 })

  await owner.call(provisioning.modify, { body: { dryRun: true } })
  const { workspace } = await modify({ idleMinutes: 30 })

  const { sessionHours, idleMinutes } = workspace.settings
  assert.deepEqual([sessionHours, idleMinutes], [12, 30])
  assert.ok(!('scimDryRun' in workspace.settings))
  assert.equal(await isTriedOut(place), true)
  await assert.rejects(modify({ scimDryRun: false }), { code: 'invalid-input' })
  assert.equal(await isTriedOut(other), false)
  const { provisioning: off } = await owner.call(provisioning.modify, { body: { dryRun: false } })
  assert.equal(off.dryRun, false)
  assert.equal((await owner.call(workspaces.get, {})).workspace.settings.sessionHours, 12)
})

test('switched on and off by many at once, the dry run is what the last one said', async () => {
  const place = await openWorkspace()
  const owner = await place.ownerInPerson()

  await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      owner.call(provisioning.modify, { body: { dryRun: index % 2 === 0 } }),
    ),
  )

  const events = await eventsOf(place, 'SCIM Dry Run Changed')
  const turns = events.map(({ detail }) => (detail as { to: boolean }).to).reverse()
  assert.deepEqual(
    turns,
    turns.map((_, index) => index % 2 === 0),
  )
  assert.equal(await isTriedOut(place), turns.at(-1))
})

test('a member who is released is changed in the console again, and stays as they are', async () => {
  const { place, ofUser, ada } = await openManaged()
  const owner = await place.ownerInPerson()
  const { user } = await owner.call(members.get, ofUser)
  assert.equal(user.managed, true)

  await owner.call(provisioning.releaseUser, ofUser)
  await owner.call(provisioning.releaseUser, ofUser)

  assert.deepEqual(await owner.call(members.get, ofUser), { user: { ...user, managed: false } })
  const events = await eventsOf(place, 'User Released')
  assert.deepEqual(
    events.map(({ resourceId, resourceName, detail }) => ({ resourceId, resourceName, detail })),
    [{ resourceId: ada.id, resourceName: user.name, detail: { email: ada.email } }],
  )
  await owner.call(members.remove, { query: { userIds: [ada.id] } })
})

test('a group that is released keeps its people, as if they were put in by hand', async () => {
  const { place, ofGroup, ada } = await openManaged()
  const owner = await place.ownerInPerson()

  await owner.call(provisioning.releaseGroup, ofGroup)
  await owner.call(provisioning.releaseGroup, ofGroup)

  const { userGroup } = await owner.call(groups.get, ofGroup)
  assert.deepEqual([userGroup.managed, userGroup.memberCount], [false, 1])
  const rows = await place.app.database.db
    .selectFrom('group_members')
    .where('workspace_id', '=', place.id)
    .select(['principal_id', 'by_hand', 'by_scim'])
    .execute()
  assert.deepEqual(rows, [{ principal_id: ada.id, by_hand: true, by_scim: false }])
  const events = await eventsOf(place, 'Group Released')
  assert.deepEqual(
    events.map(({ resourceId, resourceName }) => ({ resourceId, resourceName })),
    [{ resourceId: userGroup.id, resourceName: 'Analysts' }],
  )
  await owner.call(groups.rename, { ...ofGroup, body: { name: 'Ours' } })
})

test('only owners of the workspace release, in person and with a fresh proof', async () => {
  const { place, ofGroup, ofUser, ada } = await openManaged()
  const owner = await place.ownerInPerson()
  const theirs = await (await openWorkspace()).ownerInPerson()
  const secret = await addScimToken(place)
  const identityProvider = as({ url: place.url, token: secret })

  for (const call of [ada.call, place.owner, identityProvider]) {
    await assert.rejects(call(provisioning.releaseUser, ofUser), notAllowed)
    await assert.rejects(call(provisioning.releaseGroup, ofGroup), notAllowed)
  }
  const unknown = { status: 404, code: 'not-found' }
  await assert.rejects(theirs.call(provisioning.releaseUser, ofUser), unknown)
  await assert.rejects(theirs.call(provisioning.releaseGroup, ofGroup), unknown)
  clock.move(11 * MINUTE_MS)
  const late = { status: 401, code: 'step-up-required' }
  await assert.rejects(owner.call(provisioning.releaseUser, ofUser), late)
  await assert.rejects(owner.call(provisioning.releaseGroup, ofGroup), late)

  assert.equal((await place.owner(members.get, ofUser)).user.managed, true)
  assert.equal((await place.owner(groups.get, ofGroup)).userGroup.managed, true)
})
