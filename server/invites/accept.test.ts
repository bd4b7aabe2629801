import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { segment } from '../../contract/segment.ts'
import { openJar } from '../../test/browser-jar.ts'
import { as, clock, headersOf, openWorkspace, type TestWorkspace } from '../../test/house.ts'
import { newId } from '../platform/ids.ts'

const roleId = (name: string) => segment.roles.find((role) => role.name === name)?.id ?? name
const OWNER = roleId('Workspace Owner')
const SOURCE_ADMIN = roleId('Source Admin')
const TRACKING_PLAN_ADMIN = roleId('Tracking Plan Admin')
const DAY_MS = 86_400_000
const password = 'a good long password'

const newAddress = () => `Ada.${newId()}@x.test`

async function tokenFor({ owner }: TestWorkspace, email: string): Promise<string> {
  const { invites: found } = await owner(invites.listDetails, { query: {} })
  const { link = '' } = found.find((invite) => invite.email === email) ?? {}
  return link.split('#token=')[1] ?? ''
}

async function invite(
  workspace: TestWorkspace,
  email: string,
  gives: { permissions?: { roleId: string }[]; groupIds?: string[] } = {},
) {
  await workspace.owner(invites.create, { body: { invites: [{ email, ...gives }] } })
  return tokenFor(workspace, email)
}

test('somebody without an account registers by the link and has what the invite gave', async () => {
  const workspace = await openWorkspace()
  const { owner, url, slug, id, everything } = workspace
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  const email = newAddress()
  const gives = { permissions: [{ roleId: OWNER }, { roleId: SOURCE_ADMIN }], groupIds: [userGroup.id] }
  const token = await invite(workspace, email, gives)
  const jar = openJar(url)

  const accepted = await jar.call(invites.accept, { body: { token, name: 'Ada', password } })

  assert.deepEqual(accepted.workspace, { id, slug, name: 'Test' })
  assert.deepEqual(accepted.user, { id: accepted.user.id, name: 'Ada', email })
  assert.ok(!JSON.stringify(accepted).includes('cvs_'), 'the session is in its cookie only')
  const { user } = await jar.within(slug)(members.get, { params: { userId: accepted.user.id } })
  assert.deepEqual(
    user.permissions.map((permission) => [permission.roleId, permission.resources]),
    [
      [OWNER, [everything]],
      [SOURCE_ADMIN, [everything]],
    ],
  )
  assert.deepEqual((await owner(invites.list, { query: {} })).invites, [])
  const params = { userGroupId: userGroup.id }
  assert.deepEqual((await owner(groups.listInvites, { params, query: {} })).emails, [])
  assert.deepEqual(
    (await owner(groups.listUsers, { params, query: {} })).users.map((one) => one.email),
    [email],
  )
  const { db } = workspace.app.database
  const last = await db
    .selectFrom('audit_events')
    .where('workspace_id', '=', id)
    .orderBy('seq', 'desc')
    .select(['type', 'actor_id', 'actor_email'])
    .executeTakeFirst()
  assert.deepEqual(last, { type: 'User Invite Accepted', actor_id: accepted.user.id, actor_email: email })
})

test('a password shorter than eight characters, or none, registers nobody and leaves the link good', async () => {
  const workspace = await openWorkspace()
  const email = newAddress()
  const token = await invite(workspace, email)
  const stranger = as({ url: workspace.url })

  await assert.rejects(stranger(invites.accept, { body: { token, password: 'seven77' } }), { status: 422 })
  await assert.rejects(
    stranger(invites.accept, { body: { token } }),
    (refused: { errors: { field: string }[] }) => {
      return refused.errors[0]?.field === 'password'
    },
  )

  const { user } = await stranger(invites.accept, { body: { token, password } })
  assert.equal(user.name, email.split('@')[0])
})

