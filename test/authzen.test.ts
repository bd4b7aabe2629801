import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { grants } from '../contract/grants.ts'
import { openCertification, type Scenario } from './authzen-fixtures.ts'
import { type Answer, authzenServer, send } from './authzen-server.ts'

/** The published rules of AuthZEN 1.0, item by item (standards/authzen.md 1.2). */

let scenario: Scenario
before(async () => {
  scenario = await openCertification(await authzenServer())
})

const alice = { type: 'user', id: 'alice' }
const bob = { type: 'user', id: 'bob' }
const record1 = { type: 'record', id: 'record-1' }
const record2 = { type: 'record', id: 'record-2' }
const question = { subject: alice, action: { name: 'read' }, resource: record1 }

function ask(path: string, body: unknown, more: Parameters<typeof send>[3] = {}): Promise<Answer> {
  return send(`${scenario.url}/access/v1/${path}`, scenario.token, body, more)
}

async function decisionsOf(body: unknown): Promise<boolean[]> {
  const answer = await ask('evaluations', body)
  assert.equal(answer.status, 200)
  return answer.body.evaluations?.map((one) => one.decision) ?? []
}

test('AZ-1: a question is answered with a decision, and a denial is an answer too', async () => {
  const permitted = await ask('evaluation', question)
  const denied = await ask('evaluation', { ...question, subject: bob, action: { name: 'write' } })

  assert.equal(permitted.status, 200)
  assert.match(permitted.headers.get('content-type') ?? '', /^application\/json/)
  assert.equal(permitted.body.decision, true)
  assert.equal(denied.status, 200)
  assert.equal(denied.body.decision, false)
  assert.equal(denied.body.context?.reason, 'not_permitted')
})

test('AZ-1: who or what is not known is denied, and the reason says which', async () => {
  const reasonOf = async (change: object) => (await ask('evaluation', { ...question, ...change })).body

  assert.deepEqual(
    (await reasonOf({ subject: { type: 'user', id: 'nobody' } })).context?.reason,
    'subject_not_found',
  )
  assert.deepEqual(
    (await reasonOf({ subject: { type: 'ship', id: 'alice' } })).context?.reason,
    'subject_not_found',
  )
  assert.deepEqual((await reasonOf({ action: { name: 'fly' } })).context?.reason, 'action_unknown')
  assert.deepEqual(
    (await reasonOf({ resource: { type: 'ship', id: '1' } })).context?.reason,
    'resource_type_unknown',
  )
  assert.equal((await reasonOf({ resource: { type: 'constructor', id: '1' } })).decision, false)
})

test('AZ-2: without items a batch is a single question', async () => {
  const absent = await ask('evaluations', question)
  const empty = await ask('evaluations', { ...question, evaluations: [] })
  const wrong = await ask('evaluations', { subject: alice, evaluations: [] })

  for (const { status, body } of [absent, empty]) {
    assert.equal(status, 200)
    assert.equal(body.decision, true)
    assert.equal('evaluations' in body, false)
  }
  assert.equal(wrong.status, 400)
})

test('AZ-2: items take what they leave out from the top, and override it', async () => {
  const bySubject = {
    subject: bob,
    resource: record1,
    evaluations: [{ action: { name: 'read' } }, { action: { name: 'write' } }],
  }
  const overridden = { ...question, evaluations: [{}, { subject: bob, action: { name: 'write' } }] }
  const answer = await ask('evaluations', overridden)

  assert.deepEqual(await decisionsOf(bySubject), [true, false])
  assert.deepEqual(await decisionsOf(overridden), [true, false])
  assert.equal('decision' in answer.body, false)
})

test('AZ-2: an entity of an item replaces the default as a whole, but for a missing type', async () => {
  const { evaluations = [] } = (
    await ask('evaluations', {
      subject: alice,
      action: { name: 'read' },
      resource: { type: 'record', id: 'record-1' },
      evaluations: [{ resource: { id: 'record-2' } }, { resource: { type: 'todo' } }],
    })
  ).body

  assert.equal(evaluations[0]?.decision, true)
  assert.equal(evaluations[1]?.context.error?.status, 400)
  const empty = { ...question, resource: {}, evaluations: [{ resource: record1 }] }
  assert.deepEqual(await decisionsOf(empty), [true])
})

