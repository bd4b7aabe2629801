import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { accessRequests } from '../../contract/access-requests.ts'
import { resources } from '../../contract/resources.ts'
import { ask, at, look, toRead } from '../../test/access-requests.ts'
import { headersOf, openWorkspace } from '../../test/house.ts'
import { onAll, onSome, registerSources, roleNamed } from '../../test/registry.ts'

const READER = roleNamed('Source Read-only')

test('a member asks for a source, an owner gives the suggested role, and the member may read it', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()

  const asked = await ask(ada, toRead('ios', { wished: { hours: 2 } }))
  const { accessRequest, suggestion, isAllowed } = await look(place, asked)
  const body = { permissions: suggestion, reason: 'Welcome.' }
  const { accessRequest: answered } = await place.owner(accessRequests.resolve, { ...at(asked), body })

  assert.deepEqual([asked.state, asked.message, isAllowed], ['open', 'For the report.', false])
  assert.deepEqual(accessRequest.resource, { type: 'SOURCE', id: 'ios', name: 'ios', isHere: true })
  const on = [{ type: 'SOURCE', id: 'ios', labels: [] }]
  assert.deepEqual(
    suggestion.map(({ roleId, resources }) => [roleId, resources]),
    [[READER, on]],
  )
  const [given] = answered.granted
  assert.deepEqual(
    [answered.state, answered.reason, given?.roleName, given?.endsAt],
    ['granted', 'Welcome.', 'Source Read-only', suggestion[0]?.endsAt],
  )
  const { resources: seen } = await ada.call(resources.list, { query: {} })
  assert.deepEqual(
    seen.map(({ id }) => id),
    ['ios'],
  )
  const { accessRequests: mine } = await ada.call(accessRequests.listMine, { query: {} })
  assert.deepEqual(
    mine.map(({ state, resource }) => [state, resource.name]),
    [['granted', 'ios']],
  )
})

test('only people ask: a token is refused, an owner’s too, and so is a look at what it asked for', async () => {
  const place = await openWorkspace()
  const token = await place.tokenWith([])

  for (const call of [token.call, place.owner]) {
    const asking = call(accessRequests.create, { body: { message: 'Please.' } })
    await assert.rejects(asking, { code: 'not-allowed' })
    await assert.rejects(call(accessRequests.listMine, { query: {} }), { code: 'not-allowed' })
    const withdrawing = call(accessRequests.withdraw, { params: { accessRequestId: 'x' } })
    await assert.rejects(withdrawing, { code: 'not-allowed' })
  }
})

test('what makes no sense is refused by its field', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const message = 'Please.'
  const wrong: [Parameters<typeof ask>[1], field: string][] = [
    [{ message: ' \u200b\u202e\u0007\n ' }, 'message'],
    [{ message: 'x'.repeat(2_001) }, 'message'],
    [{ message, resource: { type: 'unheard-of' } }, 'resource.type'],
    [{ message, resource: { type: 'constructor' } }, 'resource.type'],
    [{ message, resource: { type: 'workspace', id: 'another' } }, 'resource.id'],
    [{ message, action: 'source:read' }, 'action'],
    [{ message, resource: { type: 'SOURCE' }, action: 'toString' }, 'action'],
    [{ message, wished: { roleId: 'no role' } }, 'wished.roleId'],
    [{ message, wished: { hours: 0 } }, 'wished.hours'],
    [{ message, wished: { hours: 1e9 } }, 'wished.hours'],
  ]

  for (const [body, field] of wrong) {
    await assert.rejects(ask(ada, body), (error: Refused) => {
      assert.deepEqual([error.code, error.errors[0]?.field], ['invalid-input', field])
      return true
    })
  }
  const { accessRequests: found } = await ada.call(accessRequests.listMine, { query: {} })
  assert.deepEqual(found, [])
})

test('a source that is hidden is asked for as one that is not there: nobody can find out what exists', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['secret-plan'])
  await place.owner(resources.update, {
    params: { type: 'source', id: 'secret-plan' },
    body: { name: 'Takeover of Acme' },
  })
  const ada = await place.member()

  const hidden = await ask(ada, toRead('secret-plan'))
  const nothing = await ask(ada, toRead('no-such-plan'))
  const mine = await ada.call(accessRequests.listMine, { query: {} })
  for (const id of ['secret-plan', 'no-such-plan']) {
    const again = ask(ada, toRead(id, { action: 'source:edit' }))
    await assert.rejects(again, { code: 'access-request-open' })
  }
  const withdrawn = await ada.call(accessRequests.withdraw, at(hidden))

  const untold = { type: 'SOURCE', name: null, isHere: true }
  assert.deepEqual(hidden.resource, { ...untold, id: 'secret-plan' })
  assert.deepEqual(nothing.resource, { ...untold, id: 'no-such-plan' })
  assert.doesNotMatch(JSON.stringify([mine, withdrawn]), /Takeover/)
  const seen = [await look(place, hidden), await look(place, nothing)]
  assert.deepEqual(
    seen.map(({ accessRequest: { resource } }) => [resource.name, resource.isHere]),
    [
      ['Takeover of Acme', true],
      [null, false],
    ],
  )
})

