import { isOwner } from '../../../access/index.ts'
import { ownerRole } from '../../../contract/complete.ts'
import type { Input, Reply } from '../../../contract/endpoint.ts'
import type { members } from '../../../contract/members.ts'
import type { Caller } from '../../caller/caller.ts'
import { hasFeature } from '../../caller/plan.ts'
import { permissionsOfAll } from '../../grants/grants.ts'
import { firstGroupsOfAll } from '../../groups/groups.ts'
import { paged, pageOf } from '../../http/page.ts'
import { keyOf } from '../../platform/names.ts'
import { providerById } from '../../providers/providers.ts'
import { waysOfAll } from '../ways.ts'
import * as queries from './queries.ts'

type Query = Input<typeof members.directory>['query']
type Listed = Reply<typeof members.directory>['users'][number]

/**
 * A page of the members as the console shows them, with the number of all that match. Without `sort`, in the order they joined.
 * A role, group or provider that is not there is nobody's. Pages survive changes: each continues after a member, there or not.
 */
export async function listDirectory(caller: Caller, query: Query): Promise<Reply<typeof members.directory>> {
  const { pagination, ...asked } = query
  const page = pageOf(caller, pagination, `directory/${JSON.stringify(Object.entries(asked).sort())}`, 2)
  const cut = { count: page.count, after: page.after, now: caller.now }
  const { db, workspaceId } = caller
  const { rows, total } = await queries.listDirectory(db, workspaceId, whichOf(caller, asked), cut)
  const { items, pagination: next } = paged(page, rows, ({ key, id }) => [
    key instanceof Date ? key.toISOString() : key,
    id,
  ])
  return { users: await show(caller, items), pagination: { ...next, totalEntries: total } }
}

function whichOf(caller: Caller, asked: Omit<Query, 'pagination'>): queries.Directory {
  const { search = '', roleId, groupId, owner, mfa, signIn, sort = 'joined', order = 'up' } = asked
  const owning = {
    roleId: ownerRole(caller.app.catalog).id,
    throughGroups: hasFeature(caller, 'user-groups'),
  }
  return {
    search: keyOf(search),
    roleId,
    groupId,
    owner: owner && { ...owning, is: owner === 'yes' },
    mfa: mfa && mfa === 'yes',
    signIn: signIn === undefined ? undefined : wayOf(caller, signIn),
    sort,
    order,
  }
}

function wayOf({ app }: Caller, signIn: string): queries.Directory['signIn'] {
  if (signIn === 'password' || signIn === 'passkey') return { way: signIn }
  return { way: 'provider', issuer: providerById(app, signIn)?.issuer ?? null }
}

async function show(caller: Caller, rows: queries.ListedRow[]): Promise<Listed[]> {
  const { db, world, now } = caller
  const ids = rows.map((row) => row.id)
  const permissions = await permissionsOfAll(db, caller, ids, 'user')
  const groups = await firstGroupsOfAll(db, caller, ids)
  const waysOf = await waysOfAll(caller, ids)
  return rows.map(({ id, name, email, createdAt }) => {
    const { hasPassword, hasPasskey, providers, mfa, lastActiveAt } = waysOf(id)
    const own = [...(hasPassword ? ['password'] : []), ...(hasPasskey ? ['passkey'] : [])]
    return {
      id,
      name,
      email,
      isOwner: isOwner(world, id, now.getTime()),
      permissions: permissions.get(id) ?? [],
      ...(groups.get(id) ?? { groups: [], groupCount: 0 }),
      mfa,
      signIn: [...own, ...providers.map((provider) => provider.id)],
      joinedAt: createdAt.toISOString(),
      lastActiveAt: lastActiveAt?.toISOString() ?? null,
    }
  })
}
