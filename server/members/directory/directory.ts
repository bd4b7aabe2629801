import { findMembers, isOwner } from '../../../access/index.ts'
import type { Input, Reply } from '../../../contract/endpoint.ts'
import type { members } from '../../../contract/members.ts'
import type { Caller } from '../../caller/caller.ts'
import { managedAmong } from '../../caller/managed.ts'
import { permissionsOfAll } from '../../grants/grants.ts'
import { firstGroupsOfAll, placeEnds } from '../../groups/groups.ts'
import { earlierOf } from '../../http/moment.ts'
import { paged, pageOf } from '../../http/page.ts'
import { keyOf } from '../../platform/names.ts'
import { providerById } from '../../providers/providers.ts'

import { countMembers } from '../queries.ts'
import { membershipShown } from '../shown.ts'
import { waysOfAll } from '../ways.ts'
import * as queries from './queries.ts'

type Query = Input<typeof members.directory>['query']
type Listed = Reply<typeof members.directory>['users'][number]

/** As many are sorted by hand; of more than these, some are soon met in any order. */
const FEW = 2_000
const STEP_GROWS = 4

/**
 * A page of the members as the console shows them, with the number of all that match. Without `sort`, in the order they joined.
 * A role, group or provider that is not there is nobody's. Pages survive changes: each continues after a member, there or not.
 * Who is in a group, holds a role or owns the workspace is known in memory. Up to `few` who match are sorted; of more, the
 * directory is walked in its order until the page is full.
 */
export async function listDirectory(
  caller: Caller,
  query: Query,
  few = FEW,
): Promise<Reply<typeof members.directory>> {
  const { pagination, ...asked } = query
  const page = pageOf(caller, pagination, `directory/${JSON.stringify(Object.entries(asked).sort())}`, 2)
  const which = whichOf(caller, asked)
  const { total, ids, among } = await countDirectory(caller, which, asked, few)
  const cut = { count: page.count + 1, after: page.after }
  const rows = ids ? await listPage(caller, { which, ids }, cut) : await walk(caller, which, { among, cut })
  const { items, pagination: next } = paged(page, rows, cursorOf)
  return { users: await show(caller, items, asked.groupId), pagination: { ...next, totalEntries: total } }
}

/** How many match; who, if they are few; and otherwise among whom they are to be looked for, null for everybody. */
async function countDirectory(caller: Caller, which: queries.Directory, asked: Query, few: number) {
  const { groupId, roleId, owner } = asked
  const { db, workspaceId, world, now } = caller
  const question = { groupId, roleId, owner: owner && owner === 'yes' }
  const among = findMembers(world, question, now.getTime())
  if (queries.isNarrowed(which)) {
    return { ...(await queries.countMatching(db, workspaceId, which, { among, few })), among }
  }
  if (among === null) return { total: await countMembers(db, workspaceId), ids: null, among }
  return { total: among.length, ids: among.length <= few ? among : null, among }
}

function listPage({ db, workspaceId }: Caller, of: Parameters<typeof queries.listPage>[2], cut: queries.Cut) {
  return queries.listPage(db, workspaceId, of, cut)
}

/** Walks the directory in its order until the page is full, in steps that grow where few of those on the way are meant. */
async function walk(
  caller: Caller,
  which: queries.Directory,
  { among, cut }: { among: string[] | null; cut: queries.Cut },
): Promise<queries.ListedRow[]> {
  if (among === null) return listPage(caller, { which, ids: null }, cut)
  const meant = new Set(among)
  const found: queries.ListedRow[] = []
  let { count, after } = cut
  for (; ; count *= STEP_GROWS) {
    const rows = await listPage(caller, { which, ids: null }, { count, after })
    found.push(...rows.filter(({ id }) => meant.has(id)))
    const last = rows.at(-1)
    if (found.length >= cut.count || rows.length < count || !last) return found.slice(0, cut.count)
    after = cursorOf(last)
  }
}

function cursorOf({ key, id }: queries.ListedRow): string[] {
  return [key instanceof Date ? key.toISOString() : key, id]
}

function whichOf(caller: Caller, asked: Query): queries.Directory {
  const { search = '', mfa, signIn, sort = 'joined', order = 'up' } = asked
  return {
    search: keyOf(search),
    mfa: mfa && mfa === 'yes',
    signIn: signIn === undefined ? undefined : wayOf(caller, signIn),
    sort,
    order,
  }
}

function wayOf({ app }: Caller, signIn: string): queries.Directory['signIn'] {
  if (signIn === 'password' || signIn === 'passkey' || signIn === 'sso') return { way: signIn }
  return { way: 'provider', issuer: providerById(app, signIn)?.issuer ?? null }
}

async function show(
  caller: Caller,
  rows: queries.ListedRow[],
  groupId: string | undefined,
): Promise<Listed[]> {
  const { db, world, now } = caller
  const ids = rows.map((row) => row.id)
  const permissions = await permissionsOfAll(db, caller, ids, 'user')
  const groups = await firstGroupsOfAll(db, caller, ids)
  const places = groupId === undefined ? undefined : await placeEnds(db, caller, groupId, ids)
  const waysOf = await waysOfAll(caller, ids)
  const isManaged = await managedAmong(db, caller, rows)
  return rows.map(({ id, name, email, createdAt, managed, endsAt }) => {
    const { hasPassword, hasPasskey, hasSso, providers, mfa, lastActiveAt } = waysOf(id)
    const sso = hasSso ? ['sso'] : []
    const own = [...sso, ...(hasPassword ? ['password'] : []), ...(hasPasskey ? ['passkey'] : [])]
    return {
      id,
      name,
      email,
      isOwner: isOwner(world, id, now.getTime()),
      ...membershipShown(endsAt, now),
      permissions: permissions.get(id) ?? [],
      ...(groups.get(id) ?? { groups: [], groupCount: 0 }),
      ...(places && placeShown(earlierOf(places.get(id) ?? null, endsAt))),
      managed: managed && isManaged,
      mfa,
      signIn: [...own, ...providers.map((provider) => provider.id)],
      joinedAt: createdAt.toISOString(),
      lastActiveAt: lastActiveAt?.toISOString() ?? null,
    }
  })
}

function placeShown(endsAt: Date | null): { groupEndsAt?: string } {
  return endsAt === null ? {} : { groupEndsAt: endsAt.toISOString() }
}
