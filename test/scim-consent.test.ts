import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groups } from '../contract/groups.ts'
import { invites } from '../contract/invites.ts'
import { members } from '../contract/members.ts'
import { provisioning } from '../contract/provisioning.ts'
import { workspaces } from '../contract/workspaces.ts'
import { openWorkspace } from './house.ts'
import { groupWith, person } from './people.ts'
import {
  add,
  addScimToken,
  GROUP,
  nobody,
  openProvisioned,
  type Provisioned,
  providerOf,
  USER,
} from './scim-client.ts'
import { isIn, openSamlWorkspace, openSsoBrowser, signInAt, somebodyAt } from './sso-house.ts'

/** The account of somebody, as the database has it. */
function accountOf({ app }: Provisioned, email: string) {
  const accounts = app.database.db.selectFrom('users').where('email', '=', email)
  return accounts.select(['id', 'email', 'name', 'password_hash']).executeTakeFirstOrThrow()
}

/** Somebody with an account of their own, whose domain the workspace has not verified. */
async function openWithStranger() {
  const place = await openProvisioned()
  const email = `frida@foreign.${place.domain}`
  const stranger = await (await openWorkspace()).member([], email)
  const filter = `userName eq "${email}"`
  const push = () => place.post('/Users', { schemas: [USER], userName: email, displayName: 'Pushed' })
  const accept = async () => {
    const { invites: found } = await place.owner(invites.listDetails, { query: {} })
    const token = found.find((one) => one.email === email)?.link?.split('#token=')[1] ?? ''
    await stranger.self(invites.accept, { body: { token } })
  }
  return { place, email, stranger, filter, push, accept }
}

test('whoever has an account under another’s domain is asked, and keeps id, groups and name when they accept', async () => {
  const { place, email, filter, push, accept } = await openWithStranger()
  const before = await accountOf(place, email)

  const made = await push()
  assert.deepEqual([made.status, made.body.active], [201, true])
  const members = [{ value: made.body.id }]
  await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members })
  assert.deepEqual(await place.look(), { members: [], invited: ['frida'], groups: { Analysts: ['frida'] } })
  assert.equal((await push()).status, 409)

  await accept()
  assert.deepEqual(await place.look(), { members: ['frida'], invited: [], groups: { Analysts: ['frida'] } })
  const { body } = await place.get('/Users', { filter })
  assert.deepEqual(
    body.Resources.map(({ id, active, displayName }) => [id, active, displayName]),
    [[made.body.id, true, 'Pushed']],
  )
  assert.deepEqual(await accountOf(place, email), before)
  const group = await place.get('/Groups')
  assert.deepEqual(
    group.body.Resources[0]?.members?.map(({ value }) => value),
    [made.body.id],
  )
})

test('no turning off and on makes a member of somebody who was asked and has not accepted', async () => {
  const { place, push } = await openWithStranger()
  const { body } = await push()
  const turn = (active: boolean) => place.patch(`/Users/${body.id}`, [{ op: 'replace', value: { active } }])

  await turn(false)
  assert.deepEqual(await place.look(), nobody)
  await turn(true)
  assert.deepEqual(await place.look(), { ...nobody, invited: ['frida'] })

  await place.delete(`/Users/${body.id}`)
  assert.deepEqual(await place.look(), nobody)
  const again = await place.post('/Users', { schemas: [USER], userName: body.userName, active: false })
  await place.put(`/Users/${again.body.id}`, { schemas: [USER], userName: body.userName, active: true })
  assert.deepEqual(await place.look(), { ...nobody, invited: ['frida'] })
})

test('a name is given to accounts that the provider made, and address and password to none', async () => {
  const place = await openProvisioned()
  const mine = `mine@${place.domain}`
  await (await openWorkspace()).member([], mine)
  const [made, known] = [await add(place, 'made', { displayName: 'Made' }), await add(place, 'mine')]

  for (const { id } of [made, known]) {
    await place.patch(`/Users/${id}`, [
      {
        op: 'replace',
        value: { displayName: 'Pushed', password: 'a long password', userName: 'evil@x.test' },
      },
      { op: 'replace', path: 'emails', value: [{ type: 'work', value: 'evil@x.test', primary: true }] },
    ])
  }

  const names = [await accountOf(place, made.userName), await accountOf(place, mine)]
  assert.deepEqual(
    names.map(({ email, name, password_hash }) => [email, name, password_hash]),
    [
      [made.userName, 'Pushed', null],
      [mine, 'Mine', null],
    ],
  )
})

