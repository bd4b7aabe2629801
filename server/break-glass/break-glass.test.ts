import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { authzen } from '../../contract/authzen.ts'
import { breakGlass } from '../../contract/break-glass.ts'
import { decisions } from '../../contract/decisions.ts'
import { members } from '../../contract/members.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { again, broken, nominated, nominee, REASON } from '../../test/glass.ts'
import { clock, openWorkspace, type Person, type TestWorkspace } from '../../test/house.ts'
import { runOn, stopAt } from '../../test/instants.ts'

const HOUR_MS = 3_600_000

afterEach(runOn)
const use = (hours = 1) => ({ body: { reason: REASON, hours } })
const rename = (name: string) => ({ body: { name } })

test('a nominated person becomes an owner, at once and for as many hours as they say', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  await assert.rejects(nora.call(workspaces.modify, rename('Closed')), { code: 'not-allowed' })

  const opened = await broken(nora, 3)

  await nora.call(workspaces.modify, rename('Open'))
  const { user } = await owner.call(members.get, { params: { userId: nora.id } })
  assert.equal(user.isOwner, true)
  assert.deepEqual(
    user.permissions.map(({ roleName, endsAt, active }) => [roleName, endsAt, active]),
    [['Workspace Owner', opened.endsAt, true]],
  )
  assert.equal(Date.parse(opened.endsAt) - Date.parse(opened.startedAt), 3 * HOUR_MS)
  assert.deepEqual([opened.user.id, opened.reason, opened.endedAt], [nora.id, REASON, null])
})

test('nobody nominated means nobody: not a member, and not who was nominated elsewhere', async () => {
  const [here, elsewhere] = [await openWorkspace(), await openWorkspace()]
  const member = await here.member()
  const { nora } = await nominated(elsewhere)
  await here.member([], nora.email)
  const [strong, other] = [await again(here, member), await again(here, nora)]

  const asMember = () => strong(breakGlass.use, use())
  const asOther = () => other(breakGlass.use, use())

  await assert.rejects(asMember, { code: 'not-nominated' })
  await assert.rejects(asOther, { code: 'not-nominated' })
  assert.deepEqual((await here.owner(breakGlass.get, {})).uses, [])
})

test('there is no use without a reason that says something, and none for more than eight hours', async () => {
  const place = await openWorkspace()
  const { nora } = await nominated(place)
  const wrong: object[] = [
    { hours: 1 },
    { reason: '', hours: 1 },
    { reason: 'urgent', hours: 1 },
    { reason: ' '.repeat(50), hours: 1 },
    { reason: `x${'\u200b'.repeat(50)}`, hours: 1 },
    { reason: `urgent${' \n'.repeat(20)}`, hours: 1 },
    { reason: 'x'.repeat(2001), hours: 1 },
    { reason: REASON },
    { reason: REASON, hours: 0 },
    { reason: REASON, hours: 9 },
    { reason: REASON, hours: 1.5 },
    { reason: REASON, hours: 1, endsAt: '2999-01-01T00:00:00Z' },
  ]

  for (const body of wrong) {
    const asked = nora.call(breakGlass.use, { body: body as never })

    await assert.rejects(asked, { status: 422 }, JSON.stringify(body).slice(0, 80))
  }
  assert.equal((await nora.call(breakGlass.mine, {})).use, null)
  const most = await broken(nora, 8)
  assert.equal(Date.parse(most.endsAt) - Date.parse(most.startedAt), 8 * HOUR_MS)
})

/** What becomes of a person at this instant, on each of these paths: whether they own the workspace. */
async function ownsBy(place: TestWorkspace, { id, call }: Person) {
  const subject = { type: 'user', id }
  const action = { name: 'member:remove' }
  const resource = { type: 'workspace', id: place.id }
  const one = { subject, action, resource }
  const { evaluations = [] } = await place.owner(authzen.evaluateAll, { body: { evaluations: [one] } })
  const found = await place.owner(authzen.searchSubject, {
    body: { subject: { type: 'user' }, action, resource },
  })
  const about = { action: 'member:remove', resourceType: 'workspace', resourceId: place.id }
  const { subjects } = await place.owner(decisions.whoCan, { query: about })
  const { user } = await place.owner(members.get, { params: { userId: id } })
  return {
    admission: await call(breakGlass.get, {}).then(
      () => true,
      () => false,
    ),
    evaluation: (await place.owner(authzen.evaluate, { body: one })).decision,
    batch: evaluations[0]?.decision,
    search: found.results.some((result) => result.id === id),
    whoCan: subjects.some((one) => one.id === id),
    explain: (await place.owner(decisions.explain, { body: one })).allowed,
    member: user.isOwner,
    mine: (await call(breakGlass.mine, {})).use !== null,
  }
}

