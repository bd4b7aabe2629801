import fc from 'fast-check'
import { Refused } from '../client/call.ts'
import { groups } from '../contract/groups.ts'
import { labels } from '../contract/labels.ts'
import { Problem } from '../contract/problems.ts'
import { resources } from '../contract/resources.ts'
import { roles } from '../contract/roles.ts'
import { tokens } from '../contract/tokens.ts'
import { roleId } from './fixture.ts'
import type { TestWorkspace } from './house.ts'
import { addressOf, call, type There } from './random-calls.ts'
import { acme, childIds, labelSets, prod, resourceNames, sourceIds, spaceIds } from './random-names.ts'

/** By role: on single resources of which types, and by labels? Everything is possible with each. */
const grantable: Record<string, { types: string[]; byLabel: boolean }> = {
  'Workspace Owner': { types: [], byLabel: false },
  'Minimal Workspace Access': { types: [], byLabel: false },
  'PII Access': { types: [], byLabel: false },
  'Source Admin': { types: ['source', 'destination'], byLabel: true },
  'Source Read-only': { types: ['source', 'destination'], byLabel: true },
  'Unify and Engage Admin': { types: ['space'], byLabel: true },
  custom: { types: ['source', 'destination'], byLabel: true },
}
const roleNames = [
  ...Object.keys(grantable),
  'Source Admin',
  'Source Read-only',
  'Source Read-only',
  'custom',
]

const scope = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ kind: 'all' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('list' as const), name: fc.constantFrom(...resourceNames) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('label' as const),
      labels: fc.constantFrom(...labelSets.slice(1)),
    }),
  },
)
const given = fc.record({ role: fc.constantFrom(...roleNames), scopes: fc.array(scope, { maxLength: 3 }) })
type Given = typeof given extends fc.Arbitrary<infer Value> ? Value : never

const kinds = [
  'join',
  'join',
  'invite',
  'grant to member',
  'grant to member',
  'give to member',
  'grant to group',
  'grant to group',
  'grant to token',
  'make token',
  'revoke token',
  'make group',
  'fill group',
  'fill group',
  'empty group',
  'drop group',
  'register',
  'register',
  'register',
  'drop resource',
  'label resource',
  'label resource',
  'make label',
  'drop label',
  'make role',
  'change role',
  'drop role',
  'remove member',
  'call member',
  'limit member',
  'limit member',
  'change plan',
] as const

/** Something of everything, so that the first changes meet something. */
export async function prepare(house: TestWorkspace) {
  const { owner } = house
  await owner(labels.create, { body: { label: acme } })
  const sources = sourceIds.map((id) => ({
    type: 'source',
    id,
    name: id,
    labels: id === 's1' ? [acme, prod] : [prod],
  }))
  const parent = { type: 'source', id: 's1' }
  const children = childIds.map((id) => ({ type: 'destination', id, name: id, parent }))
  const spaces = spaceIds.map((id) => ({ type: 'space', id, name: id, labels: [acme] }))
  await owner(resources.bulk, { body: { upserts: [...sources, ...children, ...spaces] } })
  await owner(roles.create, { body: { name: 'Role 0', may: { source: ['source:read', 'source:create'] } } })
  await owner(tokens.create, { body: { description: 'random', access: 'member', permissions: [] } })
  const emails = [0, 1].map((number) => addressOf(house, number))
  for (const email of emails) await house.member([], email)
  for (const name of ['Group 0', 'Group 1']) {
    const { userGroup } = await owner(groups.create, { body: { name } })
    await owner(groups.addUsers, { params: { userGroupId: userGroup.id }, body: { emails } })
  }
}

/** One call that changes access, or is refused. `pick` and `other` choose among what there is. */
export const change = fc.record({
  kind: fc.constantFrom(...kinds),
  pick: fc.nat(30),
  other: fc.nat(30),
  given: fc.array(given, { maxLength: 3 }),
  labels: fc.constantFrom(...labelSets),
})
export type RandomChange = typeof change extends fc.Arbitrary<infer Value> ? Value : never

/** Does it through the real API, as the owner. A refusal is an answer too; anything that is none fails. */
export async function apply(house: TestWorkspace, wanted: RandomChange) {
  try {
    const there = await look(house)
    await call(house, wanted, { ...there, permissions: permissionsOf(house, wanted.given, there) })
  } catch (error) {
    const isAnswer = error instanceof Problem || (error instanceof Refused && error.status < 500)
    if (!isAnswer) throw error
  }
}

/** What there is to choose among, as the database has it. */
async function look({ app, id }: TestWorkspace): Promise<Omit<There, 'permissions'>> {
  const { db } = app.database
  const users = await db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .where('workspace_id', '=', id)
    .select(['users.id', 'users.email'])
    .orderBy('memberships.created_at')
    .execute()
  const ids = async (table: 'groups' | 'tokens' | 'roles') => {
    const rows = await db
      .selectFrom(table)
      .where('workspace_id', '=', id)
      .select('id')
      .orderBy('created_at')
      .execute()
    return rows.map((row) => row.id)
  }
  const registered = await db
    .selectFrom('resources')
    .where('workspace_id', '=', id)
    .select(['type', 'id'])
    .execute()
  // The first member and the first token are the owner's, by whom all this is done.
  const [groupIds, [, ...tokenIds], roleIds] = [await ids('groups'), await ids('tokens'), await ids('roles')]
  return { users: users.slice(1), groupIds, tokenIds, roleIds, registered }
}

/** Mostly such as the rules allow: what they refuse changes nothing, and so tests little. */
function permissionsOf(
  { id }: TestWorkspace,
  wanted: Given[],
  { roleIds, registered }: Omit<There, 'permissions'>,
): There['permissions'] {
  return wanted.flatMap(({ role, scopes }) => {
    const own = role === 'custom' ? roleIds[0] : roleId(role)
    const { types, byLabel } = grantable[role] ?? { types: [], byLabel: false }
    const resources = scopes.flatMap((scope) => {
      const isThere = ({ type, id }: { type: string; id: string }) =>
        types.includes(type) && registered.some((one) => one.type === type && one.id === id)
      if (scope.kind === 'list') return isThere(scope.name) ? [{ ...scope.name, labels: [] }] : []
      if (scope.kind === 'all') return [{ id, type: 'WORKSPACE', labels: [] }]
      return byLabel ? [{ id, type: 'WORKSPACE', labels: scope.labels }] : []
    })
    return own === undefined ? [] : [{ roleId: own, resources }]
  })
}
