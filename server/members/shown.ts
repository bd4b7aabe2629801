import { isOwner } from '../../access/index.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { managedAmong } from '../caller/managed.ts'
import type { Reader } from '../db/open.ts'
import { permissionsOfAll } from '../grants/grants.ts'
import { endShown } from '../http/moment.ts'
import * as queries from './queries.ts'

/** A member of the workspace, also one whose membership has ended. Raises `not-found`. */
export async function findMember(db: Reader, caller: Caller, userId: string) {
  const [member] = await queries.findMembers(db, caller.workspaceId, [userId])
  if (!member) throw new Problem('not-found')
  return member
}

/** Some members as replies show them. */
export async function show(db: Reader, caller: Caller, rows: queries.MemberRow[]) {
  const ids = rows.map((row) => row.id)
  const permissions = await permissionsOfAll(db, caller, ids, 'user')
  const isManaged = await managedAmong(db, caller, rows)
  return rows.map(({ id, name, email, externalId, managed, endsAt }) => ({
    id,
    name,
    email,
    permissions: permissions.get(id) ?? [],
    externalId,
    isOwner: isOwner(caller.world, id, caller.now.getTime()),
    ...membershipShown(endsAt, caller.now),
    managed: managed && isManaged,
  }))
}

/** One of them. */
export async function showOne(db: Reader, caller: Caller, row: queries.MemberRow) {
  const [user] = await show(db, caller, [row])
  if (!user) throw new Error('a member was shown, and nothing came back')
  return user
}

/** Whether a membership lasts, and when it ends, where it does. */
export function membershipShown(endsAt: Date | null, now: Date) {
  const status = endsAt !== null && endsAt <= now ? ('ended' as const) : ('active' as const)
  return { status, ...endShown(endsAt) }
}