test('the last owner stays, whatever the provider sends', async () => {
  const place = await openProvisioned()
  const ada = await person(place, 'ada')
  const owners = await groupWith(place, 'Owners', 'Workspace Owner', [ada])
  const first = await place.delete(`/Users/${place.ownerPerson.id}`)
  assert.equal(first.status, 204)
  const user = `/Users/${ada.id}`
  const group = `/Groups/${owners}`
  await place.patch(group, [{ op: 'add', path: 'members', value: [{ value: ada.id }] }])
  const userName = ada.email
  const before = [(await place.get(user)).text, (await place.get(group)).text]

  const asked = [
    await place.delete(user),
    await place.patch(user, [{ op: 'replace', value: { active: false, title: 'Gone' } }]),
    await place.put(user, { schemas: [USER], userName, active: false }),
    await place.delete(group),
  ]
  for (const { status } of asked) assert.equal(status, 409)

  assert.deepEqual([(await place.get(user)).text, (await place.get(group)).text], before)
  assert.deepEqual((await place.look()).groups, { Owners: ['ada'] })
})

test('the last owner stays in the group that makes them one', async () => {
  const place = await openProvisioned()
  const ada = await add(place, 'ada')
  const owners = await groupWith(place, 'Owners', 'Workspace Owner')
  const group = `/Groups/${owners}`
  await place.patch(group, [{ op: 'add', path: 'members', value: [{ value: ada.id }] }])
  assert.equal((await place.delete(`/Users/${place.ownerPerson.id}`)).status, 204)

  const asked = [
    await place.patch(group, [{ op: 'remove', path: `members[value eq "${ada.id}"]` }]),
    await place.patch(group, [{ op: 'Remove', path: 'members', value: [{ value: ada.id }] }]),
    await place.patch(group, [{ op: 'replace', path: 'members', value: [] }]),
    await place.put(group, { schemas: [GROUP], displayName: 'Owners', members: [] }),
  ]

  for (const { status } of asked) assert.equal(status, 409)
  assert.deepEqual((await place.look()).groups, { Owners: ['ada'] })
})

test('what was given by hand stays when the provider takes its own away, and the other way round', async () => {
  const place = await openProvisioned()
  const byHand = await place.member([], `hand@${place.domain}`)
  const pushed = await add(place, 'pushed')
  const body = { name: 'Analysts', emails: [byHand.email] }
  const { userGroup } = await place.owner(groups.create, { body })
  const group = `/Groups/${userGroup.id}`
  const values = [{ value: byHand.id }, { value: pushed.id }]

  await place.patch(group, [{ op: 'add', path: 'members', value: values }])
  await place.patch(group, [{ op: 'remove', path: 'members', value: values }])
  assert.deepEqual((await place.look()).groups, { Analysts: ['hand'] })

  await place.delete(group)
  assert.deepEqual(await place.look(), { ...nobody, members: ['hand', 'pushed'] })
})

test('what the provider manages is closed to the console as long as a SCIM token works, and roles stay open', async () => {
  const place = await openProvisioned()
  const ada = await add(place, 'ada')
  const { id } = await accountOf(place, ada.userName)
  const values = [{ value: ada.id }]
  const made = await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members: values })
  const params = { userGroupId: made.body.id }
  const { owner } = place
  const emails = [place.ownerPerson.email]
  const closed = [
    () => owner(members.remove, { query: { userIds: [id] } }),
    () => owner(groups.rename, { params, body: { name: 'Ours' } }),
    () => owner(groups.addUsers, { params, body: { emails } }),
    () => owner(groups.replaceUsers, { params, body: { emails } }),
    () => owner(groups.removeUsers, { params, query: { emails: [`ada@${place.domain}`] } }),
    () => owner(groups.delete, { params }),
  ]

  for (const ask of closed) await assert.rejects(ask, { code: 'managed-by-provider' })
  assert.deepEqual(await place.look(), { members: ['ada'], invited: [], groups: { Analysts: ['ada'] } })

  const inPerson = (await place.ownerInPerson()).call
  const { tokens } = await inPerson(provisioning.listTokens, {})
  for (const token of tokens) await inPerson(provisioning.revokeToken, { params: { scimTokenId: token.id } })
  assert.equal((await place.get('/Users')).status, 401)
  for (const ask of [...closed.slice(1), ...closed.slice(0, 1)]) await ask()
  assert.deepEqual(await place.look(), nobody)
})

