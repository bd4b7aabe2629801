import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { accessRequests } from '../../contract/access-requests.ts'
import { audit } from '../../contract/audit.ts'
import { grants } from '../../contract/grants.ts'
import { members } from '../../contract/members.ts'
import { tokens } from '../../contract/tokens.ts'
import { ask, at, lettersAbout, look, toRead } from '../../test/access-requests.ts'
import { eventsIn } from '../../test/events.ts'
import { as, clock, openWorkspace } from '../../test/house.ts'
import { inShort, preview } from '../../test/previews.ts'
import { onAll, onSome, registerSources } from '../../test/registry.ts'

const HOUR_MS = 3_600_000
const RESOLVE = 'POST /access-requests/:accessRequestId/resolve'

afterEach(() => clock.reset())

test('of two owners who answer at once, one does, and the other is told who did and what', async () => {
  for (const second of ['resolve', 'dismiss'] as const) {
    const place = await openWorkspace()
    await registerSources(place, ['ios'])
    const ada = await place.member()
    const [olivia, oscar] = [
      await place.ownerInPerson(),
      await place.member([onAll(place, 'Workspace Owner')]),
    ]
    const asked = await ask(ada, toRead('ios'))
    const reading = { permissions: [onSome('Source Read-only', 'SOURCE', 'ios')] }
    const editing = { permissions: [onSome('Source Admin', 'SOURCE', 'ios')] }

    const answers = await Promise.allSettled([
      olivia.call(accessRequests.resolve, { ...at(asked), body: reading }),
      second === 'resolve'
        ? oscar.call(accessRequests.resolve, { ...at(asked), body: editing })
        : oscar.call(accessRequests.dismiss, { ...at(asked), body: { reason: 'No.' } }),
    ])

    const won = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value.accessRequest] : []))
    const lost = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason as Refused] : []))
    const [{ state, decidedBy, decidedAt, granted } = assert.fail('nobody answered'), ...more] = won
    assert.deepEqual([more, lost.length], [[], 1])
    const told = { code: 'access-request-closed', state, decidedBy, decidedAt }
    assert.deepEqual(lost[0]?.errors[0]?.data, told)
    assert.ok([olivia.id, oscar.id].includes(decidedBy?.id ?? ''))
    const { user } = await place.owner(members.get, { params: { userId: ada.id } })
    assert.deepEqual(
      user.permissions.map((one) => one.roleName),
      granted.map((one) => one.roleName),
    )
    assert.equal((await lettersAbout(place)).filter(({ userId }) => userId === ada.id).length, 1)
  }
})

test('nobody answers their own request, not as an owner by now and not by a token of their own', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const asked = await ask(ada, toRead('ios'))
  const permissions = [onAll(place, 'Workspace Owner')]
  await place.owner(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions } })
  const { secret } = await ada.call(tokens.create, { body: { description: 'Mine', access: 'owner' } })
  const byToken = as({ url: place.url, token: secret })

  for (const call of [ada.call, byToken]) {
    const resolving = call(accessRequests.resolve, { ...at(asked), body: { permissions } })
    await assert.rejects(resolving, { code: 'own-request', status: 401 })
    const dismissing = call(accessRequests.dismiss, { ...at(asked), body: { reason: 'No.' } })
    await assert.rejects(dismissing, { code: 'own-request' })
  }
})

test('whoever left has nothing open any more, and asks anew when they come back', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const asked = await ask(ada, toRead('ios'))
  const permissions = [onSome('Source Read-only', 'SOURCE', 'ios')]
  await place.owner(members.remove, { query: { userIds: [ada.id] } })

  const resolving = place.owner(accessRequests.resolve, { ...at(asked), body: { permissions } })
  await assert.rejects(resolving, (error: Refused) => {
    const ended = { code: 'access-request-closed', state: 'ended', decidedBy: null, decidedAt: null }
    assert.deepEqual(error.errors[0]?.data, ended)
    return true
  })
  const dismissing = place.owner(accessRequests.dismiss, { ...at(asked), body: { reason: 'Gone.' } })
  await assert.rejects(dismissing, { code: 'access-request-closed' })
  const { accessRequest, suggestion, isAllowed } = await look(place, asked)
  const { state, requester } = accessRequest
  assert.deepEqual([state, requester.isHere, requester.email], ['ended', false, ada.email])
  assert.deepEqual([suggestion, isAllowed], [[], false])
  const back = await place.member([], ada.email)
  const again = await ask(back, toRead('ios'))

  const { accessRequests: found } = await place.owner(accessRequests.list, { query: {} })
  assert.deepEqual(
    found.map((one) => [one.id, one.state]),
    [
      [again.id, 'open'],
      [asked.id, 'ended'],
    ],
  )
})

test('a removal and an answer at once have one outcome: nobody who is gone holds anything', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const asked = await ask(ada, toRead('ios'))
  const permissions = [onSome('Source Read-only', 'SOURCE', 'ios')]

  const [removed, resolved] = await Promise.allSettled([
    place.owner(members.remove, { query: { userIds: [ada.id] } }),
    place.owner(accessRequests.resolve, { ...at(asked), body: { permissions } }),
  ])

  assert.equal(removed.status, 'fulfilled')
  const { accessRequest } = await look(place, asked)
  assert.equal(accessRequest.state, resolved.status === 'fulfilled' ? 'granted' : 'ended')
  const back = await place.member([], ada.email)
  const { user } = await place.owner(members.get, { params: { userId: back.id } })
  assert.deepEqual(user.permissions, [])
})

