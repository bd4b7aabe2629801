import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { testDatabase, testedDatabase } from '../../test/database.ts'
import { type Database, readSql } from './open.ts'

let database: Database
before(async () => {
  database = await testDatabase()
})

const at = new Date('2026-11-21T10:20:30.456Z')

test('both databases give the same kinds of values back', async () => {
  const { db } = database
  await db
    .insertInto('workspaces')
    .values({ id: 'w', slug: 'w', name: 'W', plan: 'p', settings: '{"deep":[1,{"a":null}]}', created_at: at })
    .execute()
  const user = {
    id: 'u',
    email: 'U@x',
    email_key: 'u@x',
    name: 'U',
    name_key: 'u',
    password_hash: null,
    created_at: at,
  }
  await db.insertInto('users').values(user).execute()
  const secret = Buffer.from([0, 1, 255, 39, 92])
  const times = { created_at: at, expires_at: at, authenticated_at: at, factor_at: at, last_used_at: at }
  const session = { id: 's', user_id: 'u', secret_hash: secret, ...times }
  await db.insertInto('sessions').values(session).execute()

  const workspace = await db.selectFrom('workspaces').selectAll().executeTakeFirstOrThrow()
  const found = await db
    .selectFrom('sessions')
    .selectAll()
    .where('secret_hash', '=', secret)
    .executeTakeFirst()
  const counted = await db.selectFrom('users').select(db.fn.countAll().as('count')).executeTakeFirst()
  const [arrays] = await readSql<{ names: string[] }>(db, sql`select array['a', 'b']::text[] as names`)

  assert.deepEqual(workspace.settings, { deep: [1, { a: null }] })
  assert.equal(workspace.access_version, 0)
  assert.deepEqual(workspace.created_at, at)
  assert.ok(Buffer.isBuffer(found?.secret_hash))
  const unset = { ip: null, user_agent: null, mfa_at: null, methods: [], confined: false }
  assert.deepEqual(found, { ...session, ...unset })
  assert.strictEqual(counted?.count, 1)
  assert.deepEqual(arrays?.names, ['a', 'b'])
  const fresh = { ...user, email_verified_at: null, password_changed_at: null }
  assert.deepEqual(await db.selectFrom('users').selectAll().executeTakeFirst(), fresh)
})

test('lists of values can be handed in as arrays', async () => {
  const ids = ['a', 'it\'s "quoted", {b}']

  const rows = await readSql<{ id: string }>(database.db, sql`select unnest(${ids}::text[]) as id`)

  assert.deepEqual(
    rows.map((row) => row.id),
    ids,
  )
})

test('numbers beyond 32 bits come back as they were', async () => {
  const [row] = await readSql<{ big: number }>(database.db, sql`select 9007199254740991::bigint as big`)

  assert.strictEqual(row?.big, Number.MAX_SAFE_INTEGER)
})

test('a broken constraint tells its name and code', async () => {
  const twice = (id: string) => ({ id, slug: 'twice', name: 'n', plan: 'p', created_at: at })
  await database.db.insertInto('workspaces').values(twice('one')).execute()

  const second = database.db.insertInto('workspaces').values(twice('two')).execute()

  await assert.rejects(second, { code: '23505', constraint: 'workspace_slug_taken' })
})

test('a transaction that fails leaves nothing behind', async () => {
  const row = { id: 'gone', slug: 'gone', name: 'n', plan: 'p', created_at: at }

  const failed = database.db.transaction().execute(async (tx) => {
    await tx.insertInto('workspaces').values(row).execute()
    throw new Error('changed my mind')
  })

  await assert.rejects(failed, /changed my mind/)
  const found = await database.db.selectFrom('workspaces').where('id', '=', 'gone').selectAll().execute()
  assert.deepEqual(found, [])
})

test('a transaction of repeatable reads sees one moment', async () => {
  const count = (db: Database['db']) =>
    db.selectFrom('labels').select(db.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const owner = { id: 'moment', slug: 'moment', name: 'n', plan: 'p', created_at: at }
  await database.db.insertInto('workspaces').values(owner).execute()
  const label = { workspace_id: 'moment', key: 'k', value: 'v', created_at: at }

  let written: Promise<unknown> = Promise.resolve()
  const seen = await database.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const first = await count(tx)
      // Embedded, it waits for the transaction; on PostgreSQL it is done at once, and must not be seen.
      written = database.db.insertInto('labels').values(label).execute()
      if (testedDatabase === 'postgres') await written
      return [first.n, (await count(tx)).n]
    })
  await written

  assert.deepEqual(seen, [0, 0])
  assert.equal((await count(database.db)).n, 1)
})

test('who may only read cannot write by hand-written SQL either', async () => {
  const sneaky = readSql(database.db, sql`delete from users`)

  await assert.rejects(sneaky, /only reads/)
})
