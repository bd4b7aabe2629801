import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { ownerRole } from '../../contract/complete.ts'
import { grants } from '../../contract/grants.ts'
import { members } from '../../contract/members.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { acting, as, clock, headersOf, openWorkspace, type TestWorkspace } from '../../test/house.ts'
import { noSettings } from '../../test/settings.ts'
import { setHipaa, setPlan } from './workspaces.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const ASKERS = 4
const ASKED_AFTER = 5

afterEach(() => clock.reset())

const gone = { status: 401, code: 'not-signed-in' }

/** What the owner, with two factors and a fresh proof, sets. */
async function set({ ownerInPerson }: TestWorkspace, settings: object) {
  const owner = await ownerInPerson({ twoFactors: true })
  const { workspace } = await owner.call(workspaces.modify, { body: { settings } })
  return workspace.settings
}

test('SE-3: a session ends seven days after the sign-in, however much it is used', async () => {
  const { member } = await openWorkspace()
  const ada = await member()

  for (let day = 1; day <= 6; day++) {
    clock.move(DAY_MS)
    await ada.call(workspaces.get, {})
  }
  clock.move(DAY_MS - MINUTE_MS)
  await ada.call(workspaces.get, {})
  clock.move(MINUTE_MS)

  await assert.rejects(ada.call(workspaces.get, {}), gone)
  await assert.rejects(ada.self(workspaces.listMine, { query: {} }), gone)
})

test('SE-3: 15 minutes of inactivity end the session of a member of a HIPAA-eligible workspace, in every workspace', async () => {
  const here = await openWorkspace()
  const there = await openWorkspace()
  const ada = await here.member()
  await there.member([], ada.email)
  const adaThere = as({ url: `${here.url}/w/${there.slug}`, headers: headersOf(ada.session, here.url) })
  await setHipaa(acting(here.app), here.slug, true)

  for (let time = 0; time < 3; time++) {
    clock.move(14 * MINUTE_MS)
    await adaThere(workspaces.get, {})
  }
  clock.move(15 * MINUTE_MS)

  await assert.rejects(adaThere(workspaces.get, {}), gone)
  await assert.rejects(ada.call(workspaces.get, {}), gone)
  await assert.rejects(ada.self(workspaces.listMine, { query: {} }), gone)
})

test('SE-3: joining a HIPAA-eligible workspace applies to sessions that are open already', async () => {
  const here = await openWorkspace()
  const strict = await openWorkspace()
  await setHipaa(acting(here.app), strict.slug, true)
  const ada = await here.member()
  clock.move(2 * DAY_MS)
  await ada.call(workspaces.get, {})
  clock.move(20 * MINUTE_MS)

  await strict.member([], ada.email)

  await assert.rejects(ada.call(workspaces.get, {}), gone)
})

test('SE-3: whoever leaves the HIPAA-eligible workspace has their seven days again', async () => {
  const here = await openWorkspace()
  const strict = await openWorkspace()
  await setHipaa(acting(here.app), strict.slug, true)
  const ada = await here.member()
  await strict.member([], ada.email)
  await ada.call(workspaces.get, {})

  await strict.owner(members.remove, { query: { userIds: [ada.id] } })
  clock.move(20 * MINUTE_MS)

  await ada.call(workspaces.get, {})
  clock.move(6 * DAY_MS)
  await ada.call(workspaces.get, {})
})

test('SE-3: HIPAA eligibility is the operator’s to say, needs a plan with it, and is shown and told', async () => {
  const { app, slug, owner, ownerInPerson } = await openWorkspace()
  const team = await openWorkspace({ plan: 'team' })

  assert.deepEqual(await setHipaa(acting(app), slug, true), { was: false })
  assert.deepEqual(await setHipaa(acting(app), slug, true), { was: true })

  assert.equal((await owner(workspaces.get, {})).workspace.hipaaEligible, true)
  const { events } = await owner(audit.list, { query: { type: 'HIPAA Eligibility Changed' } })
  assert.deepEqual(
    events.map(({ detail }) => detail),
    [{ from: false, to: true }],
  )
  const body = { hipaaEligible: false } as object
  const byOwner = (await ownerInPerson()).call(workspaces.modify, { body })
  await assert.rejects(byOwner, { status: 422 })
  await assert.rejects(setHipaa(acting(app), team.slug, true), { code: 'plan-limit' })
  await assert.rejects(setHipaa(acting(app), 'no-such-slug', true), { code: 'not-found' })
  await setPlan(acting(app), slug, 'team')
  assert.deepEqual(await setHipaa(acting(app), slug, false), { was: true })
})

test('SE-4: a workspace can make sessions shorter and more impatient than the server does, and take it back', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const bob = await place.member()
  const cy = await place.member()

  assert.deepEqual(await set(place, { sessionHours: 24, idleMinutes: 60 }), {
    ...noSettings,
    sessionHours: 24,
    idleMinutes: 60,
  })

  clock.move(59 * MINUTE_MS)
  await ada.call(workspaces.get, {})
  await cy.call(workspaces.get, {})
  clock.move(2 * MINUTE_MS)
  await assert.rejects(bob.call(workspaces.get, {}), gone)
  await ada.call(workspaces.get, {})
  for (let hour = 1; hour <= 22; hour++) {
    clock.move(59 * MINUTE_MS)
    await ada.call(workspaces.get, {})
  }
  clock.move(2 * HOUR_MS)
  await assert.rejects(ada.call(workspaces.get, {}), gone)
  await set(place, { sessionHours: null, idleMinutes: null })
  // The limits count when a session is used, not when it began: the seven days hold for it again.
  await cy.call(workspaces.get, {})
  await set(place, { sessionHours: 24 })
  await assert.rejects(cy.call(workspaces.get, {}), gone)
})

