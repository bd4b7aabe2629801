import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, type Happened, outcome } from '../caller/change.ts'
import { requireFeature } from '../caller/plan.ts'
import type { Writer } from '../db/open.ts'
import { newId } from '../platform/ids.ts'
import { endUses, keepOwnersOtherwise } from './glass/glass.ts'
import type { Holder } from './holders.ts'
import { askBeforeOwning, mailOwners, ownership, withMail } from './owners.ts'
import { hasOwner } from './owning/queries.ts'
import * as queries from './queries.ts'
import { type PermissionOut, permissionsOf } from './shown.ts'
import { asWanted, tell } from './told.ts'
import { type PermissionIn, readWanted, shapeOf, type Wanted } from './wanted.ts'

export { endingFor, tellOfEnds } from './ending/ending.ts'
export { isNews, isSoon } from './ending/soon.ts'
export {
  endUses,
  mustOwnOtherwise,
  ownsByBreakGlass,
  takeBack,
  takeOwnership,
} from './glass/glass.ts'
export type { Holder, HolderKind } from './holders.ts'
export { forgetResources, labelHolders } from './named.ts'
export {
  askBeforeJoining,
  askBeforeStaying,
  holdsOwnership,
  mailEveryOwner,
  mailIfOwner,
  mailOwners,
  mustOwnUntil,
  withMail,
} from './owners.ts'
export { type PermissionOut, permissionsOf, permissionsOfAll } from './shown.ts'
export { givenIn } from './told.ts'
export { type PermissionIn, readWanted } from './wanted.ts'

/** How many permissions one holder may have; more of them belong into a group or a label. */
const HELD_MAX = 1_000

/**
 * Grants roles beside those a member, group or token has, and answers all of them, exactly as written and in order
 * (public-api 3.1, trap 10). Raises `not-found`, and everything that `readWanted` raises.
 */
export function addGrants(
  caller: Caller,
  holder: Holder,
  permissions: PermissionIn[],
): Promise<PermissionOut[]> {
  return change(caller, async (tx) => {
    const name = await findHolder(tx, caller, holder)
    const wanted = await readWanted(tx, caller, permissions)
    const present = await queries.listGrants(tx, caller.workspaceId, [holder.id])
    const happened = await writeGrants(tx, caller, {
      holder,
      name,
      wanted,
      held: present.length,
      // Deleted resources take grants with them, so that places may be free in between.
      startAt: (present.at(-1)?.position ?? -1) + 1,
    })
    const told = await tellOwners(tx, caller, holder, happened)
    return outcome(await permissionsOf(tx, caller, holder), told)
  })
}

/**
 * Makes exactly these permissions a holder's own. What stays the same keeps its id, also beyond the plan; what goes and what comes is
 * told by one event each. Raises `last-owner` if nobody would be left who owns the workspace.
 */
export function replaceGrants(
  caller: Caller,
  holder: Holder,
  permissions: PermissionIn[],
): Promise<PermissionOut[]> {
  return change(caller, async (tx) => {
    const happened = await setGrants(tx, caller, holder, permissions)
    return outcome(await permissionsOf(tx, caller, holder), happened)
  })
}

/** Step: all that `replaceGrants` does. */
export async function setGrants(
  tx: Writer,
  caller: Caller,
  holder: Holder,
  permissions: PermissionIn[],
): Promise<Happened[]> {
  const name = await findHolder(tx, caller, holder)
  const happened = await replaceHeld(tx, caller, { holder, name }, permissions)
  if (happened.length > 0) await keepAnOwner(tx, caller)
  return tellOwners(tx, caller, holder, happened)
}

/** Step: the same as `replaceGrants`, for a holder that was found already; the caller looks after the last owner. */
export async function replaceHeld(
  tx: Writer,
  caller: Caller,
  { holder, name }: { holder: Holder; name: string },
  permissions: PermissionIn[],
): Promise<Happened[]> {
  const present = await queries.listGrants(tx, caller.workspaceId, [holder.id])
  const wanted = await readWanted(tx, caller, permissions, present)
  const unclaimed = new Map(present.map((grant) => [grant.id, shapeOf(grant)]))
  const kept: { id: string; position: number }[] = []
  const fresh: { wanted: Wanted; position: number }[] = []
  for (const [position, one] of wanted.entries()) {
    const shape = shapeOf(one)
    const same = [...unclaimed].find(([, other]) => other === shape)?.[0]
    if (same === undefined) fresh.push({ wanted: one, position })
    else {
      unclaimed.delete(same)
      kept.push({ id: same, position })
    }
  }

  const isSameOrder = kept.every(({ id, position }) => present[position]?.id === id)
  if (unclaimed.size === 0 && fresh.length === 0 && isSameOrder) return []
  await queries.deleteGrants(tx, caller.workspaceId, [...unclaimed.keys()])
  for (const { id, position } of kept) await queries.moveGrant(tx, caller.workspaceId, id, position)
  await insert(tx, caller, holder, fresh)
  const gone = present.filter((grant) => unclaimed.has(grant.id))
  const ended = await endUses(tx, caller, { grantIds: gone.map(({ id }) => id) })
  const come = fresh.map((one) => one.wanted)
  return [...ended, ...tell({ holder, name, gone: gone.map((grant) => asWanted(caller, grant)), come })]
}

