import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { clock, openWorkspace, type TestWorkspace } from '../../test/house.ts'
import { preview } from '../../test/previews.ts'
import { onAll, roleNamed } from '../../test/registry.ts'

const DAY_MS = 86_400_000
const OWNER = { roleId: roleNamed('Workspace Owner'), resources: [] }

afterEach(() => clock.reset())

const inDays = (days: number) => new Date(clock.now().getTime() + days * DAY_MS).toISOString()

function limit({ owner }: TestWorkspace, userId: string, endsAt: string | null) {
  return owner(members.modify, { params: { userId }, body: { endsAt } })
}

test('whose membership has ended is as a stranger in the workspace, is listed as ended, and keeps account and session', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const endsAt = inDays(1)
  const { user } = await limit(place, ada.id, endsAt)

  clock.move(DAY_MS)

  assert.deepEqual([user.status, user.endsAt], ['active', endsAt])
  await assert.rejects(ada.call(workspaces.me, {}), { status: 404, code: 'not-found' })
  assert.deepEqual((await ada.self(workspaces.listMine, { query: {} })).workspaces, [])
  const shown = await place.owner(members.get, { params: { userId: ada.id } })
  const { users } = await place.owner(members.directory, { query: { search: ada.email } })
  assert.deepEqual([shown.user.status, shown.user.endsAt], ['ended', endsAt])
  assert.deepEqual([users[0]?.status, users[0]?.endsAt], ['ended', endsAt])
  await assert.rejects(place.owner(invites.create, { body: { invites: [{ email: ada.email }] } }), {
    code: 'member-exists',
  })
  await limit(place, ada.id, null)
  assert.equal((await ada.call(workspaces.me, {})).me.id, ada.id)
})

test('an end must be to come; one that passed may be written back, and the audit trail tells both', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const endsAt = inDays(1)
  const params = { userId: ada.id }

  await assert.rejects(limit(place, ada.id, inDays(-1)), { status: 422, code: 'invalid-input' })
  await assert.rejects(limit(place, ada.id, 'tomorrow'), { status: 422, code: 'invalid-input' })
  await assert.rejects(place.owner(members.modify, { params, body: {} }), { code: 'invalid-input' })
  await limit(place, ada.id, endsAt)
  clock.move(2 * DAY_MS)
  const again = await place.owner(members.modify, { params, body: { externalId: 'ada-1', endsAt } })
  await limit(place, ada.id, null)

  assert.deepEqual([again.user.status, again.user.externalId], ['ended', 'ada-1'])
  const { events } = await place.owner(audit.list, { query: { type: 'Membership End Changed' } })
  assert.deepEqual(
    events.map(({ detail }) => [detail.endsAt, detail.endsAtBefore]),
    [
      [undefined, endsAt],
      [endsAt, undefined],
    ],
  )
})

test('an owner whose membership ends does not keep a workspace owned, nor does a place in a group of owners that ends', async () => {
  const place = await openWorkspace()
  const { owner, ownerPerson } = place
  const ada = await place.member([OWNER])
  const { userGroup } = await owner(groups.create, { body: { name: 'Owners', permissions: [OWNER] } })
  const params = { userGroupId: userGroup.id }
  const endsAt = inDays(1)
  await limit(place, ada.id, endsAt)

  await assert.rejects(limit(place, ownerPerson.id, endsAt), { status: 409, code: 'last-owner' })
  await owner(groups.addUsers, { params, body: { emails: [ada.email] } })
  await assert.rejects(limit(place, ownerPerson.id, endsAt), { code: 'last-owner' })
  await limit(place, ada.id, null)
  await limit(place, ownerPerson.id, endsAt)
  await assert.rejects(limit(place, ada.id, endsAt), { code: 'last-owner' })
})

