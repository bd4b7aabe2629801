import fc from 'fast-check'
import type { Scope } from '../contract/catalog.ts'
import type {
  Change,
  Facts,
  GrantFact,
  LabelFact,
  ResourceFact,
  ResourceName,
  RoleFact,
  ScopeFact,
} from './facts.ts'
import { naiveChange } from './naive.ts'
import { smallCatalog } from './small-catalog.ts'

/** Ids are few, so that random facts meet. `ghost` is never registered and `@` sorts before letters. */
export const principalIds = ['@ada', 'Bob', 'cy', 'dot', 'token-1', 'token-2']
const groupIds = ['g1', 'g2', 'g3']
const customRoleIds = ['custom-1', 'custom-2']
const typeNames = ['source', 'destination', 'folder', 'widget']
export const resourceIds = ['1', '10', '2', 'a']
export const workspaceId = 'w'
const roleIds = [...smallCatalog.roles.map(({ id }) => id), ...customRoleIds]

/** Instants around the ends of intervals, which are even. */
export const instants = [5, 10, 15, 20]
const ends = fc.constantFrom(0, 10, 20, 30)

const label: fc.Arbitrary<LabelFact> = fc.record({
  key: fc.constantFrom('env', 'ENV', 'brand'),
  value: fc.constantFrom('prod', 'Prod', 'dev'),
})

const scope: fc.Arbitrary<ScopeFact> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<ScopeFact>({ kind: 'all' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('list' as const),
      type: fc.constantFrom(...typeNames, 'source', 'folder', 'workspace'),
      id: fc.constantFrom(...resourceIds, 'ghost', workspaceId),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('label' as const), labels: fc.array(label, { maxLength: 2 }) }),
  },
)

let grantCount = 0

const grant: fc.Arbitrary<GrantFact> = fc
  .record(
    {
      roleId: fc.constantFrom(...roleIds),
      scopes: fc.array(scope, { maxLength: 3 }),
      from: ends,
      until: ends,
    },
    { requiredKeys: ['roleId', 'scopes'] },
  )
  .map((fact) => ({ id: `grant-${grantCount++}`, ...fact }))

/** A principal or a group of the given ids, with grants. */
const grants = fc.array(grant, { maxLength: 3 })

const principal = fc.record(
  {
    id: fc.constantFrom(...principalIds),
    kind: fc.constant('user' as const),
    names: fc.constant<string[]>([]),
    groups: fc.subarray(groupIds),
    grants,
    until: ends,
    groupEnds: fc.dictionary(fc.constantFrom(...groupIds), ends, { maxKeys: 2, noNullPrototype: true }),
  },
  { requiredKeys: ['id', 'kind', 'names', 'groups', 'grants'] },
)

const group = fc.record({ id: fc.constantFrom(...groupIds), grants })

const resource: fc.Arbitrary<ResourceFact> = fc.record(
  {
    type: fc.constantFrom(...typeNames, 'source', 'folder'),
    id: fc.constantFrom(...resourceIds),
    labels: fc.array(label, { maxLength: 3 }),
    parent: fc.record({
      type: fc.constantFrom('source', 'folder'),
      id: fc.constantFrom(...resourceIds, 'ghost'),
    }),
  },
  { requiredKeys: ['type', 'id', 'labels'] },
)

const role: fc.Arbitrary<RoleFact> = fc.record({
  id: fc.constantFrom(...customRoleIds),
  name: fc.constant('Custom'),
  may: fc.record<Record<string, string[]>>(
    {
      workspace: fc.subarray(['workspace:read', 'workspace:unheard-of']),
      source: fc.subarray(['source:read', 'source:pii', 'source:create']),
      destination: fc.subarray(['destination:read', '*']),
      folder: fc.subarray(['folder:read']),
      spaceship: fc.constant<string[]>(['*']),
    },
    { requiredKeys: [] },
  ),
  scopes: fc.constantFrom<Scope[]>(['all'], ['all', 'list']),
})

export const plan: fc.Arbitrary<string> = fc.constantFrom('free', 'team', 'business', 'business', 'business')

const set = {
  principals: fc.uniqueArray(principal, { selector: ({ id }) => id, maxLength: 6 }),
  groups: fc.uniqueArray(group, { selector: ({ id }) => id, maxLength: 3 }),
  resources: fc.uniqueArray(resource, { selector: ({ type, id }) => `${type} ${id}`, maxLength: 8 }),
  roles: fc.uniqueArray(role, { selector: ({ id }) => id, maxLength: 2 }),
}

/** The facts of a workspace. Grants of roles that are not there are left out, since they are refused. */
export const facts: fc.Arbitrary<Facts> = fc.record(set).map((found) => ({ ...found, ...sane(empty, found) }))

/** A change as it may come; pass it through `sane` before it is applied. */
export const change: fc.Arbitrary<Change> = fc.record(
  {
    principals: fc.uniqueArray(principal, { selector: ({ id }) => id, maxLength: 2 }),
    groups: fc.uniqueArray(group, { selector: ({ id }) => id, maxLength: 1 }),
    resources: fc.uniqueArray(resource, { selector: ({ type, id }) => `${type} ${id}`, maxLength: 2 }),
    roles: fc.uniqueArray(role, { selector: ({ id }) => id, maxLength: 1 }),
    plan,
    removed: fc.record(
      {
        principals: fc.subarray(principalIds, { maxLength: 1 }),
        groups: fc.subarray(groupIds, { maxLength: 1 }),
        resources: fc.array(
          fc.record({
            type: fc.constantFrom(...typeNames, 'workspace'),
            id: fc.constantFrom(...resourceIds, 'ghost'),
          }),
          { maxLength: 2 },
        ),
        roles: fc.subarray(customRoleIds, { maxLength: 1 }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
)

const empty: Facts = { principals: [], groups: [], resources: [], roles: [] }

/** The same change without grants of roles that will not be there, and with tokens where the id says so. */
export function sane(before: Facts, wanted: Change): Change {
  const custom = naiveChange(before, wanted).roles
  const isThere = ({ roleId }: GrantFact) =>
    !customRoleIds.includes(roleId) || custom.some(({ id }) => id === roleId)
  const next = { ...wanted }
  if (wanted.principals) {
    next.principals = wanted.principals.map((fact) => ({
      ...fact,
      kind: fact.id.startsWith('token') ? 'token' : 'user',
      grants: fact.grants.filter(isThere),
    }))
  }
  if (wanted.groups)
    next.groups = wanted.groups.map((fact) => ({ ...fact, grants: fact.grants.filter(isThere) }))
  return next
}

/** What there is to ask about: every type with an action worth asking about. */
export const actionsToAsk: { type: string; action: string }[] = Object.entries(
  smallCatalog.resourceTypes,
).flatMap(([type, spec]) =>
  Object.keys(spec.actions)
    .filter((action) => !action.startsWith('widget') || action === 'widget:0' || action === 'widget:39')
    .map((action) => ({ type, action })),
)

/** Every name of that type worth asking about: all ids, one that is not registered, and the type as a whole. */
export function namesOf(type: string): ResourceName[] {
  const ids = type === 'workspace' ? [workspaceId, 'other'] : [...resourceIds, 'ghost']
  return [...ids.map((id) => ({ type, id })), { type, id: null }]
}
