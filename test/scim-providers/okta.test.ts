import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groups } from '../../contract/groups.ts'
import { newId } from '../../server/platform/ids.ts'
import { GROUP, nobody, openProvisioned, type Provisioned, providerOf, USER } from '../scim-client.ts'

const contentType = 'application/scim+json; charset=utf-8'

/** What Okta posts of a person who is assigned to the application. */
function assigned({ domain }: Provisioned, local: string, more: object = {}) {
  const email = `${local}@${domain}`
  return {
    schemas: [USER],
    userName: email,
    name: { givenName: 'Test', familyName: 'User' },
    emails: [{ primary: true, value: email, type: 'work' }],
    displayName: `Test ${local}`,
    locale: 'en-US',
    externalId: `00u${local}`,
    groups: [],
    password: '1mz050nq',
    active: true,
    ...more,
  }
}

async function assign(place: Provisioned, local: string): Promise<string> {
  const { body } = await place.post('/Users', assigned(place, local))
  return body.id
}

test('SC-3 SC-4 SC-12 SC-19: the questions of Okta’s test suite are answered as it wants', async () => {
  const place = await openProvisioned({ contentType })

  const first = await place.get('/Users', { count: '1', startIndex: '1' })
  const [shown] = first.body.Resources
  assert.equal(first.status, 200)
  assert.equal(shown?.userName, place.ownerPerson.email)
  assert.deepEqual([shown?.active, shown?.emails[0]?.value], [true, place.ownerPerson.email])
  assert.deepEqual([shown?.name.givenName, shown?.name.familyName], ['Olivia', 'Owner'])

  const userName = `runscope@${place.domain}`
  const filter = `userName eq "${userName}"`
  const missing = await place.get('/Users', { filter, startIndex: '1', count: '100' })
  assert.deepEqual([missing.status, missing.body.totalResults, missing.body.Resources], [200, 0, []])
  const unknown = await place.get('/Users/010101001010101011001010101011')
  assert.equal(unknown.status, 404)

  const made = await place.post('/Users', assigned(place, 'runscope'))
  assert.equal(made.status, 201)
  assert.deepEqual([made.body.userName, made.body.active], [userName, true])
  assert.deepEqual(made.body.name, { givenName: 'Test', familyName: 'User' })
  assert.equal((await place.get(`/Users/${made.body.id}`)).body.externalId, '00urunscope')

  const emails = [{ primary: true, value: `other@${place.domain}`, type: 'work' }]
  const again = await place.post('/Users', assigned(place, 'runscope', { emails, displayName: 'Other' }))
  assert.deepEqual([again.status, again.body.scimType], [409, 'uniqueness'])
  const kept = await place.get(`/Users/${made.body.id}`)
  assert.equal(kept.text, made.text)

  const shouted = await place.get('/Users', { filter: `userName eq "${userName.toUpperCase()}"` })
  assert.deepEqual(
    shouted.body.Resources.map(({ id }) => id),
    [made.body.id],
  )
  assert.deepEqual(await place.look(), { ...nobody, members: ['runscope'] })

  const wrong = await providerOf(place, { secret: null }).send('GET', '/Users', {
    headers: { authorization: 'non-token' },
  })
  assert.equal(wrong.status, 401)
  const { body } = await place.get('/Groups', { startIndex: '1', count: '100' })
  assert.deepEqual([body.totalResults, body.Resources], [0, []])
})

test('Okta’s password is neither kept nor answered, and opens nothing', async () => {
  const place = await openProvisioned({ contentType })
  const password = `Canary-${newId()}`

  const made = await place.post('/Users', assigned(place, 'ada', { password }))
  await place.patch(`/Users/${made.body.id}`, [{ op: 'replace', value: { password } }])

  const answered = await place.get(`/Users/${made.body.id}`)
  assert.ok(!answered.text.includes(password))
  const { users, scim_users } = await rowsOf(place, made.body.id)
  assert.equal(users?.password_hash, null)
  assert.ok(!JSON.stringify(scim_users).includes(password))
})

