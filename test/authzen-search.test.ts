import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { openCertification, openSearch, type Scenario } from './authzen-fixtures.ts'
import { type Answer, authzenServer, send } from './authzen-server.ts'

/** The published rules of AuthZEN 1.0, about searches (standards/authzen.md 1.2, AZ-5 to AZ-7). */

let scenario: Scenario
let records: Scenario
before(async () => {
  const server = await authzenServer()
  scenario = await openCertification(server)
  records = await openSearch(server)
})

const alice = { type: 'user', id: 'alice' }
const bob = { type: 'user', id: 'bob' }
const record1 = { type: 'record', id: 'record-1' }
const record2 = { type: 'record', id: 'record-2' }
const question = { subject: alice, action: { name: 'read' }, resource: record1 }

function ask(path: string, body: unknown, more: Parameters<typeof send>[3] = {}): Promise<Answer> {
  return send(`${scenario.url}/access/v1/${path}`, scenario.token, body, more)
}

test('AZ-5: searches find subjects, resources and actions; what is searched needs no id', async () => {
  const subjects = await ask('search/subject', { ...question, subject: { type: 'user', id: 42 } })
  const found = await ask('search/resource', { ...question, resource: { type: 'record', id: 'ignored' } })
  const actions = await ask('search/action', { ...question, action: 'ignored' })

  const names = subjects.body.results?.map((one) => one.id)
  assert.ok(names?.includes('alice') && names.includes('bob'))
  assert.ok(subjects.body.results?.every((one) => one.type === 'user'))
  assert.deepEqual(found.body.results, [record1, record2])
  assert.deepEqual(actions.body.results, [
    { name: 'read' },
    { name: 'write' },
    { name: 'view' },
    { name: 'edit' },
  ])
})

test('AZ-5: an unknown type or id finds nothing; an input that is not fully identified is refused', async () => {
  const { action } = question
  const nothing: [string, object][] = [
    ['search/subject', { subject: { type: 'spaceship' }, action, resource: record1 }],
    ['search/subject', { subject: { type: 'user' }, action, resource: { type: 'spaceship', id: '1' } }],
    ['search/subject', { subject: { type: 'user' }, action: { name: 'fly' }, resource: record1 }],
    ['search/subject', { subject: { type: 'user' }, action, resource: { type: 'workspace', id: 'another' } }],
    ['search/resource', { subject: { type: 'user', id: 'nobody' }, action, resource: { type: 'record' } }],
    ['search/resource', { subject: alice, action, resource: { type: 'spaceship' } }],
    ['search/action', { subject: { type: 'user', id: 'nobody' }, resource: record1 }],
    ['search/action', { subject: alice, resource: { type: 'spaceship', id: '1' } }],
  ]
  const incomplete: [string, object][] = [
    ['search/subject', { subject: { type: 'user' }, resource: record1 }],
    ['search/subject', { subject: { type: 'user' }, action, resource: { type: 'record' } }],
    ['search/subject', { subject: {}, action, resource: record1 }],
    ['search/resource', { action, resource: { type: 'record' } }],
    ['search/resource', { subject: { type: 'user' }, action, resource: { type: 'record' } }],
    ['search/resource', { subject: alice, action, resource: {} }],
    ['search/action', { subject: alice }],
    ['search/action', { subject: alice, resource: { type: 'record' } }],
  ]

  for (const [path, body] of nothing) {
    const answer = await ask(path, body)
    assert.equal(answer.status, 200, JSON.stringify(body))
    assert.deepEqual(answer.body, { results: [] }, JSON.stringify(body))
  }
  for (const [path, body] of incomplete)
    assert.equal((await ask(path, body)).status, 400, JSON.stringify(body))
})

test('AZ-6: pages of one lead through the whole result, and the end is an empty token', async () => {
  const searches: [string, object][] = [
    [
      'subject',
      { subject: { type: 'user' }, action: { name: 'view' }, resource: { type: 'record', id: '101' } },
    ],
    ['resource', { subject: alice, action: { name: 'view' }, resource: { type: 'record' } }],
    ['action', { subject: alice, resource: { type: 'record', id: '101' } }],
  ]
  for (const [name, search] of searches) {
    const at = `${records.url}/access/v1/search/${name}`
    const all = (await send(at, records.token, search)).body.results
    const walked: unknown[] = []
    for (let token: string | undefined; token !== ''; ) {
      const page = { limit: 1, ...(token !== undefined && { token }) }
      const { body } = await send(at, records.token, { page, ...search })
      assert.equal(body.page?.count, 1)
      assert.equal(Object.keys(body)[0], 'page')
      walked.push(...(body.results ?? []))
      token = body.page?.next_token ?? ''
    }
    assert.deepEqual(walked, all)
    assert.ok(walked.length > 2)
  }
})

test('AZ-6: a token belongs to its search, and works without the limit too', async () => {
  const at = `${records.url}/access/v1/search/resource`
  const search = {
    subject: alice,
    action: { name: 'view' },
    resource: { type: 'record' },
    context: { a: 1, b: 2 },
  }
  const first = await send(at, records.token, { ...search, page: { limit: 5 } })
  const page = { token: first.body.page?.next_token }
  const go = (change: object) => send(at, records.token, { ...search, page, ...change })

  const second = await go({})
  assert.equal(second.body.results?.length, 5)
  assert.notDeepEqual(second.body.results, first.body.results)
  assert.equal((await go({ context: { b: 2, a: 1 } })).status, 200)
  for (const change of [
    { subject: bob },
    { action: { name: 'edit' } },
    { resource: { type: 'todo' } },
    { context: {} },
    { page: { token: 'made up' } },
    { page: { limit: 0 } },
    { page: { limit: 'all' } },
  ]) {
    assert.equal((await go(change)).status, 400, JSON.stringify(change))
  }
  const elsewhere = await send(`${scenario.url}/access/v1/search/resource`, scenario.token, {
    ...search,
    page,
  })
  assert.equal(elsewhere.status, 400)
})

test('AZ-7: what a search finds is what single questions permit, through labels and groups', async () => {
  const at = `${records.url}/access/v1`
  const names = [...records.people.keys()]
  const ids = Array.from({ length: 20 }, (_, index) => `${101 + index}`)
  for (const action of ['view', 'edit', 'delete']) {
    const evaluations = names.flatMap((name) =>
      ids.map((id) => ({ subject: { type: 'user', id: name }, resource: { type: 'record', id } })),
    )
    const batch = { action: { name: action }, evaluations }
    const decided = (await send(`${at}/evaluations`, records.token, batch)).body.evaluations ?? []
    const permitted = new Set(
      evaluations.flatMap(({ subject, resource }, index) =>
        decided[index]?.decision ? [`${subject.id} ${resource.id}`] : [],
      ),
    )
    const found = new Set<string>()
    for (const name of names) {
      const search = {
        subject: { type: 'user', id: name },
        action: { name: action },
        resource: { type: 'record' },
      }
      const { results = [] } = (await send(`${at}/search/resource`, records.token, search)).body
      for (const { id } of results) found.add(`${name} ${id}`)
    }
    assert.deepEqual(found, permitted)
  }
})