test('one request a person and thing is open, whatever the action, however many come at once', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios', 'web'])
  const ada = await place.member()
  const ben = await place.member()
  const actions = ['source:read', 'source:edit', 'source:delete', 'source:read', 'source:read']

  const tries = await Promise.allSettled(actions.map((action) => ask(ada, toRead('ios', { action }))))
  const [others] = await Promise.all([ask(ben, toRead('ios')), ask(ada, toRead('web'))])

  const made = tries.filter(({ status }) => status === 'fulfilled')
  const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  assert.equal(made.length, 1)
  assert.deepEqual(refused, Array(4).fill('access-request-open'))
  assert.equal(others.state, 'open')
  const { pagination } = await place.owner(accessRequests.list, { query: { state: 'open' } })
  assert.equal(pagination.totalEntries, 3)
})

test('after it was answered, the same thing can be asked for again', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const first = await ask(ada, toRead('ios'))

  await place.owner(accessRequests.dismiss, { ...at(first), body: { reason: 'Not now.' } })
  const second = await ask(ada, toRead('ios'))
  await ada.call(accessRequests.withdraw, at(second))
  const third = await ask(ada, toRead('ios'))

  const { accessRequests: mine } = await ada.call(accessRequests.listMine, { query: {} })
  assert.deepEqual(
    mine.map(({ id, state }) => [id, state]),
    [
      [third.id, 'open'],
      [second.id, 'withdrawn'],
      [first.id, 'dismissed'],
    ],
  )
})

test('nobody asks for what they may do already; without an action, seeing the thing is enough', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios', 'web'])
  const ada = await place.member([onSome('Source Read-only', 'SOURCE', 'ios')])
  const olivia = await place.ownerInPerson()
  const message = 'Please.'

  const refused = { code: 'already-allowed' }
  await assert.rejects(ask(ada, toRead('ios')), refused)
  await assert.rejects(ask(ada, { message, resource: { type: 'SOURCE', id: 'ios' } }), refused)
  await assert.rejects(ask(olivia, { message }), refused)
  await assert.rejects(ask(olivia, toRead('nothing')), refused)
  const more = await ask(ada, toRead('ios', { action: 'source:edit' }))
  const other = await ask(ada, { message, resource: { type: 'SOURCE', id: 'web' } })
  const whole = await ask(ada, { message, resource: { type: 'SOURCE' }, action: 'source:create' })
  const area = await ask(ada, { message })

  assert.deepEqual(
    [more, other, whole, area].map(({ state }) => state),
    ['open', 'open', 'open', 'open'],
  )
})

test('twenty requests of one person wait at most; withdrawing one makes place', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const made = []
  for (let n = 0; n < 20; n++) made.push(await ask(ada, toRead(`source-${n}`)))

  await assert.rejects(ask(ada, toRead('one-more')), { code: 'too-many-requests-open' })
  const [first] = made
  assert.ok(first)
  await ada.call(accessRequests.withdraw, at(first))
  const more = await ask(ada, toRead('one-more'))

  assert.equal(more.state, 'open')
})

test('a message is kept as a person means it, without what hides in it', async () => {
  const place = await openWorkspace()
  const ada = await place.member()

  const { message } = await ask(ada, {
    message: `${'  <b>Please</b>\u202e\u0000'.replace('\u0000', '\u0007')}\r\nThanks 👩‍💻\u200b `,
  })

  assert.equal(message, '<b>Please</b>\nThanks 👩‍💻')
})

test('members see their own requests alone; another workspace, its owners included, sees none', async () => {
  const place = await openWorkspace()
  const other = await openWorkspace()
  const ada = await place.member([onAll(place, 'Source Admin')])
  const ben = await place.member([onAll(place, 'Source Admin')])
  const asked = await ask(ada, { message: 'Please.' })
  const outsider = await other.ownerInPerson()

  for (const call of [ada.call, ben.call]) {
    await assert.rejects(call(accessRequests.list, { query: {} }), { code: 'not-allowed' })
    await assert.rejects(call(accessRequests.get, at(asked)), { code: 'not-allowed' })
    const dismissing = call(accessRequests.dismiss, { ...at(asked), body: { reason: 'No.' } })
    await assert.rejects(dismissing, { code: 'not-allowed' })
    const resolving = call(accessRequests.resolve, { ...at(asked), body: { permissions: [] } })
    await assert.rejects(resolving, { code: 'not-allowed' })
  }
  await assert.rejects(ben.call(accessRequests.withdraw, at(asked)), { code: 'not-found' })
  for (const call of [outsider.call, other.owner]) {
    await assert.rejects(call(accessRequests.get, at(asked)), { code: 'not-found' })
    const resolving = call(accessRequests.resolve, { ...at(asked), body: { permissions: [] } })
    await assert.rejects(resolving, { code: 'not-found' })
    const dismissing = call(accessRequests.dismiss, { ...at(asked), body: { reason: 'No.' } })
    await assert.rejects(dismissing, { code: 'not-found' })
    const { accessRequests: found, pagination } = await call(accessRequests.list, { query: {} })
    assert.deepEqual([found, pagination.totalEntries], [[], 0])
  }
  const { accessRequests: ofBen } = await ben.call(accessRequests.listMine, { query: {} })
  assert.deepEqual(ofBen, [])
  assert.equal((await look(place, asked)).accessRequest.state, 'open')
})

test('under one Idempotency-Key one request is made, however often it is sent', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'once' }
  const send = () =>
    fetch(`${place.url}/w/${place.slug}/api/access-requests`, {
      method: 'POST',
      headers: { ...headersOf(ada.session, place.url), ...headers },
      body: JSON.stringify({ message: 'Please.' }),
    })

  const answers = [await send(), await send()]

  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201],
  )
  const [one, other] = await Promise.all(answers.map((answer) => answer.text()))
  assert.equal(one, other)
})