async function rowsOf({ app, id: workspaceId }: Provisioned, id: string) {
  const { db } = app.database
  const own = db.selectFrom('scim_users').selectAll().where('workspace_id', '=', workspaceId)
  const row = await own.where('id', '=', id).executeTakeFirst()
  const account = db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', row?.user_id ?? '')
  return { scim_users: row, users: await account.executeTakeFirst() }
}

test('an application of Okta’s catalog changes, deactivates and reactivates people by PATCH', async () => {
  const place = await openProvisioned({ contentType })
  const id = await assign(place, 'ada')

  const changed = await place.patch(`/Users/${id}`, [
    { op: 'replace', value: { name: { givenName: 'Ada', familyName: 'Lovelace' }, displayName: 'Ada L' } },
  ])
  assert.equal(changed.status, 200)
  assert.deepEqual(changed.body.name, { givenName: 'Ada', familyName: 'Lovelace' })
  assert.equal(changed.body.displayName, 'Ada L')

  const off = await place.patch(`/Users/${id}`, [{ op: 'replace', value: { active: false } }])
  assert.deepEqual([off.status, off.body.active, off.body.id], [200, false, id])
  assert.deepEqual(await place.look(), nobody)
  const found = await place.get('/Users', { filter: `userName eq "ada@${place.domain}"` })
  assert.deepEqual(
    found.body.Resources.map((one) => [one.id, one.active]),
    [[id, false]],
  )

  const on = await place.patch(`/Users/${id}`, [{ op: 'replace', value: { active: true } }])
  assert.deepEqual([on.status, on.body.active, on.body.id], [200, true, id])
  assert.equal(on.body.displayName, 'Ada L')
  assert.deepEqual(await place.look(), { ...nobody, members: ['ada'] })
})

test('SC-9: an application of Okta’s wizard fetches a person and puts back the whole', async () => {
  const place = await openProvisioned({ contentType })
  const id = await assign(place, 'ada')
  const fetched = async () => {
    const { body } = await place.get(`/Users/${id}`)
    return { ...body, groups: [] }
  }

  const renamed = await place.put(`/Users/${id}`, {
    ...(await fetched()),
    name: { givenName: 'Augusta', familyName: 'King' },
    locale: undefined,
  })
  assert.equal(renamed.status, 200)
  assert.deepEqual(renamed.body.name, { givenName: 'Augusta', familyName: 'King' })
  assert.ok(!('locale' in renamed.body), 'what was left out is gone')
  assert.deepEqual([renamed.body.id, renamed.body.userName], [id, `ada@${place.domain}`])

  const off = await place.put(`/Users/${id}`, { ...(await fetched()), active: false })
  assert.deepEqual([off.status, off.body.active], [200, false])
  assert.deepEqual(await place.look(), nobody)

  const on = await place.put(`/Users/${id}`, { ...(await fetched()), active: true })
  assert.deepEqual([on.status, on.body.active, on.body.id], [200, true, id])
  assert.deepEqual(await place.look(), { ...nobody, members: ['ada'] })
})

