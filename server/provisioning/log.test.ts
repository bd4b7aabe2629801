import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { Problem } from '../../contract/problems.ts'
import { provisioning } from '../../contract/provisioning.ts'
import { environmentOf } from '../../test/child-server.ts'
import { closeAfterTests, testLog, testPlace } from '../../test/database.ts'
import { clock, openWorkspace, systemIn, type TestWorkspace } from '../../test/house.ts'
import type { App } from '../caller/app.ts'
import type { Caller } from '../caller/caller.ts'
import type { Database } from '../db/open.ts'
import type { Exchange } from '../http/handlers.ts'
import { start } from '../main.ts'
import { readConfig } from '../platform/config.ts'
import { openLog } from '../platform/log.ts'
import { openRequestLog } from './log.ts'
import { noteRequest, requestLogOf } from './provisioning.ts'

const MINUTE_MS = 60_000

afterEach(() => clock.reset())

const deed = { type: 'User Added via SCIM', resourceId: 'u1', resourceName: 'Ada' }

/** The identity provider of a workspace, as one of its requests has it. */
async function providerOf({ app, id, slug }: TestWorkspace): Promise<Caller> {
  const caller = await systemIn(app, { id, slug, name: 'Test', plan: 'business' })
  return { ...caller, who: { kind: 'scim', id: 't1', name: 'Okta', email: null, until: null } }
}

function exchangeOf(index: number, more: Partial<Exchange> = {}): Exchange {
  const url = `/scim/v2/Users/${index}`
  return { method: 'PATCH', url, body: { index }, status: 200, problem: null, did: [], ...more }
}

/** Notes requests, each a millisecond after the one before it. */
async function noteAll(place: TestWorkspace, exchanges: Exchange[]) {
  const caller = await providerOf(place)
  for (const [index, exchange] of exchanges.entries()) {
    noteRequest({ ...caller, now: new Date(caller.now.getTime() + index) }, exchange)
  }
}

/** What is kept of a workspace's requests, oldest first, by the last part of their paths. */
async function pathsOf({ app, id }: TestWorkspace) {
  const rows = await app.database.db
    .selectFrom('scim_requests')
    .where('workspace_id', '=', id)
    .orderBy('at')
    .select('path')
    .execute()
  return rows.map(({ path }) => path.split('/').at(-1))
}

test('a request is in the log with what came, what it did, and by which token, as soon as somebody looks', async () => {
  const place = await openWorkspace()
  const caller = await providerOf(place)

  noteRequest(caller, exchangeOf(1, { body: { userName: 'ada', password: 'hunter2' }, did: [deed] }))

  const { requests, pagination } = await place.owner(provisioning.listRequests, { query: {} })
  assert.deepEqual(requests, [
    {
      id: requests[0]?.id,
      at: caller.now.toISOString(),
      token: { id: 't1', name: 'Okta' },
      method: 'PATCH',
      path: '/scim/v2/Users/1',
      status: 200,
      sent: '{"userName":"ada","password":"…"}',
      did: [deed],
      refused: null,
      dryRun: false,
      requestId: caller.requestId,
    },
  ])
  assert.deepEqual(Object.keys(pagination), ['current'])
  const { provisioning: shown } = await place.owner(provisioning.get, {})
  assert.equal(shown.lastRequestAt, caller.now.toISOString())
})