/** Step: adds grants to a holder that may be new (an invite, a token). It has none yet. */
export async function giveGrants(
  tx: Writer,
  caller: Caller,
  { holder, name }: { holder: Holder; name: string },
  permissions: PermissionIn[],
): Promise<Happened[]> {
  const wanted = await readWanted(tx, caller, permissions)
  return writeGrants(tx, caller, { holder, name, wanted, held: 0, startAt: 0 })
}

/** Step: the same for a group that is made in this very change, after its members came; the owners are told of new ones. */
export async function giveToNewGroup(
  tx: Writer,
  caller: Caller,
  { id, name }: { id: string; name: string },
  permissions: PermissionIn[],
): Promise<Happened[]> {
  const holder = { kind: 'group' as const, id }
  return tellOwners(tx, caller, holder, await giveGrants(tx, caller, { holder, name }, permissions))
}

/** Step: what an invite held becomes the member's. Roles and resources that are gone meanwhile went with their rows. */
export async function moveGrants(tx: Writer, caller: Caller, from: string, to: string) {
  await queries.moveAllGrants(tx, caller.workspaceId, from, to)
}

/**
 * Step: refuses to leave the workspace without an owner who is a person, direct or through a group (rules, section 8): now and for good, so
 * that no ownership counts that ends or has not begun. Raises `not-allowed` where somebody who broke the glass would take ownership from
 * those who have it for good (docs/decisions/0033).
 */
export async function keepAnOwner(tx: Writer, caller: Caller) {
  await keepOwnersOtherwise(tx, caller)
  const owning = { ...ownership(caller), now: caller.now }
  if (!(await hasOwner(tx, caller.workspaceId, owning))) throw new Problem('last-owner')
}

async function findHolder(tx: Writer, caller: Caller, { kind, id }: Holder): Promise<string> {
  if (kind === 'group') requireFeature(caller, 'user-groups')
  const found = await queries.findHolder(tx, caller.workspaceId, id)
  if (found?.kind !== kind) throw new Problem('not-found')
  return found.name
}

/** A person or a group that was made an owner: the owners are told by mail, once for the whole change. */
async function tellOwners(tx: Writer, caller: Caller, { kind }: Holder, happened: Happened[]) {
  const [ownerId] = ownership(caller).roleIds
  const given = happened.find((one) => one.type === 'Policy Created' && one.detail?.roleId === ownerId)
  if (!given || (kind !== 'user' && kind !== 'group')) return happened
  const name = happened.at(-1)?.resourceName ?? ''
  const whom = kind === 'group' ? `Everybody in the group ${name}` : name
  const until = given.detail?.endsAt === undefined ? '' : ` (until ${given.detail.endsAt})`
  return withMail(happened, await mailOwners(tx, caller, 'owner-added', [whom + until]))
}

interface Writing {
  holder: Holder
  name: string
  wanted: Wanted[]
  held: number
  startAt: number
}

async function writeGrants(
  tx: Writer,
  caller: Caller,
  { holder, name, wanted, held, startAt }: Writing,
): Promise<Happened[]> {
  if (held + wanted.length > HELD_MAX) {
    const message = `One holder takes ${HELD_MAX} permissions at most. Use a group or a label instead.`
    throw new Problem('invalid-input', { field: 'permissions', message })
  }
  const fresh = wanted.map((one, index) => ({
    wanted: one,
    position: startAt + index,
  }))
  await insert(tx, caller, holder, fresh)
  return wanted.length > 0 ? tell({ holder, name, gone: [], come: wanted }) : []
}

function insert(tx: Writer, caller: Caller, holder: Holder, fresh: { wanted: Wanted; position: number }[]) {
  askBeforeOwning(
    caller,
    fresh.map(({ wanted }) => wanted),
  )
  const rows = fresh.map(({ wanted: { roleName: _, ...wanted }, position }) => {
    return { id: newId(), principalId: holder.id, position, createdAt: caller.now, ...wanted }
  })
  return queries.insertGrants(tx, caller.workspaceId, rows)
}
