import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused } from '../../client/call.ts'
import { accessRequests } from '../../contract/access-requests.ts'
import { authzen } from '../../contract/authzen.ts'
import { groups } from '../../contract/groups.ts'
import { sources } from '../../contract/sources.ts'
import { headersOf, openWorkspace } from '../../test/house.ts'
import { registerSources } from '../../test/registry.ts'

interface Hint {
  endpoint: string
  resource: { type: string; id?: string }
  action: string
}

/** What a refusal says that can be asked for. */
async function hintIn(refused: Promise<unknown>): Promise<Hint | undefined> {
  const error = await refused.then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Refused)
  assert.equal(error.code, 'not-allowed')
  return error.errors[0]?.data?.accessRequest as Hint | undefined
}

test('whoever is refused is told what to send to ask for it: on one thing, on a kind of thing, on the workspace', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const refusals = [
    ada.call(sources.get, { params: { sourceId: 'ios' } }),
    ada.call(sources.create, { body: { slug: 'web', enabled: true, metadataId: 'x' } }),
    ada.call(groups.list, { query: {} }),
  ]

  const hints = await Promise.all(refusals.map(hintIn))
  const states: string[] = []
  for (const { endpoint = '', ...body } of hints.filter((hint) => hint !== undefined)) {
    assert.equal(endpoint, accessRequests.create.route)
    const { accessRequest } = await ada.call(accessRequests.create, { body: { ...body, message: 'Please.' } })
    states.push(accessRequest.state)
  }

  const endpoint = 'POST /access-requests'
  assert.deepEqual(hints, [
    { endpoint, action: 'source:read', resource: { type: 'source', id: 'ios' } },
    { endpoint, action: 'source:create', resource: { type: 'source' } },
    { endpoint, action: 'group:read', resource: { type: 'workspace', id: place.id } },
  ])
  assert.deepEqual(states, ['open', 'open', 'open'])
})

test('a token, which asks for nothing, is told nothing of asking', async () => {
  const place = await openWorkspace()
  const token = await place.tokenWith([])

  assert.equal(await hintIn(token.call(groups.list, { query: {} })), undefined)
})

test('a decision against the person who asks for it says where and how to ask; what is hidden as what is not there', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const question = (id: string, name = 'source:edit') => {
    const subject = { type: 'user', id: ada.id }
    return { subject, action: { name }, resource: { type: 'source', id } }
  }

  const [hidden, absent] = await Promise.all(
    ['ios', 'none'].map((id) => ada.call(authzen.evaluate, { body: question(id) })),
  )
  const hint = hidden?.context.access_request
  assert.ok(hint)
  const path = hint.endpoint.slice(place.app.config.publicUrl.length)
  const answer = await fetch(place.url + path, {
    method: 'POST',
    headers: { ...headersOf(ada.session, place.url), 'content-type': 'application/json' },
    body: JSON.stringify({ ...hint.template, message: 'Please.' }),
  })

  const template = { resource: { type: 'source', id: 'ios' }, action: 'source:edit' }
  assert.deepEqual(hint.template, template)
  assert.equal(answer.status, 201)
  const resource = { type: 'source', id: 'none' }
  assert.deepEqual(absent?.context, {
    ...hidden?.context,
    access_request: { ...hint, template: { ...template, resource } },
  })
})

test('a decision says nothing of asking to tokens, about others, in a batch, of what nobody knows, and where it says yes', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const olivia = await place.ownerInPerson()
  const token = await place.tokenWith([])
  const about = (type: string, id: string, name = 'source:edit') => {
    return { subject: { type, id }, action: { name }, resource: { type: 'source', id: 'ios' } }
  }
  const mine = about('user', ada.id)

  const decisions = await Promise.all([
    token.call(authzen.evaluate, { body: about('token', token.id) }),
    olivia.call(authzen.evaluate, { body: mine }),
    place.owner(authzen.evaluate, { body: mine }),
    ada.call(authzen.evaluate, { body: about('user', ada.id, 'source:paint') }),
    ada.call(authzen.evaluate, { body: { ...mine, resource: { type: 'source', id: 'x'.repeat(256) } } }),
    olivia.call(authzen.evaluate, { body: about('user', olivia.id) }),
  ])
  const { evaluations = [] } = await ada.call(authzen.evaluateAll, { body: { evaluations: [mine, mine] } })

  const all = [...decisions, ...evaluations]
  assert.deepEqual(
    all.map(({ decision }) => decision),
    [false, false, false, false, false, true, false, false],
  )
  for (const { context } of all) assert.ok(!('access_request' in context))
})
