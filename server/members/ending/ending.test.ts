import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../../contract/audit.ts'
import { groups } from '../../../contract/groups.ts'
import { members } from '../../../contract/members.ts'
import { clock, openWorkspace, type TestWorkspace } from '../../../test/house.ts'
import { dueLetterOf, outboxOf } from '../../../test/outbox.ts'
import { roleNamed } from '../../../test/registry.ts'
import { tellOfMembershipEnds } from '../members.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

afterEach(() => clock.reset())

const inDays = (days: number) => new Date(clock.now().getTime() + days * DAY_MS).toISOString()
const inUtc = (moment: string) => new Date(moment).toUTCString().replace('GMT', 'UTC')

/** What the outbox has after the chore was done by two servers at once. */
async function told(place: TestWorkspace) {
  await Promise.all([tellOfMembershipEnds(place.app), tellOfMembershipEnds(place.app)])
  const rows = await outboxOf(place)
  return rows.filter(({ kind, payload }) => kind === 'membership-ends' || payload.what === 'ownership-ended')
}

const limit = ({ owner }: TestWorkspace, userId: string, endsAt: string | null) =>
  owner(members.modify, { params: { userId }, body: { endsAt } })

test('three days before, one letter tells a member of all memberships that end, whoever looks how often', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const endsAt = inDays(10)
  const { userGroup } = await place.owner(groups.create, { body: { name: 'Analysts' } })
  const params = { userGroupId: userGroup.id }
  await limit(place, ada.id, endsAt)
  await place.owner(groups.addUsers, { params, body: { emails: [ada.email], endsAt } })

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
  assert.equal(letter?.subject, 'Your membership of the workspace Test ends soon')
  assert.ok(letter?.text.includes(`Your membership of the workspace ends on ${inUtc(endsAt)}`), letter?.text)
  assert.ok(letter?.text.includes(`Your place in the group Analysts ends on ${inUtc(endsAt)}`))
  const { events } = await place.owner(audit.list, { query: { type: 'Membership Ends Soon' } })
  assert.deepEqual(
    events.map(({ actorKind, resourceId }) => [actorKind, resourceId]),
    [['system', ada.id]],
  )
})

test('what was given for two days is announced a day before, for a day not at all; and no letter goes out of what was extended', async () => {
  const place = await openWorkspace()
  const [ada, ben, cleo] = [await place.member(), await place.member(), await place.member()]
  await limit(place, ada.id, inDays(2))
  await limit(place, ben.id, inDays(1))
  await limit(place, cleo.id, inDays(2))

  clock.move(DAY_MS + HOUR_MS)
  const reminders = await told(place)
  await limit(place, cleo.id, inDays(30))

  assert.deepEqual(reminders.map(({ payload }) => payload.userId).sort(), [ada.id, cleo.id].sort())
  const written = await Promise.all(reminders.map((one) => dueLetterOf(place, one)))
  assert.deepEqual(
    written.map((letter) => letter?.to ?? null).filter((to) => to !== null),
    [ada.email],
  )
})

test('when a membership took ownership along, the owners that are left are told once', async () => {
  const place = await openWorkspace()
  const ada = await place.member([{ roleId: roleNamed('Workspace Owner'), resources: [] }])
  const ben = await place.member()
  for (const { id } of [ada, ben]) await limit(place, id, inDays(0.5))

  clock.move(DAY_MS)
  const letters = await told(place)
  const again = await told(place)

  assert.deepEqual(
    letters.map(({ payload }) => [payload.userId, payload.what]),
    [[place.ownerPerson.id, 'ownership-ended']],
  )
  assert.equal(again.length, letters.length)
  const { events } = await place.owner(audit.list, { query: { type: 'Ownership Ended' } })
  assert.deepEqual(
    events.map(({ detail }) => detail.subjectId),
    [ada.id],
  )
})