test('who is a member for a time makes nobody stay for longer than that, themselves least of all', async () => {
  const place = await openWorkspace()
  const friday = inDays(3)
  const ada = await place.member([OWNER])
  const ben = await place.member([onAll(place, 'Source Admin')])
  await limit(place, ada.id, friday)
  await limit(place, ben.id, inDays(1))
  const { userGroup } = await place.owner(groups.create, { body: { name: 'Owners', permissions: [OWNER] } })
  const stay = (userId: string, endsAt: string | null) =>
    ada.call(members.modify, { params: { userId }, body: { endsAt } })
  const join = (endsAt: string | null) =>
    ada.call(groups.addUsers, {
      params: { userGroupId: userGroup.id },
      body: { emails: [ben.email], endsAt },
    })
  const says = { code: 'not-allowed', message: new RegExp(`until ${friday}.*nobody can give it for longer`) }

  await assert.rejects(stay(ada.id, null), says)
  await assert.rejects(stay(ben.id, inDays(4)), says)
  await assert.rejects(join(null), says)
  const [longer, shorter] = [await stay(ben.id, friday), await stay(ada.id, inDays(2))]
  await join(inDays(1))

  assert.deepEqual([longer.user.endsAt, shorter.user.endsAt !== undefined], [friday, true])
})

test('an owner comes back by a fresh proof only, and the other owners are told', async () => {
  const place = await openWorkspace()
  const ada = await place.member([OWNER])
  const olivia = await place.ownerInPerson()
  await limit(place, ada.id, inDays(1))
  clock.move(2 * DAY_MS)
  const back = () => olivia.call(members.modify, { params: { userId: ada.id }, body: { endsAt: null } })

  await assert.rejects(back(), { code: 'step-up-required' })
  await limit(place, ada.id, null)

  const { db } = place.app.database
  const letters = await db
    .selectFrom('outbox')
    .where('workspace_id', '=', place.id)
    .select('payload')
    .execute()
  assert.deepEqual(
    letters
      .filter(({ payload }) => payload.what === 'owner-added')
      .map(({ payload }) => payload.userId)
      .sort(),
    [ada.id, place.ownerPerson.id].sort(),
  )
})

test('a preview of an end looks at that instant, and one of a return looks at now', async () => {
  const place = await openWorkspace()
  const ada = await place.member([onAll(place, 'Source Admin')])
  const endsAt = inDays(1)
  const call = (until: string | null) => ({
    route: 'PATCH /users/:userId',
    params: { userId: ada.id },
    body: { endsAt: until },
  })

  const ending = await preview(place, call(endsAt))
  await limit(place, ada.id, endsAt)
  clock.move(2 * DAY_MS)
  const back = await preview(place, call(null))

  assert.deepEqual([ending.at, ending.events[0]?.endsAt], [endsAt, endsAt])
  assert.deepEqual(ending.subjects[0]?.isHere, { before: true, after: false })
  assert.ok((ending.subjects[0]?.losses.length ?? 0) > 0)
  assert.deepEqual([back.at, back.subjects[0]?.isHere], [undefined, { before: false, after: true }])
  assert.deepEqual(back.subjects[0]?.gains, ending.subjects[0]?.losses)
})

test('an invite carries until when its person will be a member, which can be changed until they accept', async () => {
  const place = await openWorkspace()
  const email = `ada@${place.slug}.test`
  const [first, later] = [inDays(1), inDays(20)]
  const invited = (endsAt: string) => place.owner(invites.create, { body: { invites: [{ email, endsAt }] } })

  await assert.rejects(invited(inDays(-1)), {
    code: 'invalid-input',
    message: /"invites\[0\]\.endsAt" must be in the future/,
  })
  await invited(first)
  const [invite] = (await place.owner(invites.listDetails, { query: {} })).invites
  const params = { inviteId: invite?.id ?? '' }
  clock.move(2 * DAY_MS)
  await assert.rejects(place.owner(invites.resend, { params }), { code: 'invalid-input' })
  const changed = await place.owner(invites.modify, { params, body: { endsAt: later } })
  const ada = await place.member([], email)

  assert.deepEqual([invite?.endsAt, changed.invite.endsAt, changed.invite.status], [first, later, 'pending'])
  const { user } = await place.owner(members.get, { params: { userId: ada.id } })
  assert.deepEqual([user.status, user.endsAt], ['active', later])
})