test('it ends at its very instant on every path, and nothing has to happen for that', async () => {
  const place = await openWorkspace()
  const { nora } = await nominated(place)
  const opened = await broken(nora, 2)
  const all = (yes: boolean) => ({
    ...{ admission: yes, evaluation: yes, batch: yes, search: yes },
    ...{ whoCan: yes, explain: yes, member: yes, mine: yes },
  })

  stopAt(Date.parse(opened.endsAt) - 1)
  const before = await ownsBy(place, nora)
  stopAt(Date.parse(opened.endsAt))
  const after = await ownsBy(place, nora)

  assert.deepEqual(before, all(true))
  assert.deepEqual(after, all(false))
  const resource = { type: 'workspace', id: place.id }
  const subject = { type: 'user', id: nora.id }
  const why = await place.owner(decisions.explain, {
    body: { subject, action: { name: 'member:remove' }, resource },
  })
  assert.match(JSON.stringify(why), new RegExp(`ended.*${opened.endsAt}|${opened.endsAt}.*ended`))
  const { uses } = await place.owner(breakGlass.get, {})
  assert.deepEqual([uses[0]?.id, uses[0]?.endedAt, uses[0]?.endedBy], [opened.id, null, null])
})

test('of two tries at once one breaks the glass; two nominees may both', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const nick = await nominee(place, owner)
  const other = await again(place, nora)

  const ends = await Promise.allSettled([
    nora.call(breakGlass.use, use()),
    other(breakGlass.use, use(8)),
    nick.call(breakGlass.use, use()),
  ])

  const codes = ends.map((end) => (end.status === 'fulfilled' ? 'ok' : end.reason.code))
  assert.deepEqual(codes.slice(0, 2).sort(), ['break-glass-active', 'ok'])
  assert.equal(codes[2], 'ok')
  const { user } = await place.owner(members.get, { params: { userId: nora.id } })
  assert.equal(user.permissions.length, 1)
})

test('whoever is an owner has no use of it, and neither has who broke the glass already', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const everything = [{ roleId: (await ownerRoleOf(place, owner)) ?? '', resources: [place.everything] }]
  const other = await place.member(everything)
  await owner.call(breakGlass.nominate, { body: { userId: other.id } })
  const opened = await broken(nora)

  const asOwner = again(place, other).then((call) => call(breakGlass.use, use()))
  const asUser = () => nora.call(breakGlass.use, use())

  await assert.rejects(asOwner, { status: 409, code: 'already-allowed' })
  await assert.rejects(asUser, { status: 409, code: 'break-glass-active' })
  await nora.call(breakGlass.end, { params: { breakGlassUseId: opened.id } })
  assert.notEqual((await broken(nora)).id, opened.id)
})

async function ownerRoleOf({ ownerPerson }: TestWorkspace, owner: Person) {
  const { user } = await owner.call(members.get, { params: { userId: ownerPerson.id } })
  return user.permissions[0]?.roleId
}

test('everybody sees whether they are nominated, and owners see who is and who was', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const nick = await nominee(place, owner)
  const member = await place.member()
  const first = await broken(nora)
  clock.move(1000)
  const second = await broken(nick)

  const mine = await nora.call(breakGlass.mine, {})
  const theirs = await member.call(breakGlass.mine, {})
  const byToken = await place.owner(breakGlass.mine, {})
  const shown = await owner.call(breakGlass.get, {})

  assert.deepEqual(mine, { isNominated: true, use: first, hasStrongFactor: false })
  assert.deepEqual(theirs, { isNominated: false, use: null, hasStrongFactor: false })
  assert.deepEqual(byToken, theirs)
  assert.deepEqual(shown.uses, [second, first])
  assert.deepEqual(
    shown.nominees.map(({ id, nominatedBy }) => [id, nominatedBy]),
    [nora, nick].map(({ id }) => [id, { id: owner.id, name: 'Olivia Owner' }]),
  )
  await assert.rejects(member.call(breakGlass.get, {}), { code: 'not-allowed' })
})