test('a request is written down within seconds, also if nobody looks', async () => {
  const place = await openWorkspace()
  await noteAll(place, [exchangeOf(1)])

  for (let waited = 0; (await pathsOf(place)).length === 0; waited += 100) {
    assert.ok(waited < 10_000)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
})

test('what was refused says why, and did nothing; a dry run is no refusal, and says what it would have done', async () => {
  const place = await openWorkspace()
  const problem = new Problem('scim-invalid', {
    message: 'The filter has no end.',
    data: { scimType: 'invalidFilter' },
  })
  const dry = { status: 503, problem: new Problem('dry-run'), did: [deed] }
  await noteAll(place, [
    exchangeOf(0, { method: 'GET', body: undefined }),
    exchangeOf(1, { status: 400, problem, did: undefined }),
    exchangeOf(2, dry),
    exchangeOf(3, { ...dry, did: [] }),
    exchangeOf(4, { did: [deed] }),
  ])
  const list = async (outcome?: 'changed' | 'refused') => {
    const { requests } = await place.owner(provisioning.listRequests, { query: outcome ? { outcome } : {} })
    return requests.map(({ path, status, did, refused, dryRun }) => [
      ...[path.at(-1), status, did.length, refused, dryRun],
    ])
  }

  const all = await list()

  const refused = ['1', 400, 0, 'The filter has no end.', false]
  const changed = [
    ['4', 200, 1, null, false],
    ['2', 503, 1, null, true],
  ]
  assert.deepEqual(all, [
    changed[0],
    ['3', 503, 0, null, true],
    changed[1],
    refused,
    ['0', 200, 0, null, false],
  ])
  assert.deepEqual(await list('changed'), changed)
  assert.deepEqual(await list('refused'), [refused])
  const unknown = place.owner(provisioning.listRequests, { query: { outcome: 'all' as 'changed' } })
  await assert.rejects(unknown, { code: 'invalid-input' })
})

test('the log is read page by page, newest first, by owners of its workspace alone', async () => {
  const place = await openWorkspace()
  const other = await openWorkspace()
  const ada = await place.member()
  await noteAll(
    place,
    Array.from({ length: 5 }, (_, index) => exchangeOf(index)),
  )
  await noteAll(other, [exchangeOf(9)])
  const list = (cursor?: string) =>
    place.owner(provisioning.listRequests, { query: { pagination: { count: 2, ...(cursor && { cursor }) } } })

  const first = await list()
  const second = await list(first.pagination.next)
  const third = await list(second.pagination.next)

  const numbers = [first, second, third].map(({ requests }) => requests.map(({ path }) => path.at(-1)))
  assert.deepEqual(numbers, [['4', '3'], ['2', '1'], ['0']])
  assert.equal(third.pagination.next, undefined)
  const query = { pagination: { count: 2, cursor: first.pagination.next ?? '' } }
  for (const asking of [
    () => other.owner(provisioning.listRequests, { query }),
    () => place.owner(provisioning.listRequests, { query: { outcome: 'changed', ...query } }),
  ]) {
    await assert.rejects(asking(), { code: 'invalid-input' })
  }
  await assert.rejects(ada.call(provisioning.listRequests, { query: {} }), { code: 'not-allowed' })
})

test('the 2,000 newest requests of each workspace are kept', async () => {
  const place = await openWorkspace()
  const other = await openWorkspace()
  await noteAll(other, [exchangeOf(0), exchangeOf(1)])
  await noteAll(
    place,
    Array.from({ length: 1_990 }, (_, index) => exchangeOf(index)),
  )
  await requestLogOf(place.app).flush()
  clock.move(MINUTE_MS)
  await noteAll(
    place,
    Array.from({ length: 13 }, (_, index) => exchangeOf(1_990 + index)),
  )

  await requestLogOf(place.app).flush()

  const left = await pathsOf(place)
  assert.deepEqual([left.length, left[0], left.at(-1)], [2_000, '3', '2002'])
  assert.deepEqual(await pathsOf(other), ['0', '1'])
})

test('whatever comes is written down: text that no database takes, deeds that are none, and many of them', async () => {
  const place = await openWorkspace()
  const strange = 'a\0b\uD800'
  const message = `No ${strange}${'x'.repeat(1_000)}`
  await noteAll(place, [
    exchangeOf(0, { body: { [strange]: strange }, did: [{ ...deed, resourceName: strange }] }),
    exchangeOf(1, { did: Array(500).fill(deed) }),
    exchangeOf(2, { did: [null, 7, {}, 'text'] }),
    exchangeOf(3, { did: 'text' }),
    exchangeOf(4, { status: 400, problem: new Problem('invalid-input', { message }) }),
  ])

  const { requests } = await place.owner(provisioning.listRequests, { query: {} })

  assert.deepEqual(requests.map(({ did, refused }) => [did.length, refused?.length ?? 0]).reverse(), [
    [1, 0],
    [100, 0],
    [4, 0],
    [0, 0],
    [0, 300],
  ])
  assert.equal(requests[4]?.did[0]?.resourceName, 'a\uFFFDb\uFFFD')
})

test('a request whose writing was not heard of, and is written again, is in the log once', async () => {
  const place = await openWorkspace()
  const { database } = place.app
  const caller = await providerOf(place)
  let isCut = true
  const transaction = () => ({
    execute: async (work: Parameters<ReturnType<Database['db']['transaction']>['execute']>[0]) => {
      await database.db.transaction().execute(work)
      if (isCut) throw new Error('the connection was cut while the database answered')
    },
  })
  // Of a database, only what opens a transaction is asked for.
  const cut = { transaction } as unknown as Database['db']
  const log = openRequestLog({ database: { ...database, db: cut }, log: openLog('silent') })
  log.note(caller, exchangeOf(1))
  await log.flush()

  isCut = false
  log.note(caller, exchangeOf(2))
  await log.stop()

  assert.deepEqual((await pathsOf(place)).sort(), ['1', '2'])
})

/** A log whose database is away until `come` is called. */
async function openAway({ database }: App) {
  const execute = () => Promise.reject(new Error('the database is away'))
  // Of a database, only what opens a transaction is asked for.
  const away = { transaction: () => ({ execute }) } as unknown as Database['db']
  const app: Pick<App, 'database' | 'log'> = { database: { ...database, db: away }, log: openLog('silent') }
  const come = () => {
    app.database = database
  }
  return { log: openRequestLog(app), come }
}

test('what the database could not take is written down the next time, and the rest when the server ends', async () => {
  const place = await openWorkspace()
  const caller = await providerOf(place)
  const { log, come } = await openAway(place.app)
  log.note(caller, exchangeOf(1))
  await log.flush()

  come()
  log.note({ ...caller, now: new Date(caller.now.getTime() + 1) }, exchangeOf(2))
  await log.stop()
  log.note(caller, exchangeOf(3))
  await log.flush()

  const { requests } = await place.owner(provisioning.listRequests, { query: {} })
  assert.deepEqual(
    requests.map(({ path }) => path.at(-1)),
    ['2', '1'],
  )
})

test('while the database is away, memory holds the 10,000 newest requests of all', async () => {
  const place = await openWorkspace()
  const caller = await providerOf(place)
  const { log, come } = await openAway(place.app)
  const other = await openWorkspace()
  const theirs = await providerOf(other)
  for (let index = 0; index < 1_500; index++) log.note(theirs, exchangeOf(index))
  await log.flush()
  for (let index = 0; index < 9_000; index++) log.note(caller, exchangeOf(index))
  await log.flush()

  come()
  await log.stop()

  assert.equal((await pathsOf(other)).length, 1_000)
  assert.equal((await pathsOf(place)).length, 2_000)
})

test('a server that ends writes down what it noted', async () => {
  const config = readConfig(environmentOf(await testPlace()))
  const running = await start(config, { clock, log: testLog })
  const place = await openWorkspace({ on: running })
  await noteAll(place, [exchangeOf(1)])

  await running.stop()

  const again = await start(config, { clock, log: testLog })
  closeAfterTests(again.stop)
  assert.deepEqual(await pathsOf({ ...place, app: again.app }), ['1'])
})
