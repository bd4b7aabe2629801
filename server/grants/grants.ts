import type { Static } from 'typebox'
import { roleById, wireType } from '../../contract/complete.ts'
import type { Permission } from '../../contract/grants.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, type Happened, outcome } from '../caller/change.ts'
import { hasFeature, requireFeature } from '../caller/plan.ts'
import type { Reader, Writer } from '../db/open.ts'
import type { Json } from '../db/tables.ts'
import { newId } from '../platform/ids.ts'
import { type Holder, type HolderKind, policyEvents, touching } from './holders.ts'
import { askBeforeOwning, mailOwners, ownership, withMail } from './owners.ts'
import * as queries from './queries.ts'
import { type PermissionIn, readWanted, scopeShape, type Wanted } from './wanted.ts'

export type { Holder, HolderKind } from './holders.ts'
export { forgetResources, labelHolders } from './named.ts'
export { askBeforeJoining, holdsOwnership, mailIfOwner, mailOwners, withMail } from './owners.ts'
export { type PermissionIn, readWanted } from './wanted.ts'
export type PermissionOut = Static<typeof Permission>

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
    const name = await findHolder(tx, caller, holder)
    const happened = await replaceHeld(tx, caller, { holder, name }, permissions)
    if (happened.length > 0) await keepAnOwner(tx, caller)
    const told = await tellOwners(tx, caller, holder, happened)
    return outcome(await permissionsOf(tx, caller, holder), told)
  })
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
  const unclaimed = new Map(present.map((grant) => [grant.id, shapeOf(grant.roleId, grant.scopes)]))
  const kept: { id: string; position: number }[] = []
  const fresh: { wanted: Wanted; position: number }[] = []
  for (const [position, one] of wanted.entries()) {
    const shape = shapeOf(one.roleId, one.scopes)
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
  return tell({
    holder,
    name,
    gone: gone.map((grant) => asWanted(caller, grant)),
    come: fresh.map((one) => one.wanted),
  })
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

/** Step: refuses to leave the workspace without an owner who is a person, direct or through a group (rules, section 8). */
export async function keepAnOwner(tx: Writer, caller: Caller) {
  const isOwned = await queries.hasOwner(tx, caller.workspaceId, ownership(caller))
  if (!isOwned) throw new Problem('last-owner')
}

/** The permissions of one holder as the Public API shows them. */
export async function permissionsOf(db: Reader, caller: Caller, holder: Holder): Promise<PermissionOut[]> {
  const all = await permissionsOfAll(db, caller, [holder.id], holder.kind)
  return all.get(holder.id) ?? []
}

/** The permissions of a page of holders of one kind, by holder id; nobody is left out. */
export async function permissionsOfAll(
  db: Reader,
  caller: Caller,
  holderIds: string[],
  kind: HolderKind,
): Promise<Map<string, PermissionOut[]>> {
  const all = new Map(holderIds.map((id): [string, PermissionOut[]] => [id, []]))
  for (const grant of await queries.listGrants(db, caller.workspaceId, holderIds)) {
    all.get(grant.principalId)?.push(shown(caller, grant, kind))
  }
  return all
}

function shown(caller: Caller, grant: queries.GrantRow, kind: HolderKind): PermissionOut {
  const { app, workspace, workspaceId } = caller
  const spec = roleById(app.catalog, grant.roleId)
  const resources = grant.scopes.map((scope) =>
    scope.kind === 'list'
      ? {
          id: scope.resourceId ?? '',
          type: wireType(scope.type ?? ''),
          labels: [],
        }
      : { id: workspaceId, type: 'WORKSPACE', labels: scope.labels },
  )
  const isLabelled = grant.scopes.some((scope) => scope.kind === 'label')
  const active =
    (spec ? spec.plans.includes(workspace.plan) : hasFeature(caller, 'custom-roles')) &&
    (!isLabelled || hasFeature(caller, 'label-scoped-grants')) &&
    (kind !== 'group' || hasFeature(caller, 'user-groups'))
  return {
    roleId: grant.roleId,
    roleName: spec?.name ?? grant.customRoleName ?? grant.roleId,
    resources,
    active,
  }
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
  const isOwners = happened.some((one) => one.type === 'Policy Created' && one.detail?.roleId === ownerId)
  if (!isOwners || (kind !== 'user' && kind !== 'group')) return happened
  const name = happened.at(-1)?.resourceName ?? ''
  const about = kind === 'group' ? `Everybody in the group ${name}` : name
  return withMail(happened, await mailOwners(tx, caller, 'owner-added', [about]))
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
  const rows = fresh.map(({ wanted: { roleId, isCustom, scopes }, position }) => {
    const principalId = holder.id
    return {
      id: newId(),
      principalId,
      position,
      roleId,
      isCustom,
      createdAt: caller.now,
      scopes,
    }
  })
  return queries.insertGrants(tx, caller.workspaceId, rows)
}

/** Two permissions are the same if they give the same role on the same things, in the same order. */
function shapeOf(roleId: string, scopes: queries.ScopeRow[]): string {
  return JSON.stringify([roleId, ...scopes.map(scopeShape)])
}

function asWanted(caller: Caller, { roleId, customRoleName, scopes }: queries.GrantRow): Wanted {
  const roleName = roleById(caller.app.catalog, roleId)?.name ?? customRoleName ?? roleId
  return { roleId, roleName, isCustom: customRoleName !== null, scopes }
}

interface Told {
  holder: Holder
  name: string
  gone: Wanted[]
  come: Wanted[]
}

/** One event for each grant that went or came, and one for the holder (public-api 3.1). */
function tell({ holder, name, gone, come }: Told): Happened[] {
  const touches = touching(holder)
  const policy = (type: 'Policy Created' | 'Policy Deleted', one: Wanted): Happened => ({
    type,
    resourceId: holder.id,
    resourceName: `${one.roleName}: ${name}`,
    detail: { subjectType: holder.kind, subjectId: holder.id, ...inAudit(one) },
    touches,
  })
  const events = [
    ...gone.map((one) => policy('Policy Deleted', one)),
    ...come.map((one) => policy('Policy Created', one)),
  ]
  const type = policyEvents[holder.kind]
  if (!type) return events
  const detail = { removed: gone.map(inAudit), added: come.map(inAudit) }
  return [...events, { type, resourceId: holder.id, resourceName: name, detail, touches }]
}

function inAudit({ roleId, roleName, scopes }: Wanted): {
  [key: string]: Json
} {
  const on = scopes.map((scope) => {
    if (scope.kind === 'all') return { all: true }
    if (scope.kind === 'label')
      return {
        labels: scope.labels.map(({ key, value }) => `${key}:${value}`),
      }
    return { type: scope.type, id: scope.resourceId }
  })
  return { roleId, roleName, on }
}