test('what is refused to whoever gives is refused here, and the request stays open', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const endsAt = new Date(clock.now().getTime() + 24 * HOUR_MS).toISOString()
  const oscar = await place.member([{ ...onAll(place, 'Workspace Owner'), endsAt }])
  const asked = await ask(ada, toRead('ios'))
  const give = (permission: ReturnType<typeof onAll> & { endsAt?: string }) =>
    oscar.call(accessRequests.resolve, { ...at(asked), body: { permissions: [permission] } })

  await assert.rejects(give({ ...onAll(place, 'Source Admin'), roleId: 'no role' }), {
    code: 'invalid-input',
  })
  await assert.rejects(give(onAll(place, 'Source Admin')), { code: 'not-allowed' })
  clock.move(HOUR_MS)
  const owning = give({ ...onAll(place, 'Workspace Owner'), endsAt })
  await assert.rejects(owning, { code: 'step-up-required' })
  const { accessRequest } = await look(place, asked)
  const { accessRequest: answered } = await oscar.call(accessRequests.resolve, {
    ...at(asked),
    body: { permissions: [{ ...onSome('Source Admin', 'SOURCE', 'ios'), endsAt }] },
  })

  assert.equal(accessRequest.state, 'open')
  assert.deepEqual(
    [answered.state, answered.decidedBy?.id, answered.granted.map((one) => one.endsAt)],
    ['granted', oscar.id, [endsAt]],
  )
})

test('a role beyond the plan is refused, and what is suggested lies within it', async () => {
  const place = await openWorkspace({ plan: 'team' })
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const asked = await ask(ada, toRead('ios'))
  const permissions = [onSome('Source Read-only', 'SOURCE', 'ios')]

  const resolving = place.owner(accessRequests.resolve, { ...at(asked), body: { permissions } })
  await assert.rejects(resolving, { code: 'plan-limit' })
  const { suggestion } = await look(place, asked)
  await place.owner(accessRequests.resolve, { ...at(asked), body: { permissions: suggestion } })

  assert.deepEqual(
    suggestion.map((one) => one.roleName),
    ['Source Admin'],
  )
  assert.equal((await look(place, asked)).isAllowed, true)
})

test('an owner decides: a request is answered though its door stays closed, and though nothing was given', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios', 'web'])
  const ada = await place.member([onSome('Source Read-only', 'SOURCE', 'web')])
  const asked = await ask(ada, toRead('ios'))
  const permissions = [onSome('Source Read-only', 'SOURCE', 'web')]

  const { accessRequest } = await place.owner(accessRequests.resolve, { ...at(asked), body: { permissions } })

  const { state, granted } = accessRequest
  assert.deepEqual([state, granted, (await look(place, asked)).isAllowed], ['granted', [], false])
  const resolving = place.owner(accessRequests.resolve, { ...at(asked), body: { permissions } })
  await assert.rejects(resolving, { code: 'access-request-closed' })
  await assert.rejects(ada.call(accessRequests.withdraw, at(asked)), { code: 'access-request-closed' })
})

test('a preview of an answer is what happens, and keeps nothing', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios', 'web'])
  const ada = await place.member([onSome('Source Read-only', 'SOURCE', 'web')])
  const asked = await ask(ada, toRead('ios'))
  const { suggestion } = await look(place, asked)
  const call = { route: RESOLVE, ...at(asked), body: { permissions: suggestion } }
  const before = await eventsIn(place)

  const previewed = await preview(place, call)
  const since = await eventsIn(place)
  const kept = await look(place, asked)
  await place.owner(accessRequests.resolve, { ...at(asked), body: { permissions: suggestion } })
  const happened = (await eventsIn(place)).slice(before.length)

  assert.deepEqual([since, kept.accessRequest.state], [before, 'open'])
  assert.deepEqual(
    previewed.events.map((one) => one.type),
    happened,
  )
  assert.deepEqual(happened, [
    'Access Request Resolved',
    'Policy Deleted',
    'Policy Created',
    'User Policy Updated',
  ])
  assert.deepEqual(inShort(previewed), {
    [ada.id]: ['+ SOURCE source:read ios', '- SOURCE source:read web'],
  })
  const answered = preview(place, call)
  await assert.rejects(answered, { code: 'access-request-closed' })
})

test('a preview of several calls sees what those before did: a door that they open is not to be opened', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const asked = await ask(ada, toRead('ios'))
  const permissions = [onSome('Source Read-only', 'SOURCE', 'ios')]
  const giving = {
    route: 'PUT /users/:userId/permissions',
    params: { userId: ada.id },
    body: { permissions },
  }
  const answering = { route: RESOLVE, ...at(asked), body: { permissions } }

  await assert.rejects(preview(place, giving, answering), { code: 'access-request-closed' })
  await assert.rejects(preview(place, answering, answering), { code: 'access-request-closed' })

  assert.equal((await look(place, asked)).accessRequest.state, 'open')
})

test('the audit trail names who asked, who answered, and for what', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const olivia = await place.ownerInPerson()
  const first = await ask(ada, toRead('ios'))
  await olivia.call(accessRequests.dismiss, { ...at(first), body: { reason: 'Not now.' } })
  const second = await ask(ada, { message: 'Please.' })
  await ada.call(accessRequests.withdraw, at(second))

  const { events } = await place.owner(audit.list, { query: {} })

  const about = events.filter(({ resourceType }) => resourceType === 'ACCESS_REQUEST')
  assert.deepEqual(
    about.map(({ type, actor, resourceName }) => [type, actor, resourceName]),
    [
      ['Access Request Withdrawn', ada.id, 'Test'],
      ['Access Request Created', ada.id, 'Test'],
      ['Access Request Dismissed', olivia.id, 'ios'],
      ['Access Request Created', ada.id, 'ios'],
    ],
  )
})
