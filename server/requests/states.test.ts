import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { accessRequests } from '../../contract/access-requests.ts'
import { audit } from '../../contract/audit.ts'
import type { Input } from '../../contract/endpoint.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { ask, at, lettersAbout, look, toRead } from '../../test/access-requests.ts'
import { clock, openWorkspace, type Person, systemIn, type TestWorkspace } from '../../test/house.ts'
import { onAll, onSome, registerSources } from '../../test/registry.ts'
import type { Caller } from '../caller/caller.ts'
import { newId } from '../platform/ids.ts'
import { listRequests, settleAll } from './requests.ts'

const HOUR_MS = 3_600_000
const states = ['open', 'granted', 'dismissed', 'withdrawn', 'ended'] as const

afterEach(() => clock.reset())

/** How many are in each state, by the list of owners; and that both lists and the single view agree. */
async function counted({ owner }: TestWorkspace, who: Person) {
  const numbers: number[] = []
  for (const state of states) {
    const { accessRequests: found, pagination } = await owner(accessRequests.list, { query: { state } })
    assert.deepEqual([...new Set(found.map((one) => one.state))], found.length > 0 ? [state] : [])
    assert.equal(pagination.totalEntries, found.length)
    for (const one of found) assert.equal((await look({ owner }, one)).accessRequest.state, state)
    const mine = await who.call(accessRequests.listMine, { query: { state } })
    assert.deepEqual(
      mine.accessRequests.map(({ id }) => id),
      found.filter(({ requester }) => requester.id === who.id).map(({ id }) => id),
    )
    numbers.push(found.length)
  }
  return numbers
}

type Permissions = Input<typeof grants.replaceForUser>['body']['permissions']

async function give({ owner }: TestWorkspace, { id: userId }: Person, permissions: Permissions) {
  await owner(grants.replaceForUser, { params: { userId }, body: { permissions } })
}

test('a door that was opened otherwise is no open request any more, however it was opened, and is told once', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios', 'web', 'tv'])
  const ada = await place.member()
  const requests = []
  for (const id of ['ios', 'web', 'tv']) requests.push(await ask(ada, toRead(id)))
  const permissions = [onSome('Source Read-only', 'SOURCE', 'web')]
  await place.owner(groups.create, { body: { name: 'Web', emails: [ada.email], permissions } })
  await give(place, ada, [onSome('Source Admin', 'SOURCE', 'ios')])

  const before = await counted(place, ada)
  await Promise.all([settleAll(place.app), settleAll(place.app)])
  await settleAll(place.app)
  const after = await counted(place, ada)

  assert.deepEqual(
    [before, after],
    [
      [1, 2, 0, 0, 0],
      [1, 2, 0, 0, 0],
    ],
  )
  const [ios, , tv] = requests
  assert.ok(ios && tv)
  const { accessRequest } = await look(place, ios)
  assert.deepEqual([accessRequest.decidedBy, accessRequest.granted], [null, []])
  assert.notEqual(accessRequest.decidedAt, null)
  const { events } = await place.owner(audit.list, { query: { type: 'Access Request Resolved' } })
  assert.deepEqual(
    events.map(({ actorKind }) => actorKind),
    ['system', 'system'],
  )
  const told = (await lettersAbout(place)).filter(({ userId }) => userId === ada.id)
  assert.deepEqual(
    told.map(({ letter }) => /You have it by now/.test(letter?.text ?? '')),
    [true, true],
  )
  assert.equal((await look(place, tv)).accessRequest.state, 'open')
})

test('what is closed before anybody wrote down that it was open, waits again', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const asked = await ask(ada, toRead('ios'))
  const from = clock.now().getTime()
  const limits = {
    startsAt: new Date(from + HOUR_MS).toISOString(),
    endsAt: new Date(from + 2 * HOUR_MS).toISOString(),
  }
  await give(place, ada, [{ ...onAll(place, 'Source Admin'), ...limits }])
  const seen: string[] = []
  const see = async () => seen.push((await look(place, asked)).accessRequest.state)

  await see()
  clock.move(HOUR_MS)
  await see()
  clock.move(HOUR_MS)
  await see()
  await settleAll(place.app)
  await see()

  assert.deepEqual(seen, ['open', 'granted', 'open', 'open'])
})

test('what ends is asked for for longer while it lasts: it waits until it is given for longer', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const endsAt = new Date(clock.now().getTime() + HOUR_MS).toISOString()
  await give(place, ada, [{ ...onSome('Source Admin', 'SOURCE', 'ios'), endsAt }])

  const asked = await ask(ada, toRead('ios', { action: 'source:edit', wished: { hours: 3 } }))
  const lasting = await look(place, asked)
  await settleAll(place.app)
  clock.move(2 * HOUR_MS)
  const ended = await look(place, asked)
  const [suggestion = assert.fail('nothing is suggested')] = lasting.suggestion
  await give(place, ada, [suggestion])
  const given = await look(place, asked)

  assert.deepEqual([asked.state, asked.openUntil], ['open', endsAt])
  assert.deepEqual([lasting.isAllowed, suggestion.roleName], [true, 'Source Admin'])
  assert.equal(suggestion.endsAt, new Date(Date.parse(endsAt) + 3 * HOUR_MS).toISOString())
  assert.deepEqual([ended.accessRequest.state, ended.isAllowed], ['open', false])
  assert.deepEqual([given.accessRequest.state, given.isAllowed], ['granted', true])
})

