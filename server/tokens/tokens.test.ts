import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { call, type Refused } from '../../client/call.ts'
import { audit } from '../../contract/audit.ts'
import { ownerRole } from '../../contract/complete.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { tokens } from '../../contract/tokens.ts'
import { as, clock, openWorkspace, type TestWorkspace } from '../../test/house.ts'
import { onAll } from '../../test/registry.ts'
import { newSecret } from '../platform/ids.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

afterEach(() => clock.reset())

const inFuture = (ms: number) => new Date(clock.now().getTime() + ms).toISOString()

async function ownerIn(place: TestWorkspace) {
  return place.member([{ roleId: ownerRole(place.app.catalog).id, resources: [place.everything] }])
}

/** What several calls were refused with; a call that was not refused fails the test. */
async function refusals(calls: Promise<unknown>[]): Promise<Refused[]> {
  const results = await Promise.allSettled(calls)
  return results.map((one) =>
    one.status === 'rejected' ? one.reason : assert.fail('a call was not refused'),
  )
}

test('TK-1: a token is made once with its secret, works, and is listed without it', async () => {
  const place = await openWorkspace()
  const ada = await ownerIn(place)

  const made = await ada.call(tokens.create, { body: { description: '  Terraform ', access: 'owner' } })

  assert.match(made.secret, /^cvt_[0-9A-Za-z]{36}$/)
  const { token } = made
  assert.equal(token.description, 'Terraform')
  assert.equal(token.kind, 'Owner')
  assert.equal(token.hint, made.secret.slice(-4))
  assert.deepEqual(token.createdBy, { id: ada.id, name: token.createdBy.name, gone: false })
  assert.equal(token.expiresAt, null)
  assert.equal(token.lastUsedAt, null)
  const terraform = as({ url: place.url, token: made.secret })
  const all = await terraform(tokens.list, { query: {} })
  assert.deepEqual(
    all.tokens.map((one) => one.description),
    ['owner', 'Terraform'],
  )
  assert.ok(!JSON.stringify(all).includes(made.secret))
  assert.deepEqual(await place.owner(tokens.get, { params: { tokenId: token.id } }), { token: all.tokens[1] })
})

test('a member token may do what its roles say, and nothing else', async () => {
  const place = await openWorkspace()
  const permissions = [onAll(place, 'Source Admin')]

  const made = await place.owner(tokens.create, {
    body: { description: 'CI', access: 'member', permissions },
  })

  assert.equal(made.token.kind, 'Member')
  assert.equal(made.token.permissions[0]?.roleName, 'Source Admin')
  const ci = as({ url: place.url, token: made.secret })
  await assert.rejects(ci(groups.list, { query: {} }), { status: 401, code: 'not-allowed' })
  const { token } = await ci(tokens.current, {})
  assert.deepEqual(token, made.token)
})

test('access and permissions must agree', async () => {
  const place = await openWorkspace()
  const { id: roleId } = ownerRole(place.app.catalog)
  const body = { description: 'x', permissions: [{ roleId, resources: [place.everything] }] }

  const refused = await refusals([
    place.owner(tokens.create, { body: { ...body, access: 'owner' } }),
    place.owner(tokens.create, { body: { ...body, access: 'member' } }),
  ])

  assert.deepEqual(
    refused.map(({ errors }) => errors[0]?.field),
    ['permissions', 'permissions.0.roleId'],
  )
})

test('TK-1: an end must be a moment in the future, and is kept', async () => {
  const place = await openWorkspace()
  const ending = (expiresAt: string) =>
    place.owner(tokens.create, { body: { description: 'x', access: 'owner', expiresAt } })

  const made = await ending(inFuture(DAY_MS))

  for (const wrong of ['tomorrow', '2026-02-30', inFuture(-1), '0999-01-01', '275760-09-13', '']) {
    await assert.rejects(
      ending(wrong),
      (refused: Refused) => refused.status === 422 && refused.errors[0]?.field === 'expiresAt',
    )
  }
  const token = as({ url: place.url, token: made.secret })
  await token(tokens.current, {})
  clock.move(DAY_MS)
  await assert.rejects(token(tokens.current, {}), { status: 401, code: 'not-signed-in' })
})

test('TK-3: what an expiring token makes ends with it at the latest', async () => {
  const place = await openWorkspace()
  const expiresAt = inFuture(DAY_MS)
  const made = await place.owner(tokens.create, { body: { description: 'a', access: 'owner', expiresAt } })
  const first = as({ url: place.url, token: made.secret })
  const make = (more: { expiresAt?: string }) =>
    first(tokens.create, { body: { description: 'b', access: 'owner', ...more } })

  const same = await make({})
  const shorter = await make({ expiresAt: inFuture(MINUTE_MS) })
  const longer = make({ expiresAt: inFuture(2 * DAY_MS) })

  assert.equal(same.token.expiresAt, expiresAt)
  assert.ok(String(shorter.token.expiresAt) < expiresAt)
  assert.deepEqual(same.token.createdBy, { id: made.token.id, name: 'a', gone: false })
  await assert.rejects(longer, (refused: Refused) => refused.errors[0]?.field === 'expiresAt')
  await place.owner(tokens.revoke, { params: { tokenId: made.token.id } })
  const { token } = await place.owner(tokens.get, { params: { tokenId: same.token.id } })
  assert.deepEqual(token.createdBy, { id: made.token.id, name: made.token.id, gone: true })
})

