import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Input } from '../../../contract/endpoint.ts'
import { grants } from '../../../contract/grants.ts'
import { groups } from '../../../contract/groups.ts'
import { members } from '../../../contract/members.ts'
import { roles } from '../../../contract/roles.ts'
import { acting, clock, openWorkspace, type Person, type TestWorkspace } from '../../../test/house.ts'
import { roleNamed } from '../../../test/registry.ts'
import { newId } from '../../platform/ids.ts'
import { setPlan } from '../../workspaces/workspaces.ts'

const READER = roleNamed('Source Read-only')
const OWNER = roleNamed('Workspace Owner')
const MINUTE_MS = 60_000

type Query = Input<typeof members.directory>['query']

/** The ids of those found, in their order, and how many there are. */
async function found({ owner }: TestWorkspace, query: Query) {
  const { users, pagination } = await owner(members.directory, { query })
  assert.equal(pagination.totalEntries, users.length)
  return users.map((user) => user.id)
}

async function groupOf({ owner, everything }: TestWorkspace, name: string, people: Person[], role?: string) {
  const permissions = role ? [{ roleId: role, resources: [everything] }] : []
  const body = { name, emails: people.map((one) => one.email), permissions }
  const { userGroup } = await owner(groups.create, { body })
  return userGroup.id
}

/** The person has a confirmed authenticator app, a passkey, a password, or an account at a provider. */
async function equip(
  { app }: TestWorkspace,
  { id }: Person,
  what: { totp?: Date | null; passkey?: true; password?: true; issuer?: string },
) {
  const now = clock.now()
  await app.database.db.transaction().execute(async (tx) => {
    if (what.totp !== undefined) {
      const factor = {
        user_id: id,
        secret_sealed: Buffer.from('x'),
        created_at: now,
        confirmed_at: what.totp,
      }
      await tx.insertInto('totp_factors').values(factor).execute()
    }
    if (what.passkey) {
      const key = { id: newId(), user_id: id, credential_id: newId(), public_key: Buffer.from('x') }
      const about = { sign_count: 0, synced: false, name: 'Key', created_at: now }
      await tx
        .insertInto('passkeys')
        .values({ ...key, ...about })
        .execute()
    }
    if (what.issuer) {
      const account = { issuer: what.issuer, subject: newId(), user_id: id, provider: 'acme', email: null }
      await tx
        .insertInto('identities')
        .values({ ...account, linked_at: now })
        .execute()
    }
    if (what.password) {
      await tx.updateTable('users').where('id', '=', id).set({ password_hash: 'x' }).execute()
    }
  })
}

test('the directory shows each member with roles, first groups, ways to sign in, and when they were last here', async () => {
  const workspace = await openWorkspace()
  const { owner, member, everything } = workspace
  const permissions = [{ roleId: READER, resources: [everything] }]
  const ada = await member(permissions, `ada@${workspace.slug}.test`)
  for (const name of ['Delta', 'alpha', 'Charlie', 'bravo']) await groupOf(workspace, name, [ada])
  await equip(workspace, ada, { passkey: true, password: true })

  const { users, pagination } = await owner(members.directory, { query: { search: 'ADA@' } })

  const [shown] = users
  assert.deepEqual(
    { ...shown, groups: shown?.groups.map((group) => group.name), joinedAt: '', lastActiveAt: '' },
    {
      id: ada.id,
      name: 'Ada',
      email: ada.email,
      isOwner: false,
      status: 'active',
      permissions: [{ roleId: READER, roleName: 'Source Read-only', resources: [everything], active: true }],
      groups: ['alpha', 'bravo', 'Charlie'],
      groupCount: 4,
      managed: false,
      mfa: true,
      signIn: ['password', 'passkey'],
      joinedAt: '',
      lastActiveAt: '',
    },
  )
  assert.ok(Math.abs(Date.parse(shown?.lastActiveAt ?? '') - clock.now().getTime()) < MINUTE_MS)
  assert.equal(pagination.totalEntries, 1)
})

test('members are found by a part of name or address in any case, and what looks like a pattern means itself', async () => {
  const workspace = await openWorkspace()
  const emma = await workspace.member([], 'Émilie.Test@x.test')
  const percent = await workspace.member([], 'a%b@x.test')

  assert.deepEqual(await found(workspace, { search: 'ÉMILIE' }), [emma.id])
  assert.deepEqual(await found(workspace, { search: '@x.TEST' }), [emma.id, percent.id])
  assert.deepEqual(await found(workspace, { search: '%' }), [percent.id])
  assert.deepEqual(await found(workspace, { search: 'a_b' }), [])
  assert.equal((await found(workspace, { search: '' })).length, 3)
})

