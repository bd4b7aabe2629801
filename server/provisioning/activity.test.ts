import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { Reply } from '../../contract/endpoint.ts'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { provisioning } from '../../contract/provisioning.ts'
import { clock, openWorkspace } from '../../test/house.ts'
import { GROUP, nobody, openProvisioned, type Provisioned, providerOf, USER } from '../../test/scim-client.ts'

afterEach(() => clock.reset())

type Logged = Reply<typeof provisioning.listRequests>['requests'][number]

/** The log, oldest first. */
async function logOf({ owner }: Provisioned, outcome?: 'changed' | 'refused'): Promise<Logged[]> {
  const { requests } = await owner(provisioning.listRequests, { query: outcome ? { outcome } : {} })
  return requests.reverse()
}

const typesOf = ({ did }: Logged) => did.map(({ type }) => type)

async function tryOut(place: Provisioned, dryRun: boolean) {
  const { call } = await place.ownerInPerson()
  await call(provisioning.modify, { body: { dryRun } })
}

function personOf({ domain }: Provisioned, local: string) {
  return { schemas: [USER], userName: `${local}@${domain}`, displayName: local }
}

test('the log says what came, what it changed, what was refused and why', async () => {
  const place = await openProvisioned()
  const person = { ...personOf(place, 'Ada'), password: 'hunter2' }
  const query = { filter: `userName eq "${person.userName}"` }

  const found = await place.get('/Users', query)
  const made = await place.post('/Users', person)
  const again = await place.post('/Users', person)
  const wrong = await place.get('/Users', { filter: 'userName eq' })
  const group = await place.post('/Groups', {
    schemas: [GROUP],
    displayName: 'Analysts',
    members: [{ value: made.body.id }],
  })
  const gone = await place.delete(`/Users/${made.body.id}`)

  const log = await logOf(place)
  const answers = [found, made, again, wrong, group, gone]
  assert.deepEqual(
    log.map(({ status, requestId }) => [status, requestId]),
    answers.map(({ status, headers }) => [status, headers.get('x-request-id')]),
  )
  assert.deepEqual(
    log.map(({ method, path }) => [method, path]),
    [
      ['GET', `/scim/v2/Users?${new URLSearchParams(query)}`],
      ['POST', '/scim/v2/Users'],
      ['POST', '/scim/v2/Users'],
      ['GET', `/scim/v2/Users?${new URLSearchParams({ filter: 'userName eq' })}`],
      ['POST', '/scim/v2/Groups'],
      ['DELETE', `/scim/v2/Users/${made.body.id}`],
    ],
  )
  assert.deepEqual(
    log.map(({ refused }) => refused),
    [null, null, again.body.detail, wrong.body.detail, null, null],
  )
  assert.deepEqual(JSON.parse(log[1]?.sent ?? ''), { ...person, password: '…' })
  assert.deepEqual([log[0]?.sent, log[5]?.sent], [null, null])
  assert.deepEqual(log.map(typesOf)[1], ['User Added via SCIM'])
  assert.ok(log.map(typesOf)[4]?.includes('User Group Created'))
  assert.ok(log.map(typesOf)[5]?.includes('User Removed'))
  assert.equal(log[1]?.did[0]?.resourceName, 'Ada')
  for (const { token, dryRun } of log) assert.deepEqual([token.name, dryRun], ['Provider', false])
  const ids = async (outcome: 'changed' | 'refused') => (await logOf(place, outcome)).map(({ id }) => id)
  assert.deepEqual(await ids('changed'), [log[1]?.id, log[4]?.id, log[5]?.id])
  assert.deepEqual(await ids('refused'), [log[2]?.id, log[3]?.id])
  const { provisioning: shown } = await place.owner(provisioning.get, {})
  assert.equal(shown.lastRequestAt, log[5]?.at)
})

test('what cannot be read is in the log too, and what came without a token of the workspace is not', async () => {
  const place = await openProvisioned()
  const other = await openProvisioned()
  const stranger = providerOf(place, { secret: null })

  const statuses = [
    (await stranger.get('/Users')).status,
    (await providerOf(place, { secret: place.token }).get('/Users')).status,
    (await place.send('POST', '/Users', { body: '{"userName":' })).status,
    (await place.get('/Users/nobody')).status,
  ]

  assert.deepEqual(statuses, [401, 401, 400, 404])
  const log = await logOf(place)
  assert.deepEqual(
    log.map(({ status, sent }) => [status, sent]),
    [
      [400, null],
      [404, null],
    ],
  )
  assert.ok(log.every(({ refused }) => refused))
  assert.deepEqual(await logOf(other), [])
})

test('of many requests at once, each is in the log once', async () => {
  const place = await openProvisioned()
  const many = Array.from({ length: 40 }, (_, index) => `p${index}`)

  await Promise.all(
    many.map(async (local) => {
      await place.post('/Users', personOf(place, local))
      await place.owner(provisioning.listRequests, { query: {} })
    }),
  )

  const log = await logOf(place)
  const names = log.map(({ sent }) => JSON.parse(sent ?? '').displayName)
  assert.deepEqual(names.sort(), many.sort())
  assert.deepEqual(new Set(log.flatMap(typesOf)), new Set(['User Added via SCIM']))
})