test('SE-4: the limits go downward only', async () => {
  const { ownerInPerson } = await openWorkspace()
  const owner = await ownerInPerson({ twoFactors: true })
  const wrong = [{ sessionHours: 169 }, { sessionHours: 0 }, { idleMinutes: 4 }, { idleMinutes: 1_441 }]

  for (const settings of [...wrong, { idleMinutes: 5.5 }, { sessionHours: '1' as never }]) {
    await assert.rejects(owner.call(workspaces.modify, { body: { settings } }), { status: 422 })
  }
})

test('SE-4: of several workspaces the strictest limit holds, also in the others', async () => {
  const strict = await openWorkspace()
  const mild = await openWorkspace()
  const ada = await mild.member()
  await strict.member([], ada.email)
  await set(mild, { idleMinutes: 120 })
  await set(strict, { idleMinutes: 30 })

  clock.move(31 * MINUTE_MS)

  await assert.rejects(ada.call(workspaces.get, {}), gone)
})

test('settings that are left out stay, and each kind of change is told once', async () => {
  const place = await openWorkspace()

  await set(place, { requireMfa: true })
  await set(place, { idleMinutes: 30 })
  await set(place, { idleMinutes: 30, requireMfa: true })
  const settings = await set(place, { requireMfa: false, sessionHours: 12 })

  assert.deepEqual(settings, { ...noSettings, sessionHours: 12, idleMinutes: 30 })
  const { events } = await place.owner(audit.list, { query: {} })
  const told = events.filter(({ type }) => /MFA|Session Policy|Workspace Modified/.test(type))
  assert.deepEqual(
    told.map(({ type, detail }) => [type, detail]),
    [
      [
        'Session Policy Changed',
        { from: { sessionHours: null, idleMinutes: 30 }, to: { sessionHours: 12, idleMinutes: 30 } },
      ],
      ['MFA No Longer Required', {}],
      [
        'Session Policy Changed',
        { from: { sessionHours: null, idleMinutes: null }, to: { sessionHours: null, idleMinutes: 30 } },
      ],
      ['MFA Required', {}],
    ],
  )
})

test('SE-9: settings change in person only, with a fresh proof; a name needs none', async () => {
  const { owner, ownerInPerson, member } = await openWorkspace()
  const ada = await member()
  const person = await ownerInPerson({ twoFactors: true })
  const body = { settings: { idleMinutes: 30 } }

  await assert.rejects(owner(workspaces.modify, { body }), { code: 'not-allowed' })
  await assert.rejects(ada.call(workspaces.modify, { body }), { code: 'not-allowed' })
  clock.move(11 * MINUTE_MS)
  await assert.rejects(person.call(workspaces.modify, { body }), { code: 'step-up-required' })

  const { workspace } = await person.call(workspaces.modify, { body: { name: 'Renamed', settings: {} } })
  assert.deepEqual([workspace.name, workspace.settings.idleMinutes], ['Renamed', null])
})

test('MF-4: only who has a second factor can require one, and then nobody enters without', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const elsewhere = await openWorkspace()
  await elsewhere.member([], ada.email)
  const adaElsewhere = as({
    url: `${place.url}/w/${elsewhere.slug}`,
    headers: headersOf(ada.session, place.url),
  })
  const body = { settings: { requireMfa: true } }

  const oneFactor = (await place.ownerInPerson()).call(workspaces.modify, { body })
  await assert.rejects(oneFactor, { status: 409, code: 'mfa-first' })
  await set(place, { requireMfa: true })

  await assert.rejects(ada.call(workspaces.get, {}), { code: 'mfa-required' })
  await adaElsewhere(workspaces.get, {})
  await ada.self(workspaces.listMine, { query: {} })
  await place.owner(workspaces.get, {})
  await set(place, { requireMfa: false })
  await ada.call(workspaces.get, {})
})

/** The ways in which somebody's sessions lose a workspace, or what they may do there. */
const endings: Record<string, (place: TestWorkspace, userId: string) => Promise<unknown>> = {
  removal: ({ owner }, userId) => owner(members.remove, { query: { userIds: [userId] } }),
  demotion: ({ owner }, userId) =>
    owner(grants.replaceForUser, { params: { userId }, body: { permissions: [] } }),
  'MFA that is required from now on': (place) => set(place, { requireMfa: true }),
}

for (const [name, end] of Object.entries(endings)) {
  test(`SE-5: after ${name}, not one request more succeeds, while requests run`, async () => {
    const place = await openWorkspace()
    const { member, everything, app } = place
    const ada = await member([{ roleId: ownerRole(app.catalog).id, resources: [everything] }])
    const ask = () => ada.call(members.list, { query: { pagination: { count: 1 } } })

    const { before, late } = await askWhile(ask, () => end(place, ada.id))

    assert.ok(before > 0)
    assert.equal(late, 0)
  })
}

/** Asks without pause, before, during and after a change: how often it was answered before, and how often when the change had answered. */
async function askWhile(ask: () => Promise<unknown>, doIt: () => Promise<unknown>) {
  const seen = { before: 0, late: 0 }
  let isDone = false
  const askers = Array.from({ length: ASKERS }, async () => {
    for (let asked = 0; asked < ASKED_AFTER; ) {
      const isLate = isDone
      const isAnswered = await ask().then(
        () => true,
        () => false,
      )
      if (isLate) asked++
      if (isAnswered) seen[isLate ? 'late' : 'before']++
    }
  })
  await ask()
  await doIt()
  isDone = true
  await Promise.all(askers)
  return seen
}
