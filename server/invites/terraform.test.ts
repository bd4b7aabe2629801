import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invites } from '../../contract/invites.ts'
import { segment } from '../../contract/segment.ts'
import { as, headersOf, openWorkspace, type TestWorkspace } from '../../test/house.ts'

/** What `segmentio/terraform-provider-segment` sends, in its order and spelling (public-api, section 4). */

const SOURCE_ADMIN = segment.roles.find((role) => role.name === 'Source Admin')?.id ?? ''
const email = 'New.Person@Acme.test'
const escaped = 'New.Person%40Acme.test'

interface Answer {
  status: number
  data: Record<string, unknown>
}

function terraform({ url, token }: Pick<TestWorkspace, 'url' | 'token'>) {
  return async (request: string, body?: unknown): Promise<Answer> => {
    const [method = '', path = ''] = request.split(' ')
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'content-type': 'application/json',
    }
    const init =
      body === undefined ? { method, headers } : { method, headers, body: `${JSON.stringify(body)}\n` }
    const response = await fetch(`${url}/api${path}`, init)
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
    const { data } = (await response.json()) as { data: Record<string, unknown> }
    return { status: response.status, data }
  }
}

/** Pages through the users until the address is met, compared with its case, as the provider does. */
async function findUser(send: ReturnType<typeof terraform>) {
  let cursor: string | undefined = 'MA%3D%3D'
  while (cursor !== undefined) {
    const { data } = await send(`GET /users?pagination[count]=200&pagination[cursor]=${cursor}`)
    const { users, pagination } = data as {
      users: { id: string; email: string; permissions: unknown[] }[]
      pagination: { next?: string }
    }
    const found = users.find((user) => user.email === email)
    if (found) return found
    cursor = 'next' in pagination ? encodeURIComponent(String(pagination.next)) : undefined
  }
  return null
}

test('a user is created, read, changed and destroyed while only invited', async () => {
  const workspace = await openWorkspace()
  const send = terraform(workspace)
  const resources = [{ id: workspace.id, type: 'WORKSPACE' }]
  const invite = { email, permissions: [{ roleId: SOURCE_ADMIN, resources }] }

  const created = await send('POST /invites', { invites: [invite] })
  assert.deepEqual([created.status, created.data], [201, { emails: [email] }])
  assert.equal(await findUser(send), null)

  assert.equal((await send(`DELETE /invites?emails.0=${escaped}`)).status, 200)
  assert.equal((await send('POST /invites', { invites: [{ ...invite, permissions: [] }] })).status, 201)

  assert.equal(await findUser(send), null)
  const success = { status: 200, data: { status: 'SUCCESS' } }
  assert.deepEqual(await send(`DELETE /invites?emails.0=${escaped}`), success)
  assert.deepEqual(await send('DELETE /users?userIds.0='), success)
  assert.deepEqual(await send(`DELETE /invites?emails.0=${escaped}`), success)
})

test('an invited user who accepts is found by the address as written, changed at once, and destroyed', async () => {
  const workspace = await openWorkspace()
  const send = terraform(workspace)
  const resources = [{ id: workspace.id, type: 'WORKSPACE', labels: [] }]
  await send('POST /invites', { invites: [{ email, permissions: [{ roleId: SOURCE_ADMIN, resources }] }] })
  const { invites: found } = await workspace.owner(invites.listDetails, { query: {} })
  const token = found[0]?.link?.split('#token=')[1] ?? ''
  await as({ url: workspace.url })(invites.accept, { body: { token, password: 'a good long password' } })

  const user = await findUser(send)
  const written = { roleId: SOURCE_ADMIN, roleName: 'Source Admin', resources, active: true }
  assert.deepEqual(user?.permissions, [written])

  const prod = [{ ...resources[0], labels: [{ key: 'environment', value: 'prod' }] }]
  const permissions = [
    { roleId: SOURCE_ADMIN, resources: prod },
    { roleId: SOURCE_ADMIN, resources: [] },
  ]
  await send(`PUT /users/${user?.id}/permissions`, { permissions })
  const { data } = await send(`GET /users/${user?.id}`)
  assert.deepEqual(
    (data.user as { permissions: { roleId: string; resources: unknown }[] }).permissions.map(
      (one) => one.resources,
    ),
    [prod, []],
  )

  assert.equal((await send(`DELETE /users?userIds.0=${user?.id}`)).status, 200)
  assert.equal((await send(`GET /users/${user?.id}`)).status, 404)
})

test('a group keeps its members in the state when one of them moves from invited to member', async () => {
  const workspace = await openWorkspace()
  const send = terraform(workspace)
  const ada = await workspace.member()
  await send('POST /invites', { invites: [{ email, permissions: [] }] })
  const { data } = await send('POST /groups', { name: 'Analysts' })
  const { id } = data.userGroup as { id: string }
  const permissions = [{ roleId: SOURCE_ADMIN, resources: [{ id: workspace.id, type: 'WORKSPACE' }] }]
  await send(`PUT /groups/${id}/permissions`, { permissions })
  await send(`PUT /group/${id}/users`, { emails: [email, ada.email] })
  const read = async () => {
    const users = await send(`GET /groups/${id}/users?pagination[count]=200`)
    const pending = await send(`GET /groups/${id}/invites?pagination[count]=200`)
    const members = (users.data.users as { email: string }[]).map((user) => user.email)
    return { members: members.toSorted(), invited: pending.data.emails }
  }
  assert.deepEqual(await read(), { members: [ada.email], invited: [email] })

  const { invites: found } = await workspace.owner(invites.listDetails, { query: {} })
  const token = found[0]?.link?.split('#token=')[1] ?? ''
  const headers = headersOf((await elsewhere()).session, workspace.url)
  await as({ url: workspace.url, headers })(invites.accept, { body: { token } })

  assert.deepEqual(await read(), { members: [email, ada.email].toSorted(), invited: [] })
  assert.equal((await send(`PUT /group/${id}/users`, { emails: [] })).status, 200)
  assert.deepEqual(await read(), { members: [], invited: [] })
})

/** The invited person, who has an account already: a person of another workspace. */
async function elsewhere() {
  const other = await openWorkspace()
  return other.member([], email)
}

test('25 users are removed by one request, and more than twenty arrive as a list', async () => {
  const workspace = await openWorkspace()
  const people: string[] = []
  for (let number = 0; number < 25; number++) people.push((await workspace.member()).id)

  const query = people.map((id, index) => `userIds%5B${index}%5D=${id}`).join('&')
  const { status } = await terraform(workspace)(`DELETE /users?${query}`)

  assert.equal(status, 200)
  const { data } = await terraform(workspace)('GET /users?pagination.count=200')
  assert.equal((data.users as unknown[]).length, 1)
})