test('AZ-3: the short-circuit semantics end the answer after the item that decides', async () => {
  const items = [{ resource: record1 }, { resource: record2 }, { resource: record1 }]
  const batch = { subject: alice, action: { name: 'write' }, evaluations: items }
  const decide = (evaluations_semantic: string) =>
    decisionsOf({ ...batch, options: { evaluations_semantic } })

  assert.deepEqual(await decisionsOf(batch), [true, false, true])
  assert.deepEqual(await decide('execute_all'), [true, false, true])
  assert.deepEqual(await decide('deny_on_first_deny'), [true, false])
  assert.deepEqual(await decide('permit_on_first_permit'), [true])
  const unknown = await ask('evaluations', { ...batch, options: { evaluations_semantic: 'coin_toss' } })
  assert.equal(unknown.status, 400)
  const failing = {
    ...batch,
    evaluations: [{}, items[0]],
    options: { evaluations_semantic: 'deny_on_first_deny' },
  }
  assert.deepEqual(await decisionsOf(failing), [false])
})

test('AZ-4: a wrong item is refused at its place, the others are answered', async () => {
  const wrong = [
    {},
    { resource: 'record-1' },
    { resource: { type: 'record', id: 7 } },
    'record-1',
    null,
    [],
    { subject: null },
  ]
  const { status, body } = await ask('evaluations', {
    subject: alice,
    action: { name: 'read' },
    evaluations: [{ resource: record1 }, ...wrong, { resource: record2 }],
  })
  const lonely = await ask('evaluations', { evaluations: [{ action: { name: 'read' }, resource: record1 }] })

  assert.equal(status, 200)
  assert.deepEqual(
    body.evaluations?.map((one) => one.decision),
    [true, ...wrong.map(() => false), true],
  )
  for (const item of body.evaluations?.slice(1, -1) ?? []) {
    assert.equal(item.context.error?.status, 400)
    assert.equal(typeof item.context.error?.message, 'string')
  }
  assert.equal(lonely.status, 200)
  assert.deepEqual(
    lonely.body.evaluations?.map((one) => one.decision),
    [false],
  )
})

test('AZ-4: a wrong payload is refused as a whole, and so is one of more than 1,000 items', async () => {
  const payloads = [
    { evaluations: {} },
    { evaluations: 'all' },
    { subject: 'alice', evaluations: [question] },
    { subject: { type: 1 }, evaluations: [question] },
    { context: [], evaluations: [question] },
    { options: null, evaluations: [question] },
    { evaluations: Array.from({ length: 1001 }, () => question) },
  ]

  for (const payload of payloads) assert.equal((await ask('evaluations', payload)).status, 400)
  assert.equal(
    (await decisionsOf({ evaluations: Array.from({ length: 1000 }, () => question) })).length,
    1000,
  )
})

test('AZ-4: wrong items are refused quickly, however much the defaults say', async () => {
  const properties = { tags: Array.from({ length: 100_000 }, () => '') }
  const started = performance.now()

  const answer = await ask('evaluations', {
    subject: { ...alice, properties },
    evaluations: Array.from({ length: 1000 }, () => ({})),
  })

  assert.equal(answer.body.evaluations?.[999]?.context?.error?.status, 400)
  // It took minutes when the defaults were looked through for every item.
  assert.ok(performance.now() - started < 10_000)
})

test('freshness: a decision tells its revision, and what was granted or taken away counts at once', async () => {
  const { owner, people, token, url } = await openCertification(await authzenServer())
  const params = { userId: people.get('alice')?.id ?? '' }
  const before = await send(`${url}/access/v1/evaluation`, token, question)
  await owner(grants.replaceForUser, { params, body: { permissions: [] } })

  const { revision = 0 } = before.body.context ?? {}
  const after = await send(`${url}/access/v1/evaluation`, token, {
    ...question,
    context: { min_revision: revision + 1 },
  })
  const ahead = await send(`${url}/access/v1/evaluation`, token, {
    ...question,
    context: { min_revision: revision + 99 },
  })

  assert.equal(before.body.decision, true)
  assert.equal(after.body.decision, false)
  assert.equal(after.body.context?.revision, revision + 1)
  assert.equal(ahead.status, 503)
  assert.equal((await ask('evaluation', { ...question, context: { min_revision: 'new' } })).status, 400)
})
