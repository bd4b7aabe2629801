import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { Refused } from '../client/call.ts'
import { ownerRole } from '../contract/complete.ts'
import { groups } from '../contract/groups.ts'
import { tokens } from '../contract/tokens.ts'
import { forgetOldAnswers } from '../server/caller/idempotency.ts'
import { as, clock, headersOf, openWorkspace, type TestWorkspace } from './house.ts'
import { startSession } from './sessions.ts'

const HOUR_MS = 3_600_000
const idempotencyKey = 'key-1'

afterEach(() => clock.reset())

const group = (name: string) => ({ body: { name }, idempotencyKey })
const token = (description: string) => ({ body: { description, access: 'member' as const }, idempotencyKey })

async function groupNames({ owner }: TestWorkspace) {
  const { userGroups } = await owner(groups.list, { query: {} })
  return userGroups.map((one) => one.name)
}

async function tokenNames({ owner }: TestWorkspace) {
  const { tokens: all } = await owner(tokens.list, { query: {} })
  return all.map((one) => one.description)
}

test('a repeated POST takes effect once and answers the same', async () => {
  const place = await openWorkspace()
  const first = await place.owner(groups.create, group('Analysts'))
  await place.owner(groups.rename, { params: { userGroupId: first.userGroup.id }, body: { name: 'Data' } })

  const again = await place.owner(groups.create, group('Analysts'))

  assert.deepEqual(again, first)
  assert.deepEqual(await groupNames(place), ['Data'])
})

test('the answer is the same to the last byte, status included', async () => {
  const { url, token: secret } = await openWorkspace()
  const send = () =>
    fetch(`${url}/api/tokens`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
      },
      body: JSON.stringify({ description: '2026-01-01T00:00:00.000Z', access: 'owner' }),
    })
  const first = await send()

  const again = await send()

  assert.deepEqual([again.status, await again.text()], [201, await first.text()])
})

test('a secret that was lost on the way is answered again, to the same credential only', async () => {
  const place = await openWorkspace()
  const owner = { roleId: ownerRole(place.app.catalog).id, resources: [place.everything] }
  const ada = await place.member([owner])
  const secondSession = await startSession(place.app, ada.id)
  const elsewhere = as({ url: `${place.url}/w/${place.slug}`, headers: headersOf(secondSession, place.url) })
  const first = await ada.call(tokens.create, token('CI'))

  const again = await ada.call(tokens.create, token('CI'))
  const other = elsewhere(tokens.create, token('CI'))

  assert.deepEqual(again, first)
  await assert.rejects(other, { status: 422, code: 'idempotency-key-reused' })
  assert.deepEqual(await tokenNames(place), ['owner', 'CI'])
})

test('what is kept is no use to whoever reads the database', async () => {
  const place = await openWorkspace()
  const { secret } = await place.owner(tokens.create, token('CI'))

  const rows = await place.app.database.db
    .selectFrom('idempotency')
    .where('workspace_id', '=', place.id)
    .select('sealed')
    .execute()

  assert.equal(rows.length, 1)
  assert.ok(rows.every(({ sealed }) => !Buffer.from(sealed).includes(secret)))
})

test('a key that comes with another request is refused, and nothing happens', async () => {
  const place = await openWorkspace()
  await place.owner(groups.create, group('Analysts'))

  const otherBody = place.owner(groups.create, group('Data'))
  await assert.rejects(otherBody, { status: 422, code: 'idempotency-key-reused' })
  const otherPath = place.owner(tokens.create, token('Analysts'))
  await assert.rejects(otherPath, { status: 422, code: 'idempotency-key-reused' })

  assert.deepEqual(await groupNames(place), ['Analysts'])
  assert.deepEqual(await tokenNames(place), ['owner'])
})

test('many at once take effect once, and all get the same answer', async () => {
  const place = await openWorkspace()

  const made = await Promise.all(Array.from({ length: 10 }, () => place.owner(tokens.create, token('CI'))))

  assert.equal(new Set(made.map((one) => JSON.stringify(one))).size, 1)
  assert.deepEqual(await tokenNames(place), ['owner', 'CI'])
})

test('of two requests at once with one key, one takes effect and the other is refused', async () => {
  const place = await openWorkspace()

  const results = await Promise.allSettled([
    place.owner(groups.create, group('Analysts')),
    place.owner(groups.create, group('Data')),
  ])

  const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as Refused] : []))
  assert.deepEqual(
    refused.map((one) => one.code),
    ['idempotency-key-reused'],
  )
  assert.equal((await groupNames(place)).length, 1)
})

test('the same key of somebody else, or in another workspace, is another key', async () => {
  const place = await openWorkspace()
  const other = await openWorkspace()
  const owner = { roleId: ownerRole(place.app.catalog).id, resources: [place.everything] }
  const second = await place.tokenWith([owner])
  const first = await place.owner(tokens.create, token('CI'))

  const bySecond = await second.call(tokens.create, token('CI'))
  const elsewhere = await other.owner(tokens.create, token('CI'))

  assert.equal(new Set([first, bySecond, elsewhere].map((one) => one.secret)).size, 3)
})

test('a refusal is not kept: the key may be tried again', async () => {
  const place = await openWorkspace()
  const { userGroup } = await place.owner(groups.create, { body: { name: 'Analysts' } })
  await assert.rejects(place.owner(groups.create, group('Analysts')), { code: 'group-name-taken' })
  await place.owner(groups.delete, { params: { userGroupId: userGroup.id } })

  const made = await place.owner(groups.create, group('Analysts'))

  assert.notEqual(made.userGroup.id, userGroup.id)
})

test('a key is of 1 to 255 printable characters', async () => {
  const place = await openWorkspace()

  for (const key of ['a b', 'x'.repeat(256)]) {
    const made = place.owner(groups.create, { body: { name: 'Analysts' }, idempotencyKey: key })
    await assert.rejects(made, (refused: Refused) => refused.errors[0]?.field === 'Idempotency-Key')
  }
  await place.owner(groups.create, { body: { name: 'Analysts' }, idempotencyKey: '~'.repeat(255) })
})

test('an answer is kept for a day, then the key is free', async () => {
  const place = await openWorkspace()
  const first = await place.owner(tokens.create, token('CI'))

  clock.move(24 * HOUR_MS - 60_000)
  await forgetOldAnswers(place.app)
  const within = await place.owner(tokens.create, token('CI'))
  clock.move(2 * 60_000)
  const forgotten = await forgetOldAnswers(place.app)
  const after = await place.owner(tokens.create, token('CI'))

  assert.deepEqual(within, first)
  assert.ok(forgotten >= 1)
  assert.notEqual(after.secret, first.secret)
})

test('more old answers than fit into one step are all forgotten', async () => {
  const place = await openWorkspace()
  const row = (number: number) => ({
    workspace_id: place.id,
    actor_id: `actor-${number}`,
    key_hash: Buffer.from([1]),
    request_hash: Buffer.from([2]),
    sealed: Buffer.from([3]),
    created_at: new Date(0),
  })
  const rows = Array.from({ length: 2_500 }, (_, number) => row(number))
  await place.app.database.db
    .transaction()
    .execute((tx) => tx.insertInto('idempotency').values(rows).execute())

  const forgotten = await forgetOldAnswers(place.app)

  assert.ok(forgotten >= 2_500)
})
