import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { add, GROUP, openProvisioned, type Provisioned, USER } from '../../test/scim-client.ts'

/** What is kept of how somebody came, by their address. */
function membershipOf({ app, id }: Provisioned, email: string) {
  return app.database.db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .where('workspace_id', '=', id)
    .where('email', '=', email)
    .select(['source', 'managed'])
    .executeTakeFirst()
}

/** Who gave somebody their place in a group. */
function givers({ app, id }: Provisioned, groupId: string) {
  const within = app.database.db.selectFrom('group_members').where('workspace_id', '=', id)
  return within.where('group_id', '=', groupId).select(['by_hand', 'by_sso', 'by_scim']).execute()
}

async function eventsOf(place: Provisioned, from = 0) {
  const { events } = await place.owner(audit.list, { query: { pagination: { count: 200 } } })
  const own = events.filter((event) => event.actorKind === 'scim').reverse()
  return own.slice(from).map(({ type, resourceId, resourceName }) => ({ type, resourceId, resourceName }))
}

const replace = (value: object) => [{ op: 'replace', value }]

test('how somebody came is kept: by the provider, by hand, and by its invite', async () => {
  const place = await openProvisioned()
  const byHand = await place.member([], `hand@${place.domain}`)
  await add(place, 'ada')

  assert.deepEqual(await membershipOf(place, `ada@${place.domain}`), { source: 'scim', managed: true })
  assert.deepEqual(await membershipOf(place, byHand.email), { source: 'hand', managed: false })

  await place.patch(`/Users/${byHand.id}`, replace({ title: 'Countess' }))
  assert.deepEqual(await membershipOf(place, byHand.email), { source: 'hand', managed: true })
  const { body } = await place.get(`/Users/${byHand.id}`)
  assert.deepEqual([body.id, body.userName, body.title], [byHand.id, byHand.email, 'Countess'])
})

test('the audit trail names the provider, and says which attributes changed but not what is in them', async () => {
  const place = await openProvisioned()
  const ada = await add(place, 'ada')
  const added = await eventsOf(place)

  await place.patch(`/Users/${ada.id}`, replace({ displayName: 'Augusta', title: 'Countess' }))
  await place.patch(`/Users/${ada.id}`, replace({ displayName: 'Augusta', title: 'Countess' }))

  assert.deepEqual(
    added.map(({ type }) => type),
    ['User Added via SCIM'],
  )
  const { events } = await place.owner(audit.list, { query: { pagination: { count: 200 } } })
  const changes = events.filter(({ type }) => type === 'SCIM Profile Changed')
  assert.equal(changes.length, 1)
  assert.match(JSON.stringify(changes[0]), /Augusta/)
  assert.doesNotMatch(JSON.stringify(changes[0]), /Countess/)
})

test('a group that is linked is told of as managed, once; one that SCIM made never', async () => {
  const place = await openProvisioned()
  const { userGroup } = await place.owner(groups.create, { body: { name: 'Analysts' } })
  const ada = await add(place, 'ada')
  const before = (await eventsOf(place)).length
  const put = [{ op: 'add', path: 'members', value: [{ value: ada.id }] }]

  await place.patch(`/Groups/${userGroup.id}`, put)
  await place.patch(`/Groups/${userGroup.id}`, put)
  await place.post('/Groups', { schemas: [GROUP], displayName: 'Made' })

  const types = (await eventsOf(place, before)).map(({ type }) => type)
  assert.deepEqual(types.filter((type) => type === 'Group Managed').length, 1)
  assert.deepEqual(types.filter((type) => type === 'User Group Created').length, 1)
  assert.deepEqual(types.filter((type) => type === 'Subjects Added to Group').length, 1)
  const { userGroups } = await place.owner(groups.list, { query: {} })
  assert.deepEqual(
    userGroups.map(({ name, managed, memberCount }) => [name, managed, memberCount]),
    [
      ['Analysts', true, 1],
      ['Made', true, 0],
    ],
  )
})

