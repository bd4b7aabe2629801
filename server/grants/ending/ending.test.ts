import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../../contract/audit.ts'
import { grants } from '../../../contract/grants.ts'
import { groups } from '../../../contract/groups.ts'
import { clock, openWorkspace, type TestWorkspace } from '../../../test/house.ts'
import { dueLetterOf, outboxOf } from '../../../test/outbox.ts'
import { onAll, roleNamed } from '../../../test/registry.ts'
import { tellOfEnds } from '../grants.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const OWNER = roleNamed('Workspace Owner')

afterEach(() => clock.reset())

const inDays = (days: number) => new Date(clock.now().getTime() + days * DAY_MS).toISOString()

/** What the outbox has after the chore was done by two servers at once. */
async function told(place: TestWorkspace) {
  await Promise.all([tellOfEnds(place.app), tellOfEnds(place.app)])
  const rows = await outboxOf(place)
  return rows.filter(({ kind, payload }) => kind === 'grant-ends' || payload.what === 'ownership-ended')
}

async function holding(place: TestWorkspace, limits: { startsAt?: string; endsAt?: string }) {
  const ada = await place.member()
  const permissions = [{ ...onAll(place, 'Source Admin'), ...limits }]
  await place.owner(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions } })
  return ada
}

test('three days before a role ends that was given for longer, its holder gets one letter, whoever looks how often', async () => {
  const place = await openWorkspace()
  const endsAt = inDays(10)
  const ada = await holding(place, { endsAt })

  assert.deepEqual(await told(place), [])
  clock.move(7 * DAY_MS - HOUR_MS)
  assert.deepEqual(await told(place), [])
  clock.move(HOUR_MS)
  const [reminder, ...more] = await told(place)
  clock.move(2 * DAY_MS + HOUR_MS)
  const later = await told(place)

  assert.ok(reminder)
  assert.deepEqual([more.length, later.length], [0, 1])
  const letter = await dueLetterOf(place, reminder)
  assert.equal(letter?.to, ada.email)
  assert.equal(letter?.subject, 'Your role Source Admin in the workspace Test ends soon')
  assert.ok(
    letter?.text.includes(
      `Your role Source Admin ends on ${new Date(endsAt).toUTCString().replace('GMT', 'UTC')}.`,
    ),
  )
  assert.ok(letter?.text.includes(`/w/${place.slug}\n`))
  const { events } = await place.owner(audit.list, { query: { type: 'Policy Ends Soon' } })
  assert.deepEqual(
    events.map(({ actorKind, resourceName }) => [actorKind, resourceName]),
    [['system', `Source Admin: ${ada.email.split('@')[0]?.replace(/^./, (letter) => letter.toUpperCase())}`]],
  )
})

test('what is given for two days is announced a day before, and what is given for a day not at all', async () => {
  const place = await openWorkspace()
  await holding(place, { endsAt: inDays(2) })
  await holding(place, { endsAt: inDays(1) })
  await holding(place, { startsAt: inDays(20), endsAt: inDays(20.5) })

  assert.deepEqual(await told(place), [])
  clock.move(DAY_MS - HOUR_MS)
  assert.deepEqual(await told(place), [])
  clock.move(HOUR_MS)
  assert.equal((await told(place)).length, 1)
  clock.move(19.2 * DAY_MS)
  assert.equal((await told(place)).length, 1)
})

test('a role that is taken back, or given for longer, before the letter goes out is not written of', async () => {
  const place = await openWorkspace()
  const ada = await holding(place, { endsAt: inDays(4) })
  clock.move(2 * DAY_MS)
  const [reminder] = await told(place)
  const permissions = [{ ...onAll(place, 'Source Admin'), endsAt: inDays(30) }]
  await place.owner(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions } })

  const letter = reminder && (await dueLetterOf(place, reminder))

  assert.equal(letter, null)
  // Another end is another matter.
  clock.move(28 * DAY_MS)
  assert.equal((await told(place)).length, 2)
})

test('of what a group holds, each of its members gets one letter, and one for all that ends for them', async () => {
  const place = await openWorkspace()
  const [ada, ben] = [await holding(place, { endsAt: inDays(5) }), await place.member()]
  const permissions = [{ ...onAll(place, 'Function Admin'), endsAt: inDays(5) }]
  const emails = [ada.email, ben.email]
  await place.owner(groups.create, { body: { name: 'Analysts', emails, permissions } })
  clock.move(3 * DAY_MS)

  const reminders = await told(place)

  const written = await Promise.all(reminders.map((one) => dueLetterOf(place, one)))
  const of = (email: string) => written.filter((letter) => letter?.to === email)
  assert.deepEqual([of(ada.email).length, of(ben.email).length, written.length], [1, 1, 2])
  assert.match(of(ada.email)[0]?.subject ?? '', /^2 of your roles .* end soon$/)
  assert.match(of(ben.email)[0]?.text ?? '', /Your role Function Admin, through the group Analysts, ends on/)
})

test('the owners are told once when the ownership of somebody ended, and not where they own the workspace otherwise', async () => {
  const place = await openWorkspace()
  const { owner, ownerPerson } = place
  const ada = await place.member([{ roleId: OWNER, resources: [], endsAt: inDays(1) }])
  await place.member([
    { roleId: OWNER, resources: [], endsAt: inDays(1) },
    { roleId: OWNER, resources: [], endsAt: inDays(60) },
  ])
  assert.deepEqual(await told(place), [])
  clock.move(DAY_MS + HOUR_MS)

  const letters = await told(place)

  assert.ok(letters.every(({ payload }) => payload.what === 'ownership-ended'))
  const [letter] = letters.filter(({ payload }) => payload.userId === ownerPerson.id)
  const written = letter && (await dueLetterOf(place, letter))
  assert.match(
    written?.subject ?? '',
    /is no owner of the workspace Test any more: that was given for a time/,
  )
  assert.equal((await told(place)).length, letters.length)
  const { events } = await owner(audit.list, { query: { type: 'Ownership Ended' } })
  assert.deepEqual(
    events.map(({ resourceId }) => resourceId),
    [ada.id],
  )
})
