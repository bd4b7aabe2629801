import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, call } from '../client/call.ts'
import { groups } from '../contract/groups.ts'
import { labels } from '../contract/labels.ts'
import { resources } from '../contract/resources.ts'
import { tokens } from '../contract/tokens.ts'
import type { DatabasePlace } from '../server/db/open.ts'
import { openApp } from '../server/main.ts'
import { readConfig } from '../server/platform/config.ts'
import { environmentOf, startChild } from './child-server.ts'
import { testLog, testPlace } from './database.ts'
import { type Fixture, openFixture } from './fixture.ts'
import { openRandom } from './random.ts'
import { assertSound } from './worlds-agree.ts'
import { type Desk, type Wish, writeUntilGone } from './writers.ts'

const KILLS = Number(process.env.CLAVIGER_TEST_KILLS ?? 50)
const WRITERS = 8
/** A crash comes when so many changes are acknowledged, and a moment later, in the middle of others: however slow the machine. */
const KILL_AFTER_CHANGES = 12
const MOMENT_MS = 20
const PATIENCE_MS = 5_000
const RETRIED_MAX = 40
const random = openRandom(7)

test(`after ${KILLS} times kill -9 during writes, every acknowledged change is there once, and nothing is broken`, {
  timeout: 600_000,
}, async () => {
  const place = await testPlace()
  const fixture = await furnish(place)
  const token = fixture.credentials['owner token'] ?? ''
  const wishes: Wish[] = []
  let desks: Desk[] = []

  for (let kill = 0; kill < KILLS; kill++) {
    const server = await startChild(place)
    const connection = { url: server.url, token }
    if (kill === 0)
      desks = await Promise.all(
        Array.from({ length: WRITERS }, (_, index) => openDesk(connection, fixture, index)),
      )
    const writing = Promise.all(desks.map((desk) => writeUntilGone(connection, desk, wishes)))
    await untilAnswered(wishes, 1 + random.below(KILL_AFTER_CHANGES))
    await sleep(random.below(MOMENT_MS))
    await server.end('SIGKILL')
    await writing
  }

  const server = await startChild(place)
  const connection = { url: server.url, token }
  const acknowledged = wishes.filter((one) => one.answer !== undefined)
  const lost = wishes.filter((one) => one.answer === undefined)
  const before = await countThings(connection, desks)
  assertPresent(before, acknowledged, lost)
  for (const one of lost) one.answer = await one.send(connection)
  assertPresent(await countThings(connection, desks), wishes, [])
  for (const one of sample(acknowledged)) {
    if (one.kind !== 'resource')
      assert.deepEqual(await one.send(connection), one.answer, `${one.kind} ${one.mark} sent again`)
  }
  assertPresent(await countThings(connection, desks), wishes, [])
  await server.end('SIGTERM')
  assert.ok(acknowledged.length > KILLS, `only ${acknowledged.length} changes were acknowledged`)
  await inspect(place, wishes)
})

/** Waits for so many more answers, but not for ever. */
async function untilAnswered(wishes: Wish[], more: number) {
  const start = wishes.length
  const answered = () => wishes.slice(start).filter((one) => one.answer !== undefined).length
  for (const end = performance.now() + PATIENCE_MS; answered() < more && performance.now() < end; )
    await sleep(5)
}

async function furnish(place: DatabasePlace): Promise<Fixture> {
  const app = await openApp(readConfig(environmentOf(place)), { log: testLog })
  const fixture = await openFixture(app, app.clock.now())
  await app.database.close()
  return fixture
}

async function openDesk(connection: Connection, fixture: Fixture, index: number): Promise<Desk> {
  const { userGroup } = await call(connection, groups.create, { body: { name: `Desk ${index}` } })
  return { fixture, random: openRandom(index + 1), groupId: userGroup.id }
}

/** How often each thing is there, by its mark; and how many grants and members all desks have together. */
interface Things {
  marks: Map<string, number>
  grants: number
  members: number
}

async function countThings(connection: Connection, desks: Desk[]): Promise<Things> {
  const found: string[] = []
  const all = { pagination: { count: 1_000 } }
  const pages = async <Reply extends { pagination: { next?: string } }>(
    read: (query: { pagination: { count: number; cursor?: string } }) => Promise<Reply>,
    marksOf: (reply: Reply) => string[],
  ) => {
    for (let query: { pagination: { count: number; cursor?: string } } | null = all; query; ) {
      const reply: Reply = await read(query)
      found.push(...marksOf(reply))
      const { next } = reply.pagination
      query = next ? { pagination: { count: 1_000, cursor: next } } : null
    }
  }
  await pages(
    (query) => call(connection, groups.list, { query }),
    (reply) => reply.userGroups.map((one) => one.name),
  )
  await pages(
    (query) => call(connection, tokens.list, { query }),
    (reply) => reply.tokens.map((one) => one.description),
  )
  await pages(
    (query) => call(connection, resources.list, { query }),
    (reply) => reply.resources.map((one) => one.name),
  )
  found.push(...(await call(connection, labels.list, {})).labels.map((one) => one.value))
  const marks = new Map<string, number>()
  for (const mark of found) marks.set(mark, (marks.get(mark) ?? 0) + 1)
  const own = await Promise.all(
    desks.map((desk) => call(connection, groups.get, { params: { userGroupId: desk.groupId } })),
  )
  return {
    marks,
    grants: own.reduce((total, { userGroup }) => total + (userGroup.permissions?.length ?? 0), 0),
    members: own.reduce((total, { userGroup }) => total + userGroup.memberCount, 0),
  }
}

/** What was acknowledged is there once; what was not, once or not at all. */
function assertPresent({ marks, grants, members }: Things, acknowledged: Wish[], lost: Wish[]) {
  const of = (wishes: Wish[], kind: Wish['kind']) => wishes.filter((one) => one.kind === kind).length
  const isThing = ({ kind }: Wish) => kind !== 'grant' && kind !== 'member'
  for (const { kind, mark } of acknowledged.filter(isThing))
    assert.equal(marks.get(mark), 1, `${kind} ${mark} was acknowledged`)
  for (const { kind, mark } of lost.filter(isThing))
    assert.ok((marks.get(mark) ?? 0) <= 1, `${kind} ${mark} was not acknowledged`)
  const certain = of(acknowledged, 'grant')
  assert.ok(
    grants >= certain && grants <= certain + of(lost, 'grant'),
    `${grants} grants, and ${certain} were acknowledged`,
  )
  assert.ok(members <= WRITERS)
}

function sample(wishes: Wish[]): Wish[] {
  return Array.from({ length: RETRIED_MAX }, () => random.pick(wishes))
}

async function inspect(place: DatabasePlace, wishes: Wish[]) {
  const app = await openApp(readConfig(environmentOf(place)), { log: testLog })
  const canaries = wishes.flatMap(({ answer }) => (answer as { secret?: string }).secret ?? [])
  await assertSound(app, { canaries })
  await app.database.close()
}
