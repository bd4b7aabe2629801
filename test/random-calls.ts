import { grants } from '../contract/grants.ts'
import { groups } from '../contract/groups.ts'
import { invites } from '../contract/invites.ts'
import { labels } from '../contract/labels.ts'
import { members } from '../contract/members.ts'
import { Problem } from '../contract/problems.ts'
import { resources } from '../contract/resources.ts'
import { roles } from '../contract/roles.ts'
import { tokens } from '../contract/tokens.ts'
import { setPlan } from '../server/workspaces/workspaces.ts'
import { acting, type TestWorkspace } from './house.ts'
import type { RandomChange } from './random-changes.ts'
import { labelNames, resourceNames, sourceIds } from './random-names.ts'

const DAY_MS = 86_400_000
const addresses = ['ada', 'bob', 'cy', 'dot', 'eve']

/** What a workspace has at the moment, and the permissions that a change wants, with present ids. */
export interface There {
  users: { id: string; email: string }[]
  groupIds: string[]
  tokenIds: string[]
  roleIds: string[]
  registered: { type: string; id: string }[]
  permissions: {
    roleId: string
    resources: { id: string; type: string; labels: { key: string; value: string }[] }[]
  }[]
}

type Doing = (house: TestWorkspace, wanted: RandomChange, there: There) => Promise<unknown>
type Doings = Partial<Record<RandomChange['kind'], Doing>>

/** Does what a change says, as the owner. */
export function call(house: TestWorkspace, wanted: RandomChange, there: There) {
  return doings[wanted.kind](house, wanted, there)
}

/** The address of one of the few people there are. */
export function addressOf({ slug }: TestWorkspace, number: number): string {
  return `${pickFrom(addresses, number)}@${slug}.test`
}

function pickFrom<Item>(items: readonly Item[], number: number): Item {
  const item = items[number % Math.max(1, items.length)]
  if (item === undefined) throw new Problem('not-found')
  return item
}

const inPeople = {
  join: (house, { pick }, { permissions }) => house.member(permissions, addressOf(house, pick)),
  invite: (house, { pick, other }, { permissions, groupIds }) => {
    const joining = groupIds.length > 0 ? [pickFrom(groupIds, other)] : []
    const until = other % 2 === 0 ? { endsAt: endOf(house.app, other) } : {}
    const invite = { email: addressOf(house, pick), permissions, groupIds: joining, ...until }
    return house.owner(invites.create, { body: { invites: [invite] } })
  },
  'grant to member': ({ owner }, { pick }, { users, permissions }) =>
    owner(grants.replaceForUser, { params: { userId: pickFrom(users, pick).id }, body: { permissions } }),
  'give to member': ({ owner }, { pick }, { users, permissions }) =>
    owner(grants.addToUser, { params: { userId: pickFrom(users, pick).id }, body: { permissions } }),
  'grant to group': ({ owner }, { pick }, { groupIds, permissions }) =>
    owner(grants.replaceForGroup, {
      params: { userGroupId: pickFrom(groupIds, pick) },
      body: { permissions },
    }),
  'grant to token': ({ owner }, { pick }, { tokenIds, permissions }) =>
    owner(grants.replaceForToken, {
      params: { tokenId: pickFrom(tokenIds, pick) },
      body: { permissions },
    }),
  'make token': ({ owner, app }, { pick }, { permissions }) => {
    const expires =
      pick % 2 === 0 ? { expiresAt: new Date(app.clock.now().getTime() + DAY_MS).toISOString() } : {}
    return owner(tokens.create, {
      body: { description: 'random', access: 'member', permissions, ...expires },
    })
  },
  'revoke token': ({ owner }, { pick }, { tokenIds }) =>
    owner(tokens.revoke, { params: { tokenId: pickFrom(tokenIds, pick) } }),
  'make group': ({ owner }, { pick }) => owner(groups.create, { body: { name: `Group ${pick % 4}` } }),
  'fill group': ({ owner, app }, { pick, other }, { groupIds, users }) => {
    const emails = [pickFrom(users, other).email]
    const body = { emails, ...(other % 2 === 0 && { endsAt: endOf(app, pick) }) }
    return owner(groups.addUsers, { params: { userGroupId: pickFrom(groupIds, pick) }, body })
  },
  'empty group': ({ owner }, { pick, other }, { groupIds, users }) => {
    const emails = other % 2 === 0 ? [] : [pickFrom(users, other).email]
    return owner(groups.replaceUsers, { params: { userGroupId: pickFrom(groupIds, pick) }, body: { emails } })
  },
  'drop group': ({ owner }, { pick }, { groupIds }) =>
    owner(groups.delete, { params: { userGroupId: pickFrom(groupIds, pick) } }),
  'remove member': ({ owner }, { pick }, { users }) =>
    owner(members.remove, { query: { userIds: [pickFrom(users, pick).id] } }),
  'call member': ({ owner }, { pick, other }, { users }) =>
    owner(members.modify, {
      params: { userId: pickFrom(users, pick).id },
      body: { externalId: other % 3 === 0 ? null : `external-${other % 3}` },
    }),
  'limit member': ({ owner, app }, { pick, other }, { users }) =>
    owner(members.modify, {
      params: { userId: pickFrom(users, pick).id },
      body: { endsAt: endOf(app, other) },
    }),
} satisfies Doings