test('looking a link up tells what it is for and uses nothing up', async () => {
  const elsewhere = await openWorkspace()
  const known = await elsewhere.member()
  const workspace = await openWorkspace()
  const email = newAddress()
  const token = await invite(workspace, email)
  const other = await invite(workspace, known.email)
  const stranger = as({ url: workspace.url })

  const shown = await stranger(invites.lookUp, { query: { token } })
  const again = await stranger(invites.lookUp, { query: { token } })

  assert.deepEqual(again, shown)
  assert.deepEqual([shown.workspace, shown.email, shown.hasAccount], [{ name: 'Test' }, email, false])
  assert.equal((await stranger(invites.lookUp, { query: { token: other } })).hasAccount, true)
})

test('somebody with an account signs in first, and only the invited person can accept', async () => {
  const elsewhere = await openWorkspace()
  const ada = await elsewhere.member()
  const eve = await elsewhere.member()
  const workspace = await openWorkspace()
  const { url } = workspace
  const token = await invite(workspace, ada.email.toUpperCase())
  const accept = (session: string | null = null) =>
    as({ url, headers: headersOf(session, url) })(invites.accept, { body: { token, password } })

  await assert.rejects(accept(), { status: 401, code: 'sign-in-first' })
  await assert.rejects(accept(eve.session), { code: 'invite-not-yours' })
  await assert.rejects(accept(workspace.token), { code: 'sign-in-first' })
  const accepted = await accept(ada.session)

  assert.equal(accepted.user.id, ada.id)
  const here = as({ url: `${url}/w/${workspace.slug}`, headers: headersOf(ada.session, url) })
  await assert.rejects(here(members.list, { query: {} }), { code: 'not-allowed' })
})

test('IN-1: a link that is used, revoked, replaced, expired, altered or invented is gone, always in the same words', async () => {
  const workspace = await openWorkspace()
  const { owner, url } = workspace
  const [used, revoked, replaced, expired] = [newAddress(), newAddress(), newAddress(), newAddress()]
  const stranger = as({ url })
  const usedToken = await invite(workspace, used)
  await stranger(invites.accept, { body: { token: usedToken, password } })
  const revokedToken = await invite(workspace, revoked)
  await owner(invites.delete, { query: { emails: [revoked] } })
  const replacedToken = await invite(workspace, replaced)
  const { invites: found } = await owner(invites.listDetails, { query: {} })
  const inviteId = found.find((one) => one.email === replaced)?.id ?? ''
  await owner(invites.resend, { params: { inviteId } })
  const expiredToken = await invite(workspace, expired)
  const [workspaceId, id, proof = ''] = expiredToken.split('.')
  const altered = `${workspaceId}.${id}.${proof.slice(1)}${proof[0] === 'a' ? 'b' : 'a'}`

  const answers: unknown[] = []
  const ask = async (token: string) => {
    for (const request of ['accept', 'lookup'] as const) {
      const response = await (request === 'accept'
        ? fetch(`${url}/api/invites/accept`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ token, password }),
          })
        : fetch(`${url}/api/invites/lookup?token=${encodeURIComponent(token)}`))
      answers.push({ status: response.status, body: await response.json() })
    }
  }
  for (const token of [
    usedToken,
    revokedToken,
    replacedToken,
    altered,
    `${expiredToken}.x`,
    'x',
    'ä.ö.ü',
    '..',
  ])
    await ask(token)
  clock.move(8 * DAY_MS)
  await ask(expiredToken).finally(clock.reset)

  const [first] = answers as { status: number; body: { errors: { data: { code: string } }[] } }[]
  assert.deepEqual([first?.status, first?.body.errors[0]?.data.code], [410, 'invite-gone'])
  for (const answer of answers) assert.deepEqual(answer, first)
  assert.deepEqual((await owner(members.list, { query: {} })).users.length, 2)
})

test('IN-1: the link of one invite does not open another, nor the same one in another workspace', async () => {
  const here = await openWorkspace()
  const there = await openWorkspace()
  const mine = await invite(here, newAddress())
  const other = await invite(here, newAddress())
  const theirs = await invite(there, newAddress())
  const [workspaceId, id] = mine.split('.')
  const stranger = as({ url: here.url })

  for (const proof of [other, theirs].map((token) => token.split('.')[2])) {
    const token = `${workspaceId}.${id}.${proof}`
    await assert.rejects(stranger(invites.accept, { body: { token, password } }), { code: 'invite-gone' })
  }
})