test('an owner for a time who asks for longer is suggested the smallest role, not ownership', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const endsAt = new Date(clock.now().getTime() + HOUR_MS).toISOString()
  const ada = await place.member([{ ...onAll(place, 'Workspace Owner'), endsAt }])

  const { suggestion } = await look(place, await ask(ada, toRead('ios')))

  assert.deepEqual(
    suggestion.map(({ roleName }) => roleName),
    ['Source Read-only'],
  )
})

test('a decision about a door that is open by now is refused, and that is written down first', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios', 'web'])
  const ada = await place.member()
  const [first, second, third] = [
    await ask(ada, toRead('ios')),
    await ask(ada, toRead('web')),
    await ask(ada, toRead('tv')),
  ]
  await give(place, ada, [onAll(place, 'Source Read-only')])

  const closed = { code: 'access-request-closed' }
  const dismissing = place.owner(accessRequests.dismiss, { ...at(first), body: { reason: 'No.' } })
  await assert.rejects(dismissing, closed)
  const { accessRequest } = await look(place, first)
  await assert.rejects(ada.call(accessRequests.withdraw, at(second)), closed)
  const resolving = place.owner(accessRequests.resolve, { ...at(third), body: { permissions: [] } })
  await assert.rejects(resolving, closed)
  const more = await ask(ada, toRead('ios', { action: 'source:edit' }))

  assert.deepEqual([accessRequest.state, accessRequest.decidedBy], ['granted', null])
  assert.notEqual(accessRequest.decidedAt, null)
  assert.equal(more.state, 'open')
})

test('a membership that ended ends what its member asked for', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const asked = await ask(ada, { message: 'Please.' })
  const { db } = place.app.database
  await db
    .updateTable('memberships')
    .where('workspace_id', '=', place.id)
    .where('user_id', '=', ada.id)
    .set({ ends_at: clock.now() })
    .execute()

  const { accessRequests: ended } = await place.owner(accessRequests.list, { query: { state: 'ended' } })
  const dismissing = place.owner(accessRequests.dismiss, { ...at(asked), body: { reason: 'No.' } })

  assert.deepEqual(
    ended.map(({ id }) => id),
    [asked.id],
  )
  await assert.rejects(dismissing, { code: 'access-request-closed' })
})

test('a thousand requests wait: every page costs as many statements as a page of ten, and has each once', async () => {
  const place = await openWorkspace()
  const [ada, ben] = [await place.member(), await place.member([onAll(place, 'Source Read-only')])]
  await fill(place, ada, 10)
  const few = await measured(place, { state: 'open' })
  await fill(place, ada, 990)
  await fill(place, ben, 200)

  const many = await measured(place, { state: 'open', pagination: { count: 1_000 } })
  const pages = await walked(place)
  const granted = await measured(place, { state: 'granted', pagination: { count: 1 } })

  assert.deepEqual([few.found.length, many.found.length], [10, 1_000])
  assert.deepEqual([many.statements, granted.statements], [few.statements, few.statements])
  assert.ok(few.statements <= 4, `${few.statements} statements`)
  assert.deepEqual(pages, many.found)
  assert.equal(new Set(pages).size, 1_000)
  assert.equal(granted.totalEntries, 200)
  process.stdout.write(`# a page of 1,000 of 1,200 requests: ${many.ms.toFixed(0)} ms\n`)
})

/** The open requests on all pages, in their order. */
async function walked({ owner }: TestWorkspace): Promise<string[]> {
  const ids: string[] = []
  for (let cursor = 'MA=='; cursor !== ''; ) {
    const query = { state: 'open' as const, pagination: { count: 300, cursor } }
    const page = await owner(accessRequests.list, { query })
    assert.equal(page.pagination.totalEntries, 1_000)
    ids.push(...page.accessRequests.map(({ id }) => id))
    cursor = page.pagination.next ?? ''
  }
  return ids
}

type Query = Parameters<typeof listRequests>[1]

async function measured({ app, id, slug }: TestWorkspace, query: Query) {
  const caller = await systemIn(app, { id, slug, name: 'Test', plan: 'business' })
  let statements = 0
  const db = app.database.db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      statements++
      return result
    },
  }) as Caller['db']
  const began = performance.now()
  const { accessRequests: found, pagination } = await listRequests({ ...caller, db }, query)
  const ms = performance.now() - began
  return { found: found.map((one) => one.id), totalEntries: pagination.totalEntries, statements, ms }
}

/** Many requests behind the API, which lets nobody have so many: to read sources, each wishing for a role. */
async function fill({ app, id: workspace_id }: TestWorkspace, { id, email }: Person, count: number) {
  const at = clock.now().getTime()
  const rows = Array.from({ length: count }, (_, n) => {
    const made = newId()
    return {
      ...{ workspace_id, id: made, principal_id: id, requester_id: id, requester_name: 'Ada' },
      ...{ requester_email: email, action: 'source:read', resource_type: 'source', resource_id: made },
      ...{ thing: `source/${made}`, message: 'Please.', wished: JSON.stringify({ roleId: 'gone' }) },
      // Some of them at the same moment.
      created_at: new Date(at - 1_000 * Math.floor(n / 3)),
    }
  })
  await app.database.db.insertInto('access_requests').values(rows).execute()
}
