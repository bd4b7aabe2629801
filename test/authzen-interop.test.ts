import assert from 'node:assert/strict'
import { test } from 'node:test'
import { citadel, openCertification, openSearch, openTodo, type Scenario, todos } from './authzen-fixtures.ts'
import { authzenServer, send } from './authzen-server.ts'

/** The published interoperability and certification scenarios of AuthZEN, as far as roles, labels and lists can say them. */

async function decide(
  scenario: Scenario,
  asked: [subject: string, action: string, type: string, id: string][],
) {
  const evaluations = asked.map(([subject, action, type, id]) => ({
    subject: { type: 'user', id: subject },
    action: { name: action },
    resource: { type, id },
  }))
  const { body } = await send(`${scenario.url}/access/v1/evaluations`, scenario.token, { evaluations })
  return body.evaluations?.map((one) => one.decision)
}

test('certification: the decisions of section C-1-4 that need no properties, and those that rules 5 and 6 ask of records', async () => {
  const scenario = await openCertification(await authzenServer())

  const decisions = await decide(scenario, [
    ['alice', 'read', 'record', 'record-1'],
    ['alice', 'write', 'record', 'record-1'],
    ['bob', 'read', 'record', 'record-1'],
    ['bob', 'write', 'record', 'record-1'],
    ['alice', 'write', 'record', 'record-2'],
    ['bob', 'write', 'record', 'record-2'],
    ['alice', 'read', 'record', 'record-2'],
  ])

  assert.deepEqual(decisions, [true, true, true, false, false, true, true])
})

test('todo: viewers look, editors keep their own, the administrator deletes and the evil genius edits any', async () => {
  const scenario = await openTodo(await authzenServer())
  const expected = (email: string, action: string, todo: string) => {
    const roles = citadel[email]?.roles ?? []
    const owns = roles.includes('editor') && todos[todo as keyof typeof todos] === email
    if (action === 'can_update_todo') return owns || roles.includes('evil-genius')
    if (action === 'can_delete_todo') return owns || roles.includes('todo-admin')
    return action !== 'can_create_todo' || !roles.includes('viewer')
  }
  const actions = ['can_read_todos', 'can_create_todo', 'can_update_todo', 'can_delete_todo']
  const questions = Object.keys(citadel).flatMap((email) =>
    actions.flatMap((action) => Object.keys(todos).map((todo) => ({ email, action, todo }))),
  )

  const decided = await decide(
    scenario,
    questions.map(({ email, action, todo }) => [citadel[email]?.subject ?? '', action, 'todo', todo]),
  )
  const seen = await decide(
    scenario,
    Object.values(citadel).map(({ subject }) => [subject, 'can_read_user', 'user', 'rick@the-citadel.com']),
  )

  assert.deepEqual(
    decided,
    questions.map(({ email, action, todo }) => expected(email, action, todo)),
  )
  assert.deepEqual(seen, [true, true, true, true, true])
})

test('todo: the boxcar of the list, whose default resource is empty', async () => {
  const scenario = await openTodo(await authzenServer())
  const [ricks, mortys] = Object.keys(todos)

  const { status, body } = await send(`${scenario.url}/access/v1/evaluations`, scenario.token, {
    subject: { type: 'user', id: citadel['morty@the-citadel.com']?.subject },
    action: { name: 'can_update_todo' },
    resource: {},
    context: {},
    evaluations: [
      { resource: { type: 'todo', id: ricks, properties: { ownerID: 'rick@the-citadel.com' } } },
      { resource: { type: 'todo', id: mortys, properties: { ownerID: 'morty@the-citadel.com' } } },
    ],
  })

  assert.equal(status, 200)
  assert.deepEqual(
    body.evaluations?.map((one) => one.decision),
    [false, true],
  )
})

test('gateway: routes are opened by the method, to every path', async () => {
  const scenario = await openTodo(await authzenServer())
  const rick = citadel['rick@the-citadel.com']?.subject ?? ''
  const beth = citadel['beth@the-smiths.com']?.subject ?? ''

  const decisions = await decide(scenario, [
    [rick, 'DELETE', 'route', '/todos/{todoId}'],
    [rick, 'PUT', 'route', '/todos/{todoId}'],
    [beth, 'GET', 'route', '/todos'],
    [beth, 'POST', 'route', '/todos'],
  ])

  assert.deepEqual(decisions, [true, true, true, false])
})

test('search: who may view, edit and delete a record', async () => {
  const scenario = await openSearch(await authzenServer())
  const who = async (id: number, action: string) => {
    const search = {
      subject: { type: 'user' },
      action: { name: action },
      resource: { type: 'record', id: `${id}` },
    }
    const { body } = await send(`${scenario.url}/access/v1/search/subject`, scenario.token, search)
    return body.results
      ?.map((one) => one.id)
      .filter((name) => scenario.people.has(name))
      .sort()
  }

  assert.deepEqual(await who(101, 'view'), ['alice', 'bob', 'carol', 'dan'])
  assert.deepEqual(await who(104, 'view'), ['alice', 'dan', 'felix'])
  assert.deepEqual(await who(105, 'view'), ['alice', 'bob', 'carol', 'dan', 'erin'])
  assert.deepEqual(await who(115, 'view'), ['alice', 'carol', 'dan', 'erin'])
  assert.deepEqual(await who(110, 'edit'), ['alice', 'dan'])
  assert.deepEqual(await who(115, 'edit'), ['carol', 'dan'])
  assert.deepEqual(await who(120, 'delete'), ['bob'])
})

test('search: which records somebody may view, edit and delete', async () => {
  const scenario = await openSearch(await authzenServer())
  const what = async (name: string, action: string) => {
    const subject = { type: 'user', id: name }
    const search = { subject, action: { name: action }, resource: { type: 'record' } }
    const { body } = await send(`${scenario.url}/access/v1/search/resource`, scenario.token, search)
    return body.results?.map((one) => Number(one.id))
  }
  const everything = Array.from({ length: 20 }, (_, index) => 101 + index)

  assert.deepEqual(await what('alice', 'view'), everything)
  assert.deepEqual(await what('alice', 'edit'), [101, 107, 110, 113, 119])
  assert.deepEqual(await what('alice', 'delete'), [101, 107, 113, 119])
  assert.deepEqual(await what('bob', 'view'), [101, 102, 103, 105, 108, 112, 114, 116, 117, 119, 120])
  assert.deepEqual(await what('carol', 'edit'), [103, 109, 115])
  assert.deepEqual(await what('dan', 'edit'), [104, 110, 115, 116])
  assert.deepEqual(await what('erin', 'view'), [105, 111, 115, 117])
  assert.deepEqual(await what('felix', 'view'), [104, 106, 109, 111, 112, 114, 118, 120])
})

test('search: what somebody may do with a record', async () => {
  const scenario = await openSearch(await authzenServer())
  const what = async (name: string, id: number) => {
    const search = { subject: { type: 'user', id: name }, resource: { type: 'record', id: `${id}` } }
    const { body } = await send(`${scenario.url}/access/v1/search/action`, scenario.token, search)
    return body.results
      ?.map((one) => one.name)
      .filter((one) => ['view', 'edit', 'delete'].includes(one ?? ''))
  }

  assert.deepEqual((await what('alice', 101))?.sort(), ['delete', 'edit', 'view'])
  assert.deepEqual((await what('dan', 115))?.sort(), ['edit', 'view'])
  assert.deepEqual(await what('bob', 101), ['view'])
  assert.deepEqual(await what('erin', 101), [])
})
