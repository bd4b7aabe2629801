import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { tokens } from '../../contract/tokens.ts'
import { clock, openWorkspace } from '../../test/house.ts'
import type { Database } from '../db/open.ts'
import { openLog } from '../platform/log.ts'
import type { App } from './app.ts'
import { openLastUsed } from './last-used.ts'

const DAY_MS = 86_400_000

afterEach(() => clock.reset())

test('when a token was last used is known a minute later', async () => {
  const place = await openWorkspace()
  const made = await place.tokenWith([])
  const params = { tokenId: made.id }
  const before = clock.now()
  await made.call(tokens.current, {})

  await place.app.lastUsed.flush()

  const { token } = await place.owner(tokens.get, { params })
  assert.ok(token.lastUsedAt !== null && new Date(token.lastUsedAt) >= before)
  clock.move(-DAY_MS)
  await made.call(tokens.current, {})
  await place.app.lastUsed.flush()
  const again = await place.owner(tokens.get, { params })
  assert.equal(again.token.lastUsedAt, token.lastUsedAt)
})

test('a token that is revoked while its use is noted harms nobody', async () => {
  const place = await openWorkspace()
  const made = await place.tokenWith([])
  await made.call(tokens.current, {})
  await place.owner(tokens.revoke, { params: { tokenId: made.id } })

  await place.app.lastUsed.flush()

  const { tokens: left } = await place.owner(tokens.list, { query: {} })
  assert.equal(left.length, 1)
  assert.notEqual(left[0]?.lastUsedAt, null)
})

test('what the database could not take is written down the next time', async () => {
  const place = await openWorkspace()
  const { id: tokenId } = await place.tokenWith([])
  const { database } = place.app
  const execute = () => Promise.reject(new Error('the database is away'))
  // Of a database, only what opens a transaction is asked for.
  const away = { transaction: () => ({ execute }) } as unknown as Database['db']
  const app: Pick<App, 'database' | 'log'> = { database: { ...database, db: away }, log: openLog('silent') }
  const lastUsed = openLastUsed(() => app)
  const at = clock.now()
  lastUsed.note({ workspaceId: place.id, tokenId, at })
  await lastUsed.flush()

  app.database = database
  await lastUsed.stop()

  const { token } = await place.owner(tokens.get, { params: { tokenId } })
  assert.equal(token.lastUsedAt, at.toISOString())
})