test('IN-1: a link opened ten times at once makes one account and one member', async () => {
  const workspace = await openWorkspace()
  const token = await invite(workspace, newAddress())
  const stranger = as({ url: workspace.url })

  const tries = await Promise.allSettled(
    Array.from({ length: 10 }, () => stranger(invites.accept, { body: { token, password } })),
  )

  assert.equal(tries.filter((one) => one.status === 'fulfilled').length, 1)
  const codes = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  assert.ok(
    codes.every((code) => code === 'invite-gone' || code === 'sign-in-first'),
    codes.join(),
  )
  assert.equal((await workspace.owner(members.list, { query: {} })).users.length, 2)
})

test('two signed-in tries at once: one accepts, the other finds the link used', async () => {
  const elsewhere = await openWorkspace()
  const ada = await elsewhere.member()
  const workspace = await openWorkspace()
  const token = await invite(workspace, ada.email)
  const call = as({ url: workspace.url, headers: headersOf(ada.session, workspace.url) })

  const tries = await Promise.allSettled([1, 2].map(() => call(invites.accept, { body: { token } })))

  const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  assert.deepEqual(refused, ['invite-gone'])
})

test('a group that was deleted meanwhile is not joined', async () => {
  const workspace = await openWorkspace()
  const { owner, url } = workspace
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  const token = await invite(workspace, newAddress(), {
    groupIds: [userGroup.id],
    permissions: [{ roleId: TRACKING_PLAN_ADMIN }],
  })
  await owner(groups.delete, { params: { userGroupId: userGroup.id } })

  const { user } = await as({ url })(invites.accept, { body: { token, password } })

  const params = { userId: user.id }
  assert.deepEqual((await owner(members.listGroups, { params, query: {} })).groups, [])
  const shown = await owner(members.get, { params })
  assert.deepEqual(
    shown.user.permissions.map((permission) => permission.roleId),
    [TRACKING_PLAN_ADMIN],
  )
})

test('somebody who joins another way answers their invite by it, and the link is dead', async () => {
  const workspace = await openWorkspace()
  const { owner, member, url } = workspace
  const email = newAddress()
  const token = await invite(workspace, email, { permissions: [{ roleId: TRACKING_PLAN_ADMIN }] })

  const ada = await member([], email.toLowerCase())

  const { user } = await owner(members.get, { params: { userId: ada.id } })
  assert.deepEqual(
    user.permissions.map((permission) => permission.roleId),
    [TRACKING_PLAN_ADMIN],
  )
  assert.deepEqual((await owner(invites.list, { query: {} })).invites, [])
  await owner(members.remove, { query: { userIds: [ada.id] } })
  const again = as({ url, headers: headersOf(ada.session, url) })(invites.accept, { body: { token } })
  await assert.rejects(again, { code: 'invite-gone' })
})

test('an expired invite gives nothing to somebody who joins another way', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  const email = newAddress()
  await invite(workspace, email, { permissions: [{ roleId: OWNER }] })

  clock.move(8 * DAY_MS)
  const ada = await member([], email).finally(clock.reset)

  const { user } = await owner(members.get, { params: { userId: ada.id } })
  assert.deepEqual([user.permissions, user.isOwner], [[], false])
  assert.deepEqual((await owner(invites.list, { query: {} })).invites, [])
})

test('accepting twice under one Idempotency-Key answers the same twice, with one member and one session', async () => {
  const workspace = await openWorkspace()
  const email = newAddress()
  const token = await invite(workspace, email)
  const stranger = as({ url: workspace.url })
  const given = { body: { token, name: 'Ada', password }, idempotencyKey: newId() }

  const first = await stranger(invites.accept, given)
  const second = await stranger(invites.accept, given)
  const both = await Promise.allSettled(
    [1, 2].map(() => stranger(invites.accept, { ...given, body: { ...given.body, name: 'Eve' } })),
  )

  assert.deepEqual(second, first)
  assert.deepEqual(
    both.map((one) => one.status),
    ['rejected', 'rejected'],
  )
  const { users } = await workspace.owner(members.list, { query: {} })
  assert.equal(users.filter((user) => user.email === email).length, 1)
})