test('who holds a role is found, directly or through a group, and so is who owns the workspace', async () => {
  const workspace = await openWorkspace()
  const { ownerPerson, member, everything } = workspace
  const direct = await member([{ roleId: READER, resources: [everything] }])
  const through = await member()
  const admin = await member()
  const nobody = await member()
  await groupOf(workspace, 'Readers', [through], READER)
  await groupOf(workspace, 'Admins', [admin], OWNER)

  assert.deepEqual(await found(workspace, { roleId: READER }), [direct.id, through.id])
  assert.deepEqual(await found(workspace, { roleId: OWNER }), [ownerPerson.id, admin.id])
  assert.deepEqual(await found(workspace, { owner: 'yes' }), [ownerPerson.id, admin.id])
  assert.deepEqual(await found(workspace, { owner: 'no' }), [direct.id, through.id, nobody.id])
  assert.deepEqual(await found(workspace, { roleId: 'no-such-role' }), [])
})

test('on a plan without groups, who owned the workspace through one does not own it, and still holds the role', async () => {
  const workspace = await openWorkspace()
  const { app, slug, owner, ownerPerson, member } = workspace
  const admin = await member()
  await groupOf(workspace, 'Admins', [admin], OWNER)
  await setPlan(acting(app), slug, 'team')

  assert.deepEqual(await found(workspace, { owner: 'yes' }), [ownerPerson.id])
  assert.deepEqual(await found(workspace, { roleId: OWNER }), [ownerPerson.id, admin.id])
  const { users } = await owner(members.directory, { query: {} })
  assert.deepEqual(
    users.map((user) => user.isOwner),
    [true, false],
  )
})

test('members are narrowed by group, second factor and way to sign in, and filters add up', async () => {
  const workspace = await openWorkspace()
  const { app, member, ownerPerson } = workspace
  const [app1, half, key, linked] = [await member(), await member(), await member(), await member()]
  await equip(workspace, app1, { totp: clock.now(), password: true })
  await equip(workspace, half, { totp: null })
  await equip(workspace, key, { passkey: true })
  const issuer = `https://${newId()}.test`
  await equip(workspace, linked, { issuer })
  const group = await groupOf(workspace, 'Some', [app1, half])
  const provider = { id: newId(), issuer, name: 'Acme' }
  const before = app.signIn
  app.signIn = { ...before, providers: [{ ...before.providers[0], ...provider } as never] }
  try {
    assert.deepEqual(await found(workspace, { groupId: group }), [app1.id, half.id])
    assert.deepEqual(await found(workspace, { mfa: 'yes' }), [app1.id, key.id])
    assert.deepEqual(await found(workspace, { mfa: 'no' }), [ownerPerson.id, half.id, linked.id])
    assert.deepEqual(await found(workspace, { groupId: group, mfa: 'yes' }), [app1.id])
    assert.deepEqual(await found(workspace, { signIn: 'password' }), [app1.id])
    assert.deepEqual(await found(workspace, { signIn: 'passkey' }), [key.id])
    assert.deepEqual(await found(workspace, { signIn: provider.id }), [linked.id])
    assert.deepEqual(await found(workspace, { signIn: 'elsewhere' }), [])
  } finally {
    app.signIn = before
  }
})

test('members are sorted by name, address, day of joining and last activity, both ways', async () => {
  const workspace = await openWorkspace()
  const { app, member, ownerPerson: olivia } = workspace
  const { slug } = workspace
  const zoe = await member([], `zoe@a-${slug}.test`)
  const ada = await member([], `ada@${slug}.test`)
  const seen = async (person: { id: string }, minutes: number) => {
    const last_used_at = new Date(clock.now().getTime() - minutes * MINUTE_MS)
    await app.database.db
      .transaction()
      .execute((tx) =>
        tx.updateTable('sessions').where('user_id', '=', person.id).set({ last_used_at }).execute(),
      )
  }
  await seen(zoe, 60)
  await seen(ada, 30)
  const orders = {
    name: [ada.id, olivia.id, zoe.id],
    email: [ada.id, olivia.id, zoe.id],
    joined: [olivia.id, zoe.id, ada.id],
    // Who never was here comes first.
    active: [olivia.id, zoe.id, ada.id],
  }

  for (const [sort, expected] of Object.entries(orders) as [keyof typeof orders, string[]][]) {
    assert.deepEqual(await found(workspace, { sort }), expected, sort)
    assert.deepEqual(await found(workspace, { sort, order: 'down' }), expected.toReversed(), sort)
  }
})