/** Tomorrow, in two days and a bit, or never. */
function endOf({ clock }: TestWorkspace['app'], number: number): string | null {
  const days = [1, 2.5, null][number % 3] ?? null
  return days === null ? null : new Date(clock.now().getTime() + days * DAY_MS).toISOString()
}

const inThings = {
  register: ({ owner }, { pick, other, labels: on }) => {
    const { type, id } = pickFrom(resourceNames, pick)
    const parent =
      type === 'destination' ? { parent: { type: 'source', id: pickFrom(sourceIds, other) } } : {}
    const labels = type === 'destination' ? {} : { labels: on }
    return owner(resources.put, { params: { type, id }, body: { name: id, ...parent, ...labels } })
  },
  'drop resource': ({ owner }, { pick }) =>
    owner(resources.delete, { params: pickFrom(resourceNames, pick) }),
  'label resource': ({ owner }, { pick, labels: on }) => {
    const assignments = [{ resource: pickFrom(resourceNames, pick), labels: on }]
    return owner(resources.assignLabels, { body: { assignments } })
  },
  'make label': ({ owner }, { pick }) =>
    owner(labels.create, { body: { label: pickFrom(labelNames, pick) } }),
  'drop label': ({ owner }, { pick }) => owner(labels.delete, { params: pickFrom(labelNames, pick) }),
  'make role': ({ owner }, { pick, other }) =>
    owner(roles.create, { body: { name: `Role ${pick % 3}`, may: pickFrom(mays, other) } }),
  'change role': ({ owner }, { pick, other }, { roleIds }) =>
    owner(roles.modify, {
      params: { roleId: pickFrom(roleIds, pick) },
      body: { may: pickFrom(mays, other) },
    }),
  'drop role': ({ owner }, { pick }, { roleIds }) =>
    owner(roles.delete, { params: { roleId: pickFrom(roleIds, pick) } }),
  'change plan': ({ app, slug }, { pick }) =>
    setPlan(acting(app), slug, pick % 3 === 0 ? 'team' : 'business'),
} satisfies Doings

const doings: Record<RandomChange['kind'], Doing> = { ...inPeople, ...inThings }

const mays: Record<string, string[]>[] = [
  { source: ['source:read', 'source:create'], destination: ['destination:read'] },
  { source: ['*'] },
  { space: ['space:read', 'space:pii'], workspace: ['member:read', 'access:decide'] },
  { workspace: ['audit:read'] },
]
