import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { authzen } from '../contract/authzen.ts'
import { decisions } from '../contract/decisions.ts'
import { groups } from '../contract/groups.ts'
import { invites } from '../contract/invites.ts'
import { members } from '../contract/members.ts'
import { workspaces } from '../contract/workspaces.ts'
import { openWorkspace } from './house.ts'
import { all, iso, ownPaths, paths, runOn, saidAt, stopAt, wholeSeconds } from './instants.ts'
import { onAll, registerSources } from './registry.ts'

const DAY_MS = 86_400_000

afterEach(runOn)

test('a membership of the workspace ends at its instant, on every path, and lasts again from when it is extended', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const permissions = [onAll(place, 'Source Admin')]
  const ada = await place.member(permissions)
  const params = { userId: ada.id }
  const end = wholeSeconds() + DAY_MS
  await place.owner(members.modify, { params, body: { endsAt: iso(end) } })
  const asked = ownPaths(place, ada)

  assert.deepEqual(await saidAt(end - 1, asked), all(asked, true))
  assert.deepEqual(await saidAt(end, asked), all(asked, false))
  await place.owner(members.modify, { params, body: { endsAt: iso(end + DAY_MS) } })
  assert.deepEqual(await saidAt(end, asked), all(asked, true))
  assert.deepEqual(await saidAt(end + DAY_MS, asked), all(asked, false))
})

test('a place in a group ends at its instant, on every path, and the member stays what they are otherwise', async () => {
  const place = await openWorkspace()
  const { owner } = place
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const permissions = [onAll(place, 'Source Admin')]
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts', permissions } })
  const params = { userGroupId: userGroup.id }
  const end = wholeSeconds() + DAY_MS
  await owner(groups.addUsers, { params, body: { emails: [ada.email], endsAt: iso(end) } })
  const asked = paths(place, ada)

  assert.deepEqual(await saidAt(end - 1, asked), all(asked, true))
  assert.deepEqual(await saidAt(end, asked), all(asked, false))
  assert.equal((await ada.call(workspaces.me, {})).me.id, ada.id)
  await owner(groups.addUsers, { params, body: { emails: [ada.email] } })
  assert.deepEqual(await saidAt(end, asked), all(asked, true))
})

test('the membership that an invite makes ends when the invite says, and cannot begin after that', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const end = wholeSeconds() + DAY_MS
  const permissions = [onAll(place, 'Source Admin')]
  const emails = [`ada@${place.slug}.test`, `ben@${place.slug}.test`]
  const body = { invites: emails.map((email) => ({ email, permissions, endsAt: iso(end) })) }
  await place.owner(invites.create, { body })
  const [first = '', late = ''] = emails
  const ada = await place.member([], first)
  const asked = ownPaths(place, ada)

  assert.deepEqual(await saidAt(end - 1, asked), all(asked, true))
  assert.deepEqual(await saidAt(end, asked), all(asked, false))
  const { invites: left } = await place.owner(invites.listDetails, { query: {} })
  assert.deepEqual(
    left.map(({ email, status, endsAt, link }) => [email, status, endsAt, link]),
    [[late, 'expired', iso(end), undefined]],
  )
})

test('an answer that ends with a membership says when, and an explanation names the membership that ended', async () => {
  const place = await openWorkspace()
  const { owner } = place
  await registerSources(place, ['ios'])
  const [ada, ben] = [await place.member([onAll(place, 'Source Admin')]), await place.member()]
  const permissions = [onAll(place, 'Source Admin')]
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts', permissions } })
  const end = wholeSeconds() + DAY_MS
  await owner(members.modify, { params: { userId: ada.id }, body: { endsAt: iso(end) } })
  await owner(groups.addUsers, {
    params: { userGroupId: userGroup.id },
    body: { emails: [ben.email], endsAt: iso(end) },
  })
  const action = { name: 'source:edit' }
  const resource = { type: 'source', id: 'ios' }
  const about = ({ id }: { id: string }) => ({ body: { subject: { type: 'user', id }, action, resource } })

  const decided = [await owner(authzen.evaluate, about(ada)), await owner(authzen.evaluate, about(ben))]
  const whoCan = await owner(decisions.whoCan, {
    query: { action: 'source:edit', resourceType: 'source', resourceId: 'ios', subjectType: 'user' },
  })
  stopAt(end)
  const [goneAda, goneBen] = [
    await owner(decisions.explain, about(ada)),
    await owner(decisions.explain, about(ben)),
  ]
  const file = await (await place.ownerInPerson()).call(members.exportAll, {})

  assert.deepEqual(
    decided.map(({ decision, context }) => [decision, context.ends_at]),
    [
      [true, iso(end)],
      [true, iso(end)],
    ],
  )
  const shown = new Map(whoCan.subjects.map(({ id, endsAt }) => [id, endsAt]))
  assert.deepEqual([shown.get(ada.id), shown.get(ben.id)], [iso(end), iso(end)])
  assert.equal(goneAda.sentence.includes(`The membership of the workspace ended on ${iso(end)}.`), true)
  assert.deepEqual(
    goneAda.nearest.map(({ kind, endsAt, roleId }) => [kind, endsAt, roleId]),
    [['membership-ended', iso(end), undefined]],
  )
  assert.deepEqual(goneAda.smallestRoles, [])
  assert.ok(goneBen.sentence.includes(`their place in the group ended on ${iso(end)}`), goneBen.sentence)
  assert.deepEqual(
    goneBen.nearest.map(({ kind, endsAt, via }) => [kind, endsAt, via?.name]),
    [['group-membership-ended', iso(end), 'Analysts']],
  )
  assert.match(
    file,
    new RegExp(`${ada.email},Ended,Member,Source Admin \\(all\\) \\[ended .*,${iso(end)}\\r\\n`),
  )
  assert.ok(file.includes(`,Analysts [ended ${iso(end)}],`))
})