test('a dry run changes nothing, and its log says what it would have done', async () => {
  const place = await openProvisioned()
  const { id } = await add(place, 'ada')
  const inPerson = (await place.ownerInPerson()).call
  await inPerson(provisioning.modify, { body: { dryRun: true } })

  const tried = [
    await place.post('/Users', { schemas: [USER], userName: `bob@${place.domain}`, password: 'canary-x' }),
    await place.patch(`/Users/${id}`, [{ op: 'replace', value: { active: false } }]),
    await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members: [{ value: id }] }),
    await place.delete(`/Users/${id}`),
  ]

  for (const { status, headers } of tried) {
    assert.equal(status, 503)
    assert.ok(Number(headers.get('retry-after')) > 0)
  }
  assert.deepEqual(await place.look(), { ...nobody, members: ['ada'] })
  const { requests } = await inPerson(provisioning.listRequests, { query: { outcome: 'changed' } })
  const deeds = requests.filter(({ dryRun }) => dryRun).map(({ did }) => did.map(({ type }) => type))
  assert.equal(deeds.length, tried.length)
  assert.ok(deeds.every((types) => types.length > 0))
  assert.ok(!JSON.stringify(requests).includes('canary-x'))
  await inPerson(provisioning.modify, { body: { dryRun: false } })
  assert.equal((await place.delete(`/Users/${id}`)).status, 204)
})

test('many clients at once: nobody is made twice, and no member of a group is lost', async () => {
  const place = await openProvisioned()
  const userName = `ada@${place.domain}`
  const many = Array.from({ length: 8 }, (_, at) => at)

  const posts = await Promise.all(many.map(() => place.post('/Users', { schemas: [USER], userName })))
  assert.deepEqual(posts.map(({ status }) => status).sort(), [201, ...many.slice(1).map(() => 409)])
  const made = await Promise.all(
    many.map(() => place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts' })),
  )
  assert.deepEqual(made.map(({ status }) => status).sort(), [201, ...many.slice(1).map(() => 409)])
  const group = `/Groups/${made.find(({ status }) => status === 201)?.body.id}`
  const people = await Promise.all(many.map((at) => add(place, `p${at}`)))
  const joins = people.map(({ id }) =>
    place.patch(group, [{ op: 'add', path: 'members', value: [{ value: id }] }]),
  )
  await Promise.all(joins)

  const locals = many.map((at) => `p${at}`)
  assert.deepEqual(await place.look(), {
    ...{ members: ['ada', ...locals], invited: [], groups: { Analysts: locals } },
  })
})

test('whoever the provider turned off is out at once, and single sign-on does not bring them back', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const provider = providerOf(place, { secret: await addScimToken(place) })
  const somebody = somebodyAt(place)
  const browser = openSsoBrowser(place)
  await signInAt(place, browser, somebody)
  assert.equal(await isIn(place, browser), 'in')
  const { body } = await provider.get('/Users', { filter: `userName eq "${somebody.email}"` })
  const [user] = body.Resources
  const turn = (active: boolean) =>
    provider.patch(`/Users/${user?.id}`, [{ op: 'replace', value: { active } }])

  assert.equal((await turn(false)).status, 200)
  assert.notEqual(await isIn(place, browser), 'in')
  const back = openSsoBrowser(place)
  assert.match(await signInAt(place, back, somebody), /problem=/)
  assert.notEqual(await isIn(place, back), 'in')

  assert.equal((await turn(true)).body.active, true)
  await signInAt(place, back, somebody)
  assert.equal(await isIn(place, back), 'in')
})

test('whoever was turned off opens nothing with the session that they had', async () => {
  const place = await openProvisioned()
  const ada = await place.member([], `ada@${place.domain}`)
  await ada.call(workspaces.me, {})

  await place.patch(`/Users/${ada.id}`, [{ op: 'Replace', path: 'active', value: 'False' }])

  await assert.rejects(ada.call(workspaces.me, {}), { code: 'not-found' })
})
