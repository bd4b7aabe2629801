import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { authzen } from '../contract/authzen.ts'
import { decisions } from '../contract/decisions.ts'
import { grants } from '../contract/grants.ts'
import { groups } from '../contract/groups.ts'
import { members } from '../contract/members.ts'
import { roles } from '../contract/roles.ts'
import { tokens } from '../contract/tokens.ts'
import { openWorkspace } from './house.ts'
import { all, iso, ownPaths, paths, runOn, saidAt, stopAt, wholeSeconds } from './instants.ts'
import { onAll, registerSources } from './registry.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

afterEach(runOn)

test('with no clean-up at all, access begins and ends at the exact instant, on every path', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const start = wholeSeconds() + HOUR_MS
  const end = start + DAY_MS
  const times = { startsAt: iso(start), endsAt: iso(end) }
  const params = { userId: ada.id }
  const permissions = [{ ...onAll(place, 'Source Admin'), ...times }]
  const written = await place.owner(grants.replaceForUser, { params, body: { permissions } })
  const asked = ownPaths(place, ada)

  assert.deepEqual(written.permissions[0], { ...written.permissions[0], ...times, active: false })
  assert.deepEqual(await saidAt(start - 1, asked), all(asked, false))
  assert.deepEqual(await saidAt(start, asked), all(asked, true))
  assert.deepEqual(await saidAt(end - 1, asked), all(asked, true))
  assert.deepEqual(await saidAt(end, asked), all(asked, false))
})

test("through a group, and of a token, it ends at the same instant, and the members' file says when", async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const [ada, ben] = [await place.member(), await place.member()]
  const end = wholeSeconds() + DAY_MS
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
  const end = wholeSeconds() + DAY_MS
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