test('pages put together have everybody once, in every order, also while people come and go', async () => {
  const workspace = await openWorkspace()
  const { owner, member, ownerPerson } = workspace
  const people: Person[] = []
  for (let n = 0; n < 6; n++) people.push(await member([], `same@${n}-${workspace.slug}.test`))
  const expected = new Set([ownerPerson.id, ...people.map((one) => one.id)])

  for (const sort of ['name', 'email', 'joined', 'active'] as const) {
    for (const order of ['up', 'down'] as const) {
      const ids: string[] = []
      for (let cursor = 'MA=='; cursor !== ''; ) {
        const query = { sort, order, pagination: { count: 2, cursor } }
        const { users, pagination } = await owner(members.directory, { query })
        assert.equal(pagination.totalEntries, 7)
        ids.push(...users.map((user) => user.id))
        cursor = pagination.next ?? ''
      }
      assert.deepEqual([ids.length, new Set(ids)], [7, expected], `${sort} ${order}`)
    }
  }
  const query = { sort: 'name', search: 'same' } as const
  const first = await owner(members.directory, { query: { ...query, pagination: { count: 2 } } })
  const gone = first.users.at(-1)?.id ?? ''
  await owner(members.remove, { query: { userIds: [gone] } })
  const cursor = first.pagination.next ?? ''
  const rest = await owner(members.directory, { query: { ...query, pagination: { count: 10, cursor } } })
  const all = [...first.users, ...rest.users].map((user) => user.id)
  assert.deepEqual([all.length, new Set(all).size, rest.pagination.totalEntries], [6, 6, 5])
})

test('a cursor belongs to its own filters and order, and a made-up one is refused', async () => {
  const { owner, member } = await openWorkspace()
  await member()
  const { pagination } = await owner(members.directory, {
    query: { sort: 'active', pagination: { count: 1 } },
  })
  const cursor = pagination.next ?? ''
  const [bound] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[]
  const madeUp = Buffer.from(JSON.stringify([bound, 'soon', 'x'])).toString('base64url')
  const refused = { status: 422, code: 'invalid-input' }

  const asked = (query: Query) => owner(members.directory, { query })

  await assert.rejects(asked({ sort: 'name', pagination: { cursor } }), refused)
  await assert.rejects(asked({ sort: 'active', mfa: 'no', pagination: { cursor } }), refused)
  await assert.rejects(asked({ sort: 'active', pagination: { cursor: madeUp } }), refused)
})

test('a filter that means nothing is refused', async () => {
  const { owner } = await openWorkspace()
  // What the type checker would not let pass, as anybody may send it.
  const asked = (query: object) => owner(members.directory, { query: query as Query })

  for (const query of [
    { sort: 'age' },
    { order: 'sideways' },
    { mfa: 'maybe' },
    { owner: true },
    { colour: 'red' },
  ]) {
    await assert.rejects(asked(query), { status: 422, code: 'invalid-input' }, JSON.stringify(query))
  }
})

test('the directory is for those who may see members, and shows those of the workspace alone', async () => {
  const here = await openWorkspace()
  const there = await openWorkspace()
  const stranger = await there.member()
  const group = await groupOf(there, 'Others', [stranger])
  const { role } = await here.owner(roles.create, {
    body: { name: 'Lookout', may: { workspace: ['member:read'] } },
  })
  const plain = await here.member()
  const lookout = await here.member()
  const permissions = [{ roleId: role.id, resources: [here.everything] }]
  await here.owner(grants.addToUser, { params: { userId: lookout.id }, body: { permissions } })

  const seen = await lookout.call(members.directory, { query: {} })

  assert.equal(seen.users.length, 3)
  assert.deepEqual(await found(here, { groupId: group }), [])
  assert.deepEqual(await found(here, { search: stranger.email }), [])
  await assert.rejects(plain.call(members.directory, { query: {} }), { code: 'not-allowed' })
})
