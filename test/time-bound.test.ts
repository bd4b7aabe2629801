import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { Refused } from '../client/call.ts'
import { authzen } from '../contract/authzen.ts'
import { decisions } from '../contract/decisions.ts'
import { grants } from '../contract/grants.ts'
import { groups } from '../contract/groups.ts'
import { members } from '../contract/members.ts'
import { roles } from '../contract/roles.ts'
import { sources } from '../contract/sources.ts'
import { tokens } from '../contract/tokens.ts'
import { type As, clock, openWorkspace, type TestWorkspace } from './house.ts'
import { onAll, registerSources } from './registry.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const running = clock.now
afterEach(() => {
  clock.now = running
  clock.reset()
})

/** Stops the clock of the server at this instant. */
function stopAt(instant: number) {
  clock.now = () => new Date(instant)
}

const iso = (instant: number) => new Date(instant).toISOString()

/** A door that is closed by rights, and by nothing else. */
function isClosed(refused: Refused): false {
  assert.equal(refused.code, 'not-allowed')
  return false
}

/** Every way to learn whether a member may edit a source: whether it says yes. */
function paths(place: TestWorkspace, who: { id: string; call: As }): Record<string, () => Promise<boolean>> {
  const { owner } = place
  const subject = { type: 'user', id: who.id }
  const action = { name: 'source:edit' }
  const resource = { type: 'source', id: 'ios' }
  const about = { action: 'source:edit', resourceType: 'source' }
  const inBatch = async (semantic: 'execute_all' | 'deny_on_first_deny' | 'permit_on_first_permit') => {
    const options = { evaluations_semantic: semantic }
    const body = { subject, action, evaluations: [{ resource }, { resource }], options }
    const { evaluations = [] } = await owner(authzen.evaluateAll, { body })
    return evaluations.every((one) => one.decision)
  }
  return {
    admission: () => who.call(sources.get, { params: { sourceId: 'ios' } }).then(() => true, isClosed),
    evaluation: async () => (await owner(authzen.evaluate, { body: { subject, action, resource } })).decision,
    evaluations: () => inBatch('execute_all'),
    denyFirst: () => inBatch('deny_on_first_deny'),
    permitFirst: () => inBatch('permit_on_first_permit'),
    searchSubject: async () => {
      const body = { subject: { type: 'user' }, action, resource }
      return (await owner(authzen.searchSubject, { body })).results.some(({ id }) => id === who.id)
    },
    searchResource: async () => {
      const body = { subject, action, resource: { type: 'source' } }
      return (await owner(authzen.searchResource, { body })).results.some(({ id }) => id === 'ios')
    },
    searchAction: async () => {
      const { results } = await owner(authzen.searchAction, { body: { subject, resource } })
      return results.some(({ name }) => name === 'source:edit')
    },
    explain: async () => (await owner(decisions.explain, { body: { subject, action, resource } })).allowed,
    whoCan: async () => {
      const { subjects } = await owner(decisions.whoCan, { query: { ...about, resourceId: 'ios' } })
      return subjects.some(({ id }) => id === who.id)
    },
    whoCanFile: async () =>
      (await owner(decisions.whoCanFile, { query: { ...about, resourceId: 'ios' } })).includes(who.id),
    whatCan: async () => (await who.call(decisions.whatCan, { query: about })).resources.length > 0,
    whatCanFile: async () => (await who.call(decisions.whatCanFile, { query: about })).includes('ios'),
    access: async () => {
      const { access } = await owner(decisions.accessOfUser, { params: { userId: who.id } })
      return access.some(({ roles: held }) => held.some(({ active }) => active))
    },
    accessFile: async () => /,Yes,/.test(await owner(decisions.accessFile, { params: { userId: who.id } })),
    directory: async () => {
      const { users } = await owner(members.directory, { query: {} })
      return users.find(({ id }) => id === who.id)?.permissions.some(({ active }) => active) ?? false
    },
  }
}

test('with no clean-up at all, access begins and ends at the exact instant, on every path', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const start = Math.floor(clock.now().getTime() / 1000) * 1000 + HOUR_MS
  const end = start + DAY_MS
  const times = { startsAt: iso(start), endsAt: iso(end) }
  const params = { userId: ada.id }
  const permissions = [{ ...onAll(place, 'Source Admin'), ...times }]
  const written = await place.owner(grants.replaceForUser, { params, body: { permissions } })
  const said = async (instant: number) => {
    stopAt(instant)
    const answers: [string, boolean][] = []
    for (const [name, ask] of Object.entries(paths(place, ada))) answers.push([name, await ask()])
    return answers
  }
  const names = Object.keys(paths(place, ada))
  const all = (yes: boolean) => names.map((name) => [name, yes])

  assert.deepEqual(written.permissions[0], { ...written.permissions[0], ...times, active: false })
  assert.deepEqual(await said(start - 1), all(false))
  assert.deepEqual(await said(start), all(true))
  assert.deepEqual(await said(end - 1), all(true))
  assert.deepEqual(await said(end), all(false))
})