test('TK-3: only owners make, change and revoke tokens', async () => {
  const place = await openWorkspace()
  const ada = await place.member([onAll(place, 'Source Admin')])
  const { id: tokenId } = await place.tokenWith([])
  const params = { tokenId }
  const body = { description: 'x', access: 'member' as const }

  const refused = await refusals([
    ada.call(tokens.create, { body }),
    ada.call(tokens.describe, { params, body: { description: 'x' } }),
    ada.call(tokens.revoke, { params }),
    ada.call(tokens.list, { query: {} }),
    ada.call(tokens.get, { params }),
  ])

  for (const { status, code } of refused)
    assert.deepEqual({ status, code }, { status: 401, code: 'not-allowed' })
})

test('a description can be changed, and is told in the audit trail', async () => {
  const place = await openWorkspace()
  const { id: tokenId } = await place.tokenWith([])

  const { token } = await place.owner(tokens.describe, {
    params: { tokenId },
    body: { description: ' Nightly ' },
  })

  assert.equal(token.description, 'Nightly')
  const { events } = await place.owner(audit.list, { query: { resourceId: tokenId, type: 'Token Modified' } })
  assert.deepEqual(
    events.map((event) => event.detail),
    [{ from: 'test', to: 'Nightly' }],
  )
})

test('TK-1: the very next request with a revoked token is refused', async () => {
  const place = await openWorkspace()
  const made = await place.tokenWith([onAll(place, 'Source Admin')])
  await made.call(tokens.current, {})

  await place.owner(tokens.revoke, { params: { tokenId: made.id } })

  await assert.rejects(made.call(tokens.current, {}), { status: 401, code: 'not-signed-in' })
  await assert.rejects(place.owner(tokens.revoke, { params: { tokenId: made.id } }), { status: 404 })
})

test('of many revocations at once, one takes effect', async () => {
  const place = await openWorkspace()
  const { id: tokenId } = await place.tokenWith([])

  const tries = Array.from({ length: 8 }, () => place.owner(tokens.revoke, { params: { tokenId } }))
  const results = await Promise.allSettled(tries)

  assert.equal(results.filter((one) => one.status === 'fulfilled').length, 1)
})

test("a new set of permissions is a token's at once", async () => {
  const place = await openWorkspace()
  const made = await place.tokenWith([])
  const permissions = [{ roleId: ownerRole(place.app.catalog).id, resources: [place.everything] }]

  await place.owner(grants.replaceForToken, { params: { tokenId: made.id }, body: { permissions } })

  await made.call(groups.list, { query: {} })
  const { token } = await made.call(tokens.current, {})
  assert.equal(token.kind, 'Owner')
})

test("tokens of another workspace are as if they weren't", async () => {
  const place = await openWorkspace()
  const other = await openWorkspace()
  const { id: tokenId } = await place.tokenWith([])
  const params = { tokenId }

  const refused = await refusals([
    other.owner(tokens.get, { params }),
    other.owner(tokens.revoke, { params }),
    other.owner(tokens.describe, { params, body: { description: 'x' } }),
    other.owner(grants.replaceForToken, { params, body: { permissions: [] } }),
  ])

  for (const { status, code } of refused)
    assert.deepEqual({ status, code }, { status: 404, code: 'not-found' })
})

test('a person has no current token', async () => {
  const place = await openWorkspace()
  const ada = await place.member()

  await assert.rejects(ada.call(tokens.current, {}), { status: 404, code: 'not-found' })
})

test('tokens are part of the plans with the public API', async () => {
  const place = await openWorkspace({ plan: 'free' })
  const ada = await ownerIn(place)

  const made = ada.call(tokens.create, { body: { description: 'x', access: 'owner' } })

  await assert.rejects(made, { status: 422, code: 'plan-limit' })
  await assert.rejects(place.owner(tokens.current, {}), { status: 422, code: 'plan-limit' })
})

test('whoever found a leaked token can end it, and learns nothing', async () => {
  const place = await openWorkspace()
  const made = await place.tokenWith([])
  const stranger = as({ url: place.url })

  const found = await stranger(tokens.revokeLeaked, { body: { token: `${made.secret}\n` } })
  const again = await stranger(tokens.revokeLeaked, { body: { token: made.secret } })
  const unknown = await stranger(tokens.revokeLeaked, { body: { token: newSecret('cvt_') } })
  const nonsense = await stranger(tokens.revokeLeaked, { body: { token: 'hunter2' } })

  for (const answer of [found, again, unknown, nonsense]) assert.deepEqual(answer, { status: 'SUCCESS' })
  await assert.rejects(made.call(tokens.current, {}), { status: 401, code: 'not-signed-in' })
  const { events } = await place.owner(audit.list, { query: { resourceId: made.id, type: 'Token Revoked' } })
  assert.deepEqual(
    events.map(({ detail, actorKind }) => ({ detail, actorKind })),
    [{ detail: { because: 'leaked' }, actorKind: 'system' }],
  )
})

test("a person's session is not ended as a leaked token", async () => {
  const place = await openWorkspace()
  const ada = await ownerIn(place)

  await as({ url: place.url })(tokens.revokeLeaked, { body: { token: ada.session } })

  await ada.call(tokens.list, { query: {} })
})

test('tokens are listed page by page', async () => {
  const place = await openWorkspace()
  for (let number = 1; number <= 4; number++) await place.tokenWith([])
  const list = (cursor?: string) =>
    call({ url: place.url, token: place.token }, tokens.list, {
      query: { pagination: cursor ? { count: 2, cursor } : { count: 2 } },
    })

  const first = await list()
  const second = await list(first.pagination.next)
  const third = await list(second.pagination.next)

  const ids = [first, second, third].flatMap((page) => page.tokens.map((one) => one.id))
  assert.equal(new Set(ids).size, 5)
  assert.deepEqual(Object.keys(third.pagination), ['current'])
})
