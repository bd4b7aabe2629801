import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Input } from '../../../contract/endpoint.ts'
import { grants } from '../../../contract/grants.ts'
import { groups } from '../../../contract/groups.ts'
import type { members } from '../../../contract/members.ts'
import { clock, openWorkspace, type Person, systemIn, type TestWorkspace } from '../../../test/house.ts'
import { roleNamed } from '../../../test/registry.ts'
import { newId } from '../../platform/ids.ts'
import { listDirectory } from './directory.ts'

const READER = roleNamed('Source Read-only')
const MINUTE_MS = 60_000
const sorts = ['name', 'email', 'joined', 'active'] as const
type Query = Input<typeof members.directory>['query']

test('many are listed as few are: the same people in the same order, whatever is asked for', async () => {
  const workspace = await openWorkspace()
  const groupId = await settle(workspace)
  const filters: Query[] = [
    {},
    { search: 'b' },
    { roleId: READER },
    { groupId },
    { owner: 'no' },
    { mfa: 'yes' },
    { mfa: 'no' },
    { signIn: 'password' },
    { signIn: 'passkey' },
    { roleId: READER, mfa: 'no', search: 'test' },
    { groupId, signIn: 'password' },
  ]

  for (const [n, filter] of filters.entries()) {
    for (const [m, sort] of sorts.entries()) {
      const query = { ...filter, sort, order: (n + m) % 2 ? ('up' as const) : ('down' as const) }
      const sorted = await listed(workspace, query, { few: 1_000, count: 100 })
      assert.ok(sorted.length > 1, JSON.stringify(query))
      assert.deepEqual(await listed(workspace, query, { few: 0, count: 3 }), sorted, JSON.stringify(query))
    }
  }
})

/** Everybody on all pages, in order. */
async function listed(
  { app, id, slug }: TestWorkspace,
  query: Query,
  { few, count }: { few: number; count: number },
) {
  const ids: string[] = []
  for (let cursor = 'MA=='; cursor !== ''; ) {
    const caller = await systemIn(app, { id, slug, name: 'Test', plan: 'business' })
    const page = await listDirectory(caller, { ...query, pagination: { count, cursor } }, few)
    ids.push(...page.users.map((user) => user.id))
    cursor = page.pagination.next ?? ''
  }
  return ids
}

/** Members with every mixture of group, role, factors, and sessions: none, one, and several that were used at the same moment. */
async function settle(workspace: TestWorkspace): Promise<string> {
  const { app, owner, member, everything, slug } = workspace
  const people: Person[] = []
  for (let n = 0; n < 14; n++) {
    const held = n % 3 === 0 ? [{ roleId: READER, resources: [everything] }] : []
    people.push(await member(held, `${n % 2 ? 'ab' : 'cd'}${n}@${slug}.test`))
  }
  const some = (every: number) => people.filter((_, n) => n % every === 0)
  const body = { name: 'Some', emails: some(2).map(({ email }) => email) }
  const { userGroup } = await owner(groups.create, { body })
  const permissions = [{ roleId: READER, resources: [everything] }]
  await owner(grants.addToGroup, { params: { userGroupId: userGroup.id }, body: { permissions } })
  const at = new Date(clock.now().getTime() - 10 * MINUTE_MS)
  await app.database.db.transaction().execute(async (tx) => {
    for (const [n, { id: user_id }] of people.entries()) {
      const key = { id: newId(), user_id, credential_id: newId(), public_key: Buffer.from('x') }
      const passkey = { ...key, sign_count: 0, synced: false, name: 'Key', created_at: at }
      const factor = { user_id, secret_sealed: Buffer.from('x'), created_at: at }
      if (n % 4 === 1) await tx.insertInto('passkeys').values(passkey).execute()
      if (n % 3 === 1)
        await tx
          .insertInto('totp_factors')
          .values({ ...factor, confirmed_at: at })
          .execute()
      if (n % 5 < 2)
        await tx.updateTable('users').where('id', '=', user_id).set({ password_hash: 'x' }).execute()
      const sessions = tx.deleteFrom('sessions').where('user_id', '=', user_id)
      if (n % 4 === 3) await sessions.execute()
      const times = { created_at: at, authenticated_at: at, factor_at: at, last_used_at: at }
      for (let more = n % 4; more < 2; more++) {
        const secret = { id: newId(), user_id, secret_hash: Buffer.from(newId()), expires_at: clock.now() }
        await tx
          .insertInto('sessions')
          .values({ ...secret, ...times })
          .execute()
      }
    }
  })
  return userGroup.id
}