test('groups that Okta pushes are filled, renamed, emptied and deleted, and a rename touches nobody', async () => {
  const place = await openProvisioned({ contentType })
  const [ada, bob] = [await assign(place, 'ada'), await assign(place, 'bob')]
  const members = [{ value: ada, display: 'ada' }]

  const made = await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members })
  assert.equal(made.status, 201)
  const group = `/Groups/${made.body.id}`
  assert.deepEqual((await place.look()).groups, { Analysts: ['ada'] })

  const renamed = await place.patch(group, [
    { op: 'replace', value: { id: made.body.id, displayName: 'Scientists' } },
  ])
  assert.equal(renamed.status, 204)
  assert.deepEqual((await place.look()).groups, { Scientists: ['ada'] })

  const moved = await place.patch(group, [
    { op: 'remove', path: `members[value eq "${ada}"]` },
    { op: 'add', path: 'members', value: [{ value: bob, display: 'bob' }] },
  ])
  assert.equal(moved.status, 204)
  assert.deepEqual((await place.look()).groups, { Scientists: ['bob'] })

  await place.patch(group, [{ op: 'replace', path: 'members', value: [] }])
  assert.deepEqual((await place.look()).groups, { Scientists: [] })

  await place.patch(group, [{ op: 'add', path: 'members', value: [{ value: ada }, { value: bob }] }])
  assert.deepEqual((await place.look()).groups, { Scientists: ['ada', 'bob'] })
  const emptied = { members: [], id: made.body.id, displayName: 'Scientists' }
  await place.patch(group, [{ op: 'replace', value: emptied }])
  assert.deepEqual((await place.look()).groups, { Scientists: [] })

  assert.equal((await place.delete(group)).status, 204)
  assert.equal((await place.delete(group)).status, 404)
  assert.deepEqual(await place.look(), { ...nobody, members: ['ada', 'bob'] })
})

test('the wizard’s applications put a group with its whole list of members', async () => {
  const place = await openProvisioned({ contentType })
  const [ada, bob] = [await assign(place, 'ada'), await assign(place, 'bob')]
  const { body } = await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members: [] })
  const put = (members: { value: string; display: string }[], displayName = 'Analysts') =>
    place.put(`/Groups/${body.id}`, { schemas: [GROUP], id: body.id, displayName, members })

  const filled = await put([
    { value: ada, display: 'ada' },
    { value: bob, display: 'bob' },
  ])
  assert.equal(filled.status, 200)
  assert.deepEqual((await place.look()).groups, { Analysts: ['ada', 'bob'] })

  await put([{ value: bob, display: 'bob' }], 'Scientists')
  assert.deepEqual((await place.look()).groups, { Scientists: ['bob'] })

  await put([])
  assert.deepEqual((await place.look()).groups, { Analysts: [] })
})

test('Okta links a group that is there already by its name, and what was given to it by hand stays', async () => {
  const place = await openProvisioned({ contentType })
  const { id: byHand } = await makeGroup(place, 'Analysts')
  const ada = await assign(place, 'ada')

  const found = await place.get('/Groups', { filter: 'displayName eq "analysts"' })
  assert.deepEqual(
    found.body.Resources.map(({ id }) => id),
    [byHand],
  )
  const taken = await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members: [] })
  assert.deepEqual([taken.status, taken.body.scimType], [409, 'uniqueness'])
  await place.patch(`/Groups/${byHand}`, [{ op: 'add', path: 'members', value: [{ value: ada }] }])

  assert.deepEqual((await place.look()).groups, { Analysts: ['ada', 'owner'] })
  await place.patch(`/Groups/${byHand}`, [{ op: 'remove', path: `members[value eq "${ada}"]` }])
  assert.deepEqual((await place.look()).groups, { Analysts: ['owner'] })
})

async function makeGroup({ owner, ownerPerson }: Provisioned, name: string): Promise<{ id: string }> {
  const { userGroup } = await owner(groups.create, { body: { name, emails: [ownerPerson.email] } })
  return userGroup
}

test('groups that Okta pushed are given back to whoever it reactivates', async () => {
  const place = await openProvisioned({ contentType })
  const ada = await assign(place, 'ada')
  const members = [{ value: ada, display: 'ada' }]
  await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members })
  await makeGroup(place, 'By hand')

  await place.patch(`/Users/${ada}`, [{ op: 'replace', value: { active: false } }])
  assert.deepEqual((await place.look()).groups, { Analysts: [], 'By hand': ['owner'] })
  await place.patch(`/Users/${ada}`, [{ op: 'replace', value: { active: true } }])

  assert.deepEqual((await place.look()).groups, { Analysts: ['ada'], 'By hand': ['owner'] })
})
