import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { openCertification, type Scenario } from './authzen-fixtures.ts'
import { authzenServer, send } from './authzen-server.ts'

/** The rules of AuthZEN 1.0 about requests and headers (standards/authzen.md 1.2, AZ-8 to AZ-14). */

let scenario: Scenario
before(async () => {
  scenario = await openCertification(await authzenServer())
})

const question = {
  subject: { type: 'user', id: 'alice' },
  action: { name: 'read' },
  resource: { type: 'record', id: 'record-1' },
}
const paths = ['evaluation', 'evaluations', 'search/subject', 'search/resource', 'search/action']

function ask(path: string, body: unknown, more: Parameters<typeof send>[3] = {}) {
  return send(`${scenario.url}/access/v1/${path}`, scenario.token, body, more)
}

function without(key: keyof typeof question, member?: string): object {
  const { [key]: entity, ...rest } = question
  if (member === undefined) return rest
  const entries = Object.entries(entity).filter(([name]) => name !== member)
  return { ...rest, [key]: Object.fromEntries(entries) }
}

test('AZ-8: what is missing or of a wrong type is a 400 with a sentence', async () => {
  const wrong: unknown[] = [
    without('subject'),
    without('action'),
    without('resource'),
    without('subject', 'type'),
    without('subject', 'id'),
    without('action', 'name'),
    without('resource', 'type'),
    without('resource', 'id'),
    { ...question, subject: 'alice' },
    { ...question, subject: ['alice'] },
    { ...question, subject: null },
    { ...question, subject: { type: 'user', id: 1 } },
    { ...question, action: { name: 123 } },
    { ...question, resource: { type: 'record', id: 'record-1', properties: 'none' } },
    { ...question, context: 'now' },
    { ...question, context: null },
    [question],
    'null',
    '"read"',
    '{',
    '{"subject":',
    '',
  ]

  for (const body of wrong) {
    const answer = await ask('evaluation', body)
    assert.equal(answer.status, 400, JSON.stringify(body))
    assert.equal(typeof answer.body, 'string', JSON.stringify(body))
  }
})

test('AZ-9: the body is JSON, and the method is POST', async () => {
  const typed = (type: string) => ask('evaluation', question, { headers: { 'content-type': type } })

  for (const type of [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'application/jsonp',
  ]) {
    assert.equal((await typed(type)).status, 400, type)
  }
  assert.equal((await typed('application/json; charset=utf-8')).status, 200)
  for (const path of paths) {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const body = method === 'GET' ? undefined : question
      const { status } = await ask(path, body, { method, headers: {} })
      assert.ok([400, 404, 405].includes(status), `${method} ${path}: ${status}`)
    }
  }
})

test('AZ-10: unknown members are ignored wherever they are, and properties do not count', async () => {
  const strange = {
    future: { nested: [1, 2, { three: null }] },
    properties: { labels: ['department:legal'], role: 'owner' },
  }
  const dressed = {
    foo: 'bar',
    subject: { ...question.subject, ...strange },
    action: { ...question.action, ...strange },
    resource: { ...question.resource, ...strange },
    context: { time: '2025-06-27T18:03-07:00', anything: [null] },
  }
  const denied = { ...dressed, action: { name: 'delete', ...strange } }

  assert.equal((await ask('evaluation', dressed)).body.decision, true)
  assert.equal((await ask('evaluation', denied)).body.decision, false)
  for (const path of paths)
    assert.equal((await ask(path, { ...dressed, options: { more: 1 } })).status, 200, path)
})

test('AZ-11: a request id comes back on every answer, and one that could harm a log does not', async () => {
  const id = 'bfe9eb29-ab87-4ca3-be83-a1d5d8305716'
  const named = { headers: { 'x-request-id': id } }
  const answers = [
    await ask('evaluation', question, named),
    await ask('evaluation', {}, named),
    await ask('nowhere', question, named),
    await send(`${scenario.url}/access/v1/evaluation`, null, question, named),
    await send(`${scenario.url}/w/elsewhere/access/v1/evaluation`, scenario.token, question, named),
  ]
  const harmful = await ask('evaluation', question, { headers: { 'x-request-id': 'x'.repeat(5_000) } })
  const unnamed = await ask('evaluation', question)

  assert.deepEqual(
    answers.map((one) => one.status),
    [200, 400, 404, 401, 404],
  )
  for (const answer of answers) assert.equal(answer.headers.get('x-request-id'), id)
  assert.equal(harmful.status, 200)
  assert.match(harmful.headers.get('x-request-id') ?? '', /^\w{22}$/)
  assert.match(unnamed.headers.get('x-request-id') ?? '', /^\w{22}$/)
})

