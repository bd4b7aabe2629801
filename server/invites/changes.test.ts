import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { segment } from '../../contract/segment.ts'
import { eventsIn } from '../../test/events.ts'
import { clock, openWorkspace, type TestWorkspace } from '../../test/house.ts'
import { letters } from '../letters/letters.ts'

const roleId = (name: string) => segment.roles.find((role) => role.name === name)?.id ?? name
const OWNER = roleId('Workspace Owner')
const SOURCE_ADMIN = roleId('Source Admin')
const DAY_MS = 86_400_000

const ada = { email: 'Ada.Lovelace@x.test' }

async function only(workspace: TestWorkspace) {
  const { invites: found } = await workspace.owner(invites.listDetails, { query: {} })
  const [invite] = found
  if (!invite || found.length !== 1) throw new Error(`one invite was expected, not ${found.length}`)
  return invite
}

async function letterOf({ app, id }: TestWorkspace, payload: { inviteId: string }) {
  const letter = await letters.invite?.(app, { workspaceId: id, payload, attempts: 2 })
  return letter === 'later' ? null : letter
}

/** Moves the server's clock for one piece of work. */
async function later(ms: number, work: () => Promise<void>) {
  clock.move(ms)
  try {
    await work()
  } finally {
    clock.reset()
  }
}

test('things of another workspace cannot be given, and its invites are nobody’s here', async () => {
  const here = await openWorkspace()
  const there = await openWorkspace()
  const { userGroup } = await there.owner(groups.create, { body: { name: 'Analysts' } })
  await there.owner(invites.create, { body: { invites: [ada] } })
  const theirs = await only(there)
  const params = { inviteId: theirs.id }

  const permissions = [{ roleId: OWNER, resources: [there.everything] }]
  const wanted = [{ email: 'grace@x.test', permissions, groupIds: [userGroup.id] }]
  await assert.rejects(here.owner(invites.create, { body: { invites: wanted } }), (refused: Refused) => {
    const fields = refused.errors.map((error) => error.field).toSorted()
    return fields.join() === 'invites[0].groupIds[0],invites[0].permissions[0].resources[0].id'
  })
  await assert.rejects(here.owner(invites.modify, { params, body: { name: 'x' } }), { status: 404 })
  await assert.rejects(here.owner(invites.resend, { params }), { status: 404 })
  await here.owner(invites.delete, { query: { emails: [ada.email] } })

  assert.equal((await only(there)).id, theirs.id)
})

test('an invite is revoked by address in any case; one that is not there is no mistake, naming none is', async () => {
  const workspace = await openWorkspace()
  const { owner, url, token } = workspace
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  await owner(invites.create, { body: { invites: [{ ...ada, groupIds: [userGroup.id] }] } })

  await owner(invites.delete, { query: { emails: [ada.email.toLowerCase(), 'nobody@x.test'] } })
  await owner(invites.delete, { query: { emails: [ada.email] } })

  assert.deepEqual((await owner(invites.list, { query: {} })).invites, [])
  assert.deepEqual((await eventsIn(workspace)).slice(-2), ['Invite Deleted', 'Group Memberships Deleted'])
  const headers = { authorization: `Bearer ${token}` }
  const none = await fetch(`${url}/api/invites`, { method: 'DELETE', headers })
  assert.equal(none.status, 422)
})

test('what an invite gives is changed before it is accepted', async () => {
  const workspace = await openWorkspace()
  const { owner, everything } = workspace
  const one = await owner(groups.create, { body: { name: 'One' } })
  const two = await owner(groups.create, { body: { name: 'Two' } })
  await owner(invites.create, {
    body: { invites: [{ ...ada, permissions: [{ roleId: OWNER }], groupIds: [one.userGroup.id] }] },
  })
  const { id } = await only(workspace)
  const params = { inviteId: id }

  const body = {
    permissions: [{ roleId: SOURCE_ADMIN, resources: [everything] }],
    groupIds: [two.userGroup.id],
    name: 'Ada',
  }
  const { invite } = await owner(invites.modify, { params, body })
  await owner(invites.modify, { params, body })

  assert.deepEqual([invite.id, invite.name], [id, 'Ada'])
  assert.deepEqual(
    invite.permissions.map((permission) => permission.roleName),
    ['Source Admin'],
  )
  assert.deepEqual(
    invite.groups.map((group) => group.name),
    ['Two'],
  )
  const unknown = owner(invites.modify, { params, body: { groupIds: [one.userGroup.id, 'x'] } })
  await assert.rejects(unknown, (refused: Refused) => refused.errors[0]?.field === 'groupIds[1]')
  assert.deepEqual(await only(workspace), invite)
  assert.equal((await eventsIn(workspace)).filter((type) => type === 'Invite Modified').length, 1)
})