test('a place in a group remembers everybody who gave it', async () => {
  const place = await openProvisioned()
  const ada = await place.member([], `ada@${place.domain}`)
  const body = { name: 'Analysts', emails: [ada.email] }
  const { userGroup } = await place.owner(groups.create, { body })
  const path = `/Groups/${userGroup.id}`

  await place.patch(path, [{ op: 'add', path: 'members', value: [{ value: ada.id }] }])
  assert.deepEqual(await givers(place, userGroup.id), [{ by_hand: true, by_sso: false, by_scim: true }])
  await place.patch(path, [{ op: 'remove', path: `members[value eq "${ada.id}"]` }])
  assert.deepEqual(await givers(place, userGroup.id), [{ by_hand: true, by_sso: false, by_scim: false }])
  assert.equal((await place.get(path)).body.members?.length, 1)
})

test('nobody is invited into a group that the provider fills, nor taken out of it by an invite', async () => {
  const place = await openProvisioned()
  const { body } = await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts' })
  const refused = { code: 'managed-by-provider' }
  const email = `new@${place.domain}`
  const groupIds = [body.id]

  const invited = place.owner(invites.create, { body: { invites: [{ email, groupIds }] } })
  await assert.rejects(invited, refused)
  await place.owner(invites.create, { body: { invites: [{ email }] } })
  const { invites: found } = await place.owner(invites.listDetails, { query: {} })
  const params = { inviteId: found[0]?.id ?? '' }
  await assert.rejects(place.owner(invites.modify, { params, body: { groupIds } }), refused)
})

test('whoever is managed may still leave, and is not brought back by being put into a group', async () => {
  const place = await openProvisioned()
  const ada = await place.member([], `ada@${place.domain}`)
  await place.patch(`/Users/${ada.id}`, replace({ title: 'Countess' }))

  await ada.call(members.leave, {})

  const path = `/Users/${ada.id}`
  assert.equal((await place.get(path)).body.active, false)
  const values = [{ value: ada.id }]
  const made = await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members: values })
  assert.deepEqual(
    made.body.members?.map(({ value }) => value),
    [ada.id],
  )
  assert.deepEqual((await place.look()).groups, { Analysts: [] })
  await place.patch(path, replace({ active: true }))
  assert.deepEqual((await place.look()).groups, { Analysts: ['ada'] })
})

test('whoever comes back by hand is the same person to the provider, without its groups until it says so', async () => {
  const place = await openProvisioned()
  const ada = await add(place, 'ada')
  const values = [{ value: ada.id }]
  await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members: values })
  await place.patch(`/Users/${ada.id}`, replace({ active: false }))

  await place.member([], `ada@${place.domain}`)

  assert.equal((await place.get(`/Users/${ada.id}`)).body.active, true)
  assert.equal(
    (await place.get('/Users', { filter: `userName eq "ada@${place.domain}"` })).body.totalResults,
    1,
  )
  assert.deepEqual((await place.look()).groups, { Analysts: [] })
  await place.patch(`/Users/${ada.id}`, replace({ active: true }))
  assert.deepEqual((await place.look()).groups, { Analysts: ['ada'] })
})

test('a userName that is no address is refused with what to do', async () => {
  const place = await openProvisioned()

  const { status, body } = await place.post('/Users', { schemas: [USER], userName: 'ada' })

  assert.deepEqual([status, body.scimType], [400, 'invalidValue'])
  assert.match(body.detail, /e-mail address/)
})

test('SC-4: of many who make the same person at once, one does', async () => {
  const place = await openProvisioned()
  const body = { schemas: [USER], userName: `ada@${place.domain}` }

  const answers = await Promise.all(Array.from({ length: 8 }, () => place.post('/Users', body)))

  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array.from({ length: 7 }, () => 409)])
  assert.deepEqual((await place.look()).members, ['ada'])
})
