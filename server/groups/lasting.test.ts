import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { clock, openWorkspace, systemIn, type TestWorkspace } from '../../test/house.ts'
import { change, outcome } from '../caller/change.ts'
import { fillByProvider, type Subject } from './groups.ts'

const DAY_MS = 86_400_000

afterEach(() => clock.reset())

const inDays = (days: number) => new Date(clock.now().getTime() + days * DAY_MS).toISOString()

async function grouped() {
  const place = await openWorkspace()
  const [ada, ben] = [await place.member(), await place.member()]
  const { userGroup } = await place.owner(groups.create, { body: { name: 'Analysts' } })
  const params = { userGroupId: userGroup.id }
  const put = (people: { email: string }[], until: { endsAt?: string | null } = {}) =>
    place.owner(groups.addUsers, { params, body: { emails: people.map(({ email }) => email), ...until } })
  const ends = async () => {
    const { users } = await place.owner(groups.listUsers, { params, query: {} })
    return new Map(users.map(({ id, endsAt }) => [id, endsAt]))
  }
  return { place, ada, ben, params, put, ends }
}

test('a place in a group is given until a moment, is moved by giving it again, and stays listed when it has ended', async () => {
  const { place, ada, ben, params, put, ends } = await grouped()
  const [one, two] = [inDays(1), inDays(2)]

  await assert.rejects(put([ada], { endsAt: inDays(-1) }), { status: 422, code: 'invalid-input' })
  await put([ada, ben], { endsAt: one })
  await put([ada])
  const untouched = await ends()
  await put([ada], { endsAt: two })
  const moved = await ends()
  clock.move(DAY_MS)
  const ended = await ends()
  await put([ada, ben])
  const after = await ends()

  const of = (found: Map<string, string | undefined>) => [found.get(ada.id), found.get(ben.id)]
  assert.deepEqual(of(untouched), [one, one])
  assert.deepEqual(of(moved), [two, one])
  assert.deepEqual(of(ended), [two, one])
  // Whose place had ended is in it anew, and for good; whose had not stays until then.
  assert.deepEqual(of(after), [two, undefined])
  await place.owner(groups.replaceUsers, { params, body: { emails: [ada.email] } })
  assert.deepEqual(of(await ends()), [two, undefined])
  const { groups: joined } = await place.owner(members.listGroups, { params: { userId: ada.id }, query: {} })
  assert.deepEqual(
    joined.map(({ endsAt }) => endsAt),
    [two],
  )
  const { events } = await place.owner(audit.list, { query: { type: 'Group Membership End Changed' } })
  assert.deepEqual(
    events.map(({ resourceId, detail }) => [resourceId, detail.endsAt, detail.endsAtBefore]),
    [
      [ben.id, undefined, one],
      [ada.id, two, one],
    ],
  )
})

test('a list of a group says when it reaches somebody no more, also where their membership ends first', async () => {
  const { place, ada, put, ends } = await grouped()
  const [one, two] = [inDays(1), inDays(2)]
  await put([ada], { endsAt: two })

  await place.owner(members.modify, { params: { userId: ada.id }, body: { endsAt: one } })

  assert.equal((await ends()).get(ada.id), one)
})

test('whoever the identity provider puts into a group too stays beyond the end, and no longer than that when it takes them out', async () => {
  const { place, ada, ben, params, put, ends } = await grouped()
  const endsAt = inDays(2)
  await put([ada, ben], { endsAt })
  const push = (come: Subject[], gone: Subject[]) => pushed(place, params.userGroupId, { come, gone })
  const both = [ada, ben].map(({ id, email }) => ({ id, email, kind: 'user' as const, name: email }))

  await push(both, [])
  const given = [...(await ends()).values()]
  await push([], both.slice(0, 1))
  const taken = await ends()
  clock.move(3 * DAY_MS)
  await push([], both)
  const left = [...(await ends()).keys()]

  assert.deepEqual(given, [undefined, undefined])
  assert.deepEqual([taken.get(ada.id), taken.get(ben.id)], [endsAt, undefined])
  // Ada's place was given by hand, and ended: it is hers to be extended. Ben's was the provider's too, until now.
  assert.deepEqual(left, [ada.id])
})

async function pushed(
  { app, id, slug }: TestWorkspace,
  groupId: string,
  people: { come: Subject[]; gone: Subject[] },
) {
  const caller = await systemIn(app, { id, slug, name: 'Test', plan: 'business' })
  await change(caller, async (tx) =>
    outcome(undefined, await fillByProvider(tx, caller, { id: groupId, name: 'Analysts' }, people)),
  )
}