test('a dry run changes nothing, and the log says what it would have changed', async () => {
  const place = await openProvisioned()
  const { body: bob } = await place.post('/Users', personOf(place, 'bob'))
  const before = await place.look()
  await tryOut(place, true)

  const answers = [
    await place.post('/Users', personOf(place, 'ada')),
    await place.patch(`/Users/${bob.id}`, [{ op: 'replace', path: 'active', value: false }]),
    await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members: [{ value: bob.id }] }),
    await place.delete(`/Users/${bob.id}`),
  ]

  for (const { status, headers } of answers) {
    assert.equal(status, 503)
    assert.ok(headers.get('retry-after'))
  }
  assert.deepEqual(await place.look(), before)
  assert.equal((await place.get(`/Users/${bob.id}`)).body.active, true)
  const [, ada, patched, group, gone] = await logOf(place)
  for (const one of [ada, patched, group, gone]) {
    assert.deepEqual([one?.dryRun, one?.status, one?.refused], [true, 503, null])
  }
  assert.deepEqual(
    ada?.did.map(({ type, resourceName }) => [type, resourceName]),
    [['User Added via SCIM', 'ada']],
  )
  assert.ok(patched && typesOf(patched).includes('User Removed'))
  assert.ok(group && typesOf(group).includes('User Group Created'))
  assert.ok(gone && typesOf(gone).includes('User Removed'))
  assert.equal((await logOf(place, 'changed')).length, 5)
  assert.deepEqual(await logOf(place, 'refused'), [])
})

test('a dry run refuses what would be refused, with the same words; off again, what was tried is done', async () => {
  const place = await openProvisioned()
  const ada = personOf(place, 'ada')
  const { ownerPerson } = place
  const unreadable = { schemas: [USER] }
  const lastOwner = () => place.delete(`/Users/${ownerPerson.id}`)
  const really = [await place.post('/Users', unreadable), await lastOwner()]
  await tryOut(place, true)

  const tried = [await place.post('/Users', unreadable), await lastOwner(), await place.post('/Users', ada)]
  await tryOut(place, false)
  const done = await place.post('/Users', ada)

  assert.deepEqual(
    tried.map(({ status, body }) => [status, body.detail]).slice(0, 2),
    really.map(({ status, body }) => [status, body.detail]),
  )
  assert.deepEqual([tried[2]?.status, done.status], [503, 201])
  assert.deepEqual(await place.look(), { ...nobody, members: ['ada'] })
  const log = await logOf(place)
  assert.deepEqual(
    log.map(({ dryRun, refused }) => [dryRun, refused !== null]),
    [
      [false, true],
      [false, true],
      [false, true],
      [false, true],
      [true, false],
      [false, false],
    ],
  )
})

test('a dry run in one workspace is none in another', async () => {
  const place = await openProvisioned()
  const other = await openProvisioned()

  await tryOut(place, true)

  assert.equal((await other.post('/Users', personOf(other, 'ada'))).status, 201)
})

test('what an owner took over is the provider’s again when it changes it again, and until then it is not', async () => {
  const place = await openProvisioned()
  const { body: ada } = await place.post('/Users', personOf(place, 'ada'))
  const people = [{ value: ada.id }]
  const { body: group } = await place.post('/Groups', {
    schemas: [GROUP],
    displayName: 'Analysts',
    members: people,
  })
  const owner = await place.ownerInPerson()
  const { users } = await owner.call(members.list, { query: { search: 'ada' } })
  const [user, userGroup] = [
    { params: { userId: users[0]?.id ?? '' } },
    { params: { userGroupId: group.id } },
  ]
  const rename = (name: string) => owner.call(groups.rename, { ...userGroup, body: { name } })
  const marks = async () => [
    (await owner.call(members.get, user)).user.managed,
    (await owner.call(groups.get, userGroup)).userGroup.managed,
  ]
  assert.deepEqual(await marks(), [true, true])
  await assert.rejects(rename('Ours'), { code: 'managed-by-provider' })

  await owner.call(provisioning.releaseUser, user)
  await owner.call(provisioning.releaseGroup, userGroup)

  assert.deepEqual(await marks(), [false, false])
  await rename('Ours')
  await place.get(`/Groups/${group.id}`)
  assert.deepEqual(await marks(), [false, false])
  // Whom it took over is in the group by hand: what the provider takes back is not theirs to lose.
  await place.patch(`/Groups/${group.id}`, [{ op: 'remove', path: `members[value eq "${ada.id}"]` }])
  assert.deepEqual(await place.look(), { ...nobody, members: ['ada'], groups: { Ours: ['ada'] } })
  await place.patch(`/Users/${ada.id}`, [{ op: 'replace', path: 'title', value: 'Analyst' }])
  assert.deepEqual(await marks(), [true, true])
})

test('members and groups that a provider manages are counted, also while its token does not work', async () => {
  const place = await openProvisioned()
  const other = await openWorkspace()
  await place.post('/Users', personOf(place, 'ada'))
  await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts' })
  const owner = await place.ownerInPerson()
  const { tokens } = await owner.call(provisioning.listTokens, {})

  await owner.call(provisioning.revokeToken, { params: { scimTokenId: tokens[0]?.id ?? '' } })

  const { provisioning: shown } = await owner.call(provisioning.get, {})
  assert.deepEqual([shown.managedUsers, shown.managedGroups, shown.isOn], [1, 1, false])
  const { provisioning: theirs } = await other.owner(provisioning.get, {})
  assert.deepEqual([theirs.managedUsers, theirs.managedGroups], [0, 0])
})
