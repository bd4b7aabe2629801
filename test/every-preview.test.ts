import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Connection, call, Refused } from '../client/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { groups } from '../contract/groups.ts'
import { api } from '../contract/index.ts'
import type { App } from '../server/caller/app.ts'
import { parseQuery } from '../server/http/query.ts'
import { type CallerKind, type Fixture, openFixture } from './fixture.ts'
import { as, clock, headersOf, house, openWorkspace } from './house.ts'
import { type Preview, type PreviewedCall, preview } from './previews.ts'
import { type Sample, samples } from './samples.ts'
import { assertSound } from './worlds-agree.ts'

const previewable = Object.entries(api).flatMap(([feature, endpoints]) =>
  Object.entries(endpoints as Record<string, Endpoint>)
    .filter(([, endpoint]) => endpoint.previewable)
    .map(([name, endpoint]) => ({ feature, name, endpoint })),
)
const callers: CallerKind[] = ['owner', 'stale proof', 'owner token', 'source admin on it', 'no role']

test('every preview tells what the call does, or refuses as the call does, and changes nothing at all', async () => {
  const { app, url } = await house()
  assert.ok(previewable.length >= 19, String(previewable.length))
  for (const { feature, name, endpoint } of previewable) {
    for (const kind of callers) {
      const fixture = await openFixture(app, clock.now())
      const connection = connectionOf(url, fixture, kind)
      const given = givenOf(feature, name, fixture)
      const before = kind === 'owner' ? await everyRow(app) : null

      const foreseen = await outcome(preview(as(connection), { route: endpoint.route, ...given }))

      const told = `${endpoint.route} by ${kind}`
      if (before) assert.deepEqual(await everyRow(app), before, told)
      const done = await outcome(call(connection, endpoint, given as never))
      const happened = await auditOf(app, fixture)
      assert.deepEqual(foreseen.refusal, done.refusal, told)
      assert.deepEqual(foreseen.reply?.events ?? [], happened, told)
      assert.ok(kind !== 'owner' || foreseen.reply, told)
    }
  }
  await assertSound(app)
})

test('a preview that is refused in the middle changes nothing either', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const before = await everyRow(place.app)

  const asked = preview(
    place,
    { route: 'POST /groups', body: { name: 'Readers', emails: [ada.email] } },
    { route: 'DELETE /users', query: { userIds: [ada.id] } },
    { route: 'DELETE /users', query: { userIds: [place.ownerPerson.id] } },
  )

  await assert.rejects(asked, { code: 'last-owner' })
  assert.deepEqual(await everyRow(place.app), before)
  await assertSound(place.app)
})

test('fifty previews beside changes, ten at a time: each is answered, each change is made, and memory stays right', async () => {
  const place = await openWorkspace()
  const people = [await place.member(), await place.member(), await place.member()]
  const { userGroup } = await place.owner(groups.create, { body: { name: 'Owners' } })
  const params = { userGroupId: userGroup.id }
  const emails = people.map((one) => one.email)

  const look = (number: number) =>
    preview(
      place,
      { route: 'PUT /group/:userGroupId/users', params, body: { emails: emails.slice(number % 3) } },
      { route: 'DELETE /users', query: { userIds: [people[number % 3]?.id] } },
    )
  const write = (number: number) =>
    place.owner(groups.replaceUsers, { params, body: { emails: emails.slice(number % 3) } })
  const shown: Preview[] = []
  for (let wave = 0; wave < 5; wave++) {
    const numbers = Array.from({ length: 10 }, (_, number) => wave + number)
    const changes = numbers.slice(0, 4).map(write)
    shown.push(...(await Promise.all(numbers.map(look))))
    await Promise.all(changes)
  }

  assert.ok(shown.every(({ subjects }) => subjects.some((one) => !one.isHere.after)))
  await assertSound(place.app)
})

function connectionOf(url: string, { slug, credentials }: Fixture, kind: CallerKind): Connection {
  const secret = credentials[kind] ?? ''
  const isToken = secret.startsWith('cvt_')
  return isToken ? { url, token: secret } : { url: `${url}/w/${slug}`, headers: headersOf(secret, url) }
}

function givenOf(feature: string, name: string, { ids, workspaceId, slug }: Fixture) {
  const sample = (samples as unknown as Record<string, Record<string, Sample>>)[feature]?.[name]
  if (!sample) throw new Error(`${feature}.${name} has no sample`)
  const { params, query, body } = sample({ ...ids, workspaceId, slug })
  const given: Omit<PreviewedCall, 'route'> = {
    ...(params && { params }),
    ...(query !== undefined && { query: parseQuery(query.slice(1)) }),
    ...(body !== undefined && { body: body as Record<string, unknown> }),
  }
  return given
}

async function outcome<Reply>(asked: Promise<Reply>) {
  try {
    return { reply: await asked }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { refusal: { status: error.status, code: error.code, errors: error.errors } }
  }
}

async function auditOf({ database }: App, { workspaceId }: Fixture) {
  const rows = await database.db
    .selectFrom('audit_events')
    .where('workspace_id', '=', workspaceId)
    .orderBy('seq')
    .select(['type', 'resource_name as resourceName'])
    .execute()
  return rows
}

/** A digest of every table, once no letter waits any more. When a credential was last used may be written at any time. */
async function everyRow({ database }: App): Promise<Record<string, string>> {
  while (
    await database.db.selectFrom('outbox').where('state', '=', 'waiting').select('id').executeTakeFirst()
  )
    await sleep(50)
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`.execute(database.db)
  const digests: Record<string, string> = {}
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ digest: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(row::text, ',' order by row::text)), '') as digest
      from (select to_jsonb(t) - 'last_used_at' as row from ${sql.table(name)} t) as rows`.execute(
      database.db,
    )
    digests[name] = rows[0]?.digest ?? ''
  }
  return digests
}