test('an expired invite stays in the list until it is revoked, and inviting again replaces it', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace
  await owner(invites.create, { body: { invites: [{ ...ada, permissions: [{ roleId: OWNER }] }] } })
  const before = await only(workspace)

  await later(8 * DAY_MS, async () => {
    const expired = await only(workspace)
    assert.deepEqual([expired.id, expired.status, expired.link], [before.id, 'expired', undefined])
    await owner(invites.create, { body: { invites: [{ email: 'ADA.LOVELACE@x.test' }] } })

    const fresh = await only(workspace)
    assert.notEqual(fresh.id, before.id)
    assert.deepEqual([fresh.email, fresh.status, fresh.permissions], ['ADA.LOVELACE@x.test', 'pending', []])
  })
})

test('sending an invite again gives it a new link and a new term', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace
  await owner(invites.create, { body: { invites: [ada] } })
  const before = await only(workspace)

  await later(DAY_MS, async () => {
    const { invite } = await owner(invites.resend, { params: { inviteId: before.id } })

    assert.notEqual(invite.link, before.link)
    assert.ok(invite.expiresAt > before.expiresAt)
    assert.equal((await eventsIn(workspace)).at(-1), 'Invite Resent')
  })
})

test('an invite is mailed with its link; nothing is mailed of one that was revoked or has expired', async () => {
  const workspace = await openWorkspace()
  const { owner, app, id } = workspace
  await owner(invites.create, { body: { invites: [ada] } })
  const invite = await only(workspace)
  const mail = () => letterOf(workspace, { inviteId: invite.id })
  const rows = await app.database.db.selectFrom('outbox').where('workspace_id', '=', id).selectAll().execute()
  assert.deepEqual(
    rows.map((row) => [row.kind, row.payload]),
    [['invite', { inviteId: invite.id, email: ada.email, generation: 1 }]],
  )

  const sent = await mail()

  assert.deepEqual([sent?.to, sent?.subject], [ada.email, 'Invitation to Test'])
  assert.match(sent?.text ?? '', /^http:\S+\/invite#token=\S+$/m)
  assert.ok(!sent?.text.includes(invite.link ?? ''), 'the letter has another secret than the console shows')
  await later(8 * DAY_MS, async () => assert.equal(await mail(), null))
  await owner(invites.delete, { query: { emails: [ada.email] } })
  assert.equal(await mail(), null)
})

test('a workspace cannot smuggle lines into its invitations by its name', async () => {
  const workspace = await openWorkspace()
  const { owner, app, id } = workspace
  await app.database.db
    .updateTable('workspaces')
    .where('id', '=', id)
    .set({ name: `Acme\r\nBcc: all@x.test\u2028${'x'.repeat(300)}` })
    .execute()
  await owner(invites.create, { body: { invites: [ada] } })

  const sent = await letterOf(workspace, { inviteId: (await only(workspace)).id })

  assert.match(sent?.subject ?? '', /^Invitation to Acme Bcc: all@x\.test x+…$/)
  assert.ok((sent?.subject.length ?? 0) < 150)
})

test('links are shown only to those who may invite', async () => {
  const workspace = await openWorkspace()
  const { member, owner } = workspace
  await owner(invites.create, { body: { invites: [ada] } })
  const grace = await member()

  await assert.rejects(grace.call(invites.list, { query: {} }), { code: 'not-allowed' })
  await assert.rejects(grace.call(invites.create, { body: { invites: [ada] } }), { code: 'not-allowed' })
  assert.match((await only(workspace)).link ?? '', /#token=/)
})

test('a member who invited stays named when they are gone, and their invites stay', async () => {
  const workspace = await openWorkspace()
  const { owner, member, everything } = workspace
  const grace = await member([{ roleId: OWNER, resources: [everything] }])
  await grace.call(invites.create, { body: { invites: [ada] } })

  await owner(members.remove, { query: { userIds: [grace.id] } })

  assert.equal((await only(workspace)).invitedBy.id, grace.id)
})

test('an invite is no member: permissions of members are not written to it', async () => {
  const workspace = await openWorkspace()
  const { owner, everything } = workspace
  await owner(invites.create, { body: { invites: [ada] } })
  const { id } = await only(workspace)

  const asUser = owner(grants.replaceForUser, {
    params: { userId: id },
    body: { permissions: [{ roleId: OWNER, resources: [everything] }] },
  })

  await assert.rejects(asUser, { status: 404 })
})