test('AZ-12: no credentials are a 401, no right to ask about others a 403, and neither is a denial', async () => {
  const at = `${scenario.url}/access/v1/evaluation`
  const reader = await scenario.tokenWith([{ roleId: 'record-reader' }])
  const item = { evaluations: [question, { ...question, subject: { type: 'token', id: reader.id } }] }
  const about = { type: 'token', id: reader.id }

  for (const token of [null, 'cvt_garbage', `${scenario.token.slice(0, -1)}_`]) {
    const answer = await send(at, token, question)
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/)
    assert.equal(typeof answer.body, 'string')
  }
  assert.equal((await send(at, reader.secret, question)).status, 403)
  assert.equal(
    (await send(at, reader.secret, { ...question, subject: { type: 'user', id: 'nobody' } })).status,
    403,
  )
  assert.equal((await send(at, reader.secret, { ...question, subject: about })).body.decision, true)
  const batch = await send(`${at}s`, reader.secret, item)
  assert.equal(batch.body.evaluations?.[0]?.context.error?.status, 403)
  assert.equal(batch.body.evaluations?.[1]?.decision, true)
  const search = { ...question, subject: { type: 'user' } }
  assert.equal((await send(`${scenario.url}/access/v1/search/subject`, reader.secret, search)).status, 403)
})

test('AZ-12: a token is heard under its own workspace only', async () => {
  const other = await openCertification(await authzenServer())
  const at = (slug: string) => `${scenario.url}/w/${slug}/access/v1/evaluation`

  const own = await send(at(scenario.slug), scenario.token, question)
  const foreign = await send(at(other.slug), scenario.token, question)
  const missing = await send(at('no-such-workspace'), scenario.token, question)

  assert.equal(own.body.decision, true)
  assert.equal(foreign.status, 404)
  assert.deepEqual(foreign.body, missing.body)
  const theirs = { ...question, subject: { type: 'user', id: other.people.get('alice')?.id } }
  assert.equal((await ask('evaluation', theirs)).body.context?.reason, 'subject_not_found')
})

test('AZ-13: texts that mean two things, or that nothing can hold, are refused', async () => {
  const twice = JSON.stringify(question).replace('"id":"alice"', '"id":"nobody","id":"alice"')
  const quoted = { ...question, subject: { ...question.subject, properties: { 'a":"b:c\\': ': "x": ' } } }
  const deep = `${'{"context":'.repeat(100)}{}${'}'.repeat(100)}`
  const texts = [
    twice,
    JSON.stringify(question).replace('alice', 'al\\ud800ice'),
    JSON.stringify(question).replace('alice', 'al\\u0000ice'),
    deep,
    `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
  ]

  for (const text of texts) assert.equal((await ask('evaluation', text)).status, 400, text.slice(0, 200))
  assert.equal((await ask('evaluation', quoted)).status, 200)
  const large = { ...question, context: { text: 'x'.repeat(2_000_000) } }
  assert.equal((await ask('evaluation', large)).status, 413)
})

test('AZ-14: the metadata name every endpoint, for a token alone and for each workspace', async () => {
  const get = async (path: string) =>
    (await fetch(`${scenario.url}/.well-known/authzen-configuration${path}`)).json()
  const expected = (base: string) => ({
    policy_decision_point: base,
    access_evaluation_endpoint: `${base}/access/v1/evaluation`,
    access_evaluations_endpoint: `${base}/access/v1/evaluations`,
    search_subject_endpoint: `${base}/access/v1/search/subject`,
    search_resource_endpoint: `${base}/access/v1/search/resource`,
    search_action_endpoint: `${base}/access/v1/search/action`,
  })

  assert.deepEqual(await get(''), expected('https://access.example.com'))
  assert.deepEqual(
    await get(`/w/${scenario.slug}`),
    expected(`https://access.example.com/w/${scenario.slug}`),
  )
  assert.deepEqual(await get('/w/not%2Fthere'), expected('https://access.example.com/w/not%2Fthere'))
})

test('a subject is named by our id, by e-mail in any case, or by what the application calls it', async () => {
  const person = scenario.people.get('alice')
  const decide = async (id: string | undefined, type = 'user') =>
    (await ask('evaluation', { ...question, subject: { type, id } })).body.decision

  assert.equal(await decide(person?.id), true)
  assert.equal(await decide(person?.email.toUpperCase()), true)
  assert.equal(await decide('alice'), true)
  assert.equal(await decide('alice', 'identity'), true)
  assert.equal(await decide('ALICE'), false)
  assert.equal(await decide(person?.id, 'token'), false)
})

test('a resource type is read in either spelling, and the workspace is only this one', async () => {
  const { token: owner } = scenario
  const me = await scenario.tokenWith([{ roleId: 'record-reader' }])
  const decide = async (resource: object, name: string, id = me.id) => {
    const subject = { type: 'token', id }
    return (
      await send(`${scenario.url}/access/v1/evaluation`, owner, { subject, action: { name }, resource })
    ).body.decision
  }
  const rights = await scenario.tokenWith([{ roleId: '1WDUuRLxv84rrfCNUwvkrRtkxnS' }])

  assert.equal(await decide({ type: 'RECORD', id: 'record-1' }, 'read'), true)
  assert.equal(await decide({ type: 'record', id: 'not registered' }, 'read'), true)
  assert.equal(await decide({ type: 'workspace', id: scenario.id }, 'group:edit', rights.id), true)
  assert.equal(await decide({ type: 'workspace', id: scenario.slug }, 'group:edit', rights.id), true)
  assert.equal(await decide({ type: 'workspace', id: 'another' }, 'group:edit', rights.id), false)
})