test("through a group, and of a token, it ends at the same instant, and the members' file says when", async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const [ada, ben] = [await place.member(), await place.member()]
  const end = Math.floor(clock.now().getTime() / 1000) * 1000 + DAY_MS
  const permissions = [{ ...onAll(place, 'Source Admin'), endsAt: iso(end) }]
  const custom = await place.owner(roles.create, {
    body: { name: 'Helper', may: { source: ['source:edit', 'source:read'] } },
  })
  const own = [{ ...onAll(place, 'Source Admin'), roleId: custom.role.id, endsAt: iso(end) }]
  const emails = [ada.email]
  await place.owner(groups.create, { body: { name: 'Analysts', emails, permissions } })
  await place.owner(grants.replaceForUser, { params: { userId: ben.id }, body: { permissions: own } })
  const { token, secret } = await place.owner(tokens.create, {
    body: { description: 'CI', access: 'member', permissions },
  })
  const byToken = async () => {
    const headers = { authorization: `Bearer ${secret}` }
    return (await fetch(`${place.url}/api/sources/ios`, { headers })).status
  }
  const allowed = async () => {
    const answers: boolean[] = []
    for (const who of [ada, ben])
      for (const ask of [paths(place, who).admission, paths(place, who).evaluation])
        answers.push((await ask?.()) ?? false)
    return answers
  }

  stopAt(end - 1)
  assert.deepEqual(await allowed(), [true, true, true, true])
  assert.equal(await byToken(), 200)
  const file = await (await place.ownerInPerson()).call(members.exportAll, {})
  stopAt(end)
  assert.deepEqual(await allowed(), [false, false, false, false])
  assert.equal(await byToken(), 401)
  const after = await (await place.ownerInPerson()).call(members.exportAll, {})

  assert.ok(file.includes(`Helper (all) [until ${iso(end)}]`))
  assert.ok(after.includes(`Helper (all) [ended ${iso(end)}] [inactive]`))
  const shown = await place.owner(tokens.get, { params: { tokenId: token.id } })
  assert.deepEqual(
    shown.token.permissions.map(({ active, endsAt }) => [active, endsAt]),
    [[false, iso(end)]],
  )
})

test('every answer that ends by itself says when, and an explanation names the end that closed a door', async () => {
  const place = await openWorkspace()
  const { owner } = place
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const end = Math.floor(clock.now().getTime() / 1000) * 1000 + DAY_MS
  const permissions = [{ ...onAll(place, 'Source Admin'), endsAt: iso(end) }]
  await owner(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions } })
  const subject = { type: 'user', id: ada.id }
  const action = { name: 'source:edit' }
  const resource = { type: 'source', id: 'ios' }
  const about = { action: 'source:edit', resourceType: 'source' }
  const ending = { properties: { ends_at: iso(end) } }

  const single = await owner(authzen.evaluate, { body: { subject, action, resource } })
  const batch = await owner(authzen.evaluateAll, { body: { subject, action, evaluations: [{ resource }] } })
  const found = await owner(authzen.searchSubject, { body: { subject: { type: 'user' }, action, resource } })
  const things = await owner(authzen.searchResource, {
    body: { subject, action, resource: { type: 'source' } },
  })
  const deeds = await owner(authzen.searchAction, { body: { subject, resource } })
  const whoCan = await owner(decisions.whoCan, { query: { ...about, resourceId: 'ios' } })
  const whatCan = await ada.call(decisions.whatCan, { query: about })
  const whoFile = await owner(decisions.whoCanFile, { query: { ...about, resourceId: 'ios' } })
  const whatFile = await ada.call(decisions.whatCanFile, { query: about })
  const accessFile = await ada.call(decisions.accessFile, { params: { userId: ada.id } })
  const why = await owner(decisions.explain, { body: { subject, action, resource } })
  stopAt(end)
  const whyNot = await ada.call(decisions.explain, { body: { subject, action, resource } })

  assert.equal(single.context.ends_at, iso(end))
  assert.equal(batch.evaluations?.[0]?.context.ends_at, iso(end))
  assert.deepEqual(
    found.results.find(({ id }) => id === ada.id),
    { type: 'user', id: ada.id, ...ending },
  )
  assert.ok(
    found.results.some(({ id, properties }) => id === place.ownerPerson.id && properties === undefined),
  )
  assert.deepEqual(things.results, [{ ...resource, ...ending }])
  assert.deepEqual(deeds.results[0]?.properties, ending.properties)
  assert.deepEqual(
    whoCan.subjects.map(({ id, endsAt }) => [id === ada.id, endsAt]).filter(([isAda]) => isAda),
    [[true, iso(end)]],
  )
  assert.deepEqual(
    whatCan.resources.map(({ endsAt }) => endsAt),
    [iso(end)],
  )
  assert.ok(whoFile.includes(`${ada.email},${iso(end)}`))
  assert.ok(whatFile.includes(`SOURCE,ios,ios,${iso(end)}`))
  assert.ok(accessFile.includes(iso(end)))
  assert.ok(why.sentence.includes(`until ${iso(end)}`), why.sentence)
  assert.equal(why.paths[0]?.endsAt, iso(end))
  assert.ok(whyNot.sentence.includes(`ended on ${iso(end)}`), whyNot.sentence)
  assert.deepEqual(
    whyNot.nearest.map(({ kind, endsAt }) => [kind, endsAt]),
    [['ended', iso(end)]],
  )
})
