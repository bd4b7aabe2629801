import { isDeepStrictEqual } from 'node:util'
import type { Static } from 'typebox'
import type { RoleSpec } from '../../contract/catalog.ts'
import { roleById, roleByName } from '../../contract/complete.ts'
import { Problem } from '../../contract/problems.ts'
import type { Role } from '../../contract/roles.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, unchanged } from '../caller/change.ts'
import { requireFeature } from '../caller/plan.ts'
import type { Reader, Writer } from '../db/open.ts'
import { type PageInput, paged, pageOf } from '../http/page.ts'
import { newId } from '../platform/ids.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import { readMay } from './may.ts'
import * as queries from './queries.ts'

type May = Record<string, string[]>
type RoleOut = Static<typeof Role>

/** How many roles a workspace may make: all of them are in one list, and in memory. */
const CUSTOM_MAX = 200
/** Where the console lists the workspace's own roles. */
const CUSTOM_AREA = 'Custom'
/** How many holders a refusal names. */
const NAMED_MAX = 20

/**
 * A page of the roles that can be granted: the catalog's that the plan includes, then the workspace's own
 * (public-api 3.3, 1.8). On a plan without custom roles, those are not shown, because they give nothing. With `plan` any, all that
 * there are, for editors that say what another plan would add and what is kept beyond this one.
 */
export async function listRoles(
  caller: Caller,
  { pagination, plan }: { pagination?: PageInput; plan?: 'any' },
) {
  const page = pageOf(caller, pagination, plan === 'any' ? 'roles/any' : 'roles', 1)
  const { catalog } = caller.app
  const builtIn = catalog.roles.map((role, index) => ({
    at: `0/${String(index).padStart(6, '0')}`,
    role: shownBuiltIn(caller, role),
  }))
  const rows = await queries.listRoles(caller.db, caller.workspaceId)
  const custom = rows.map((row) => ({
    at: `1/${row.createdAt.toISOString()}/${row.id}`,
    role: shown(caller, row),
  }))
  const after = page.after?.[0] ?? ''
  const rest = [...builtIn, ...custom].filter(({ at, role }) => at > after && (plan === 'any' || role.inPlan))
  const { items, pagination: next } = paged(page, rest, ({ at }) => [at])
  return { roles: items.map(({ role }) => role), pagination: next }
}

/** The name of every role that can be held in the workspace, by its id: the catalog's and the workspace's own. */
export async function roleNames({
  app,
  db,
  workspaceId,
}: Pick<Caller, 'app' | 'db' | 'workspaceId'>): Promise<Map<string, string>> {
  const custom = await queries.listRoles(db, workspaceId)
  return new Map([...app.catalog.roles, ...custom].map(({ id, name }) => [id, name]))
}

/**
 * Makes a role of the workspace's own. Raises `plan-limit`, `role-name-taken`, and `invalid-input` for actions that do not
 * exist or cannot be delegated. That its holders may be the caller is no escalation: only owners may edit roles, in every
 * catalog (docs/decisions/0004).
 */
export function createRole(caller: Caller, wanted: { name: string; description?: string; may: May }) {
  return change(caller, async (tx) => {
    requireFeature(caller, 'custom-roles')
    const { description = '' } = wanted
    const may = readMay(caller.app.catalog, wanted.may)
    const { name, nameKey } = readName(caller, wanted.name)
    if ((await queries.countRoles(tx, caller.workspaceId)) >= CUSTOM_MAX) {
      throw new Problem('invalid-input', { message: `A workspace takes ${CUSTOM_MAX} custom roles at most.` })
    }

    const role = { id: newId(), name, description, may, createdAt: caller.now }
    await queries.insertRole(tx, caller.workspaceId, { ...role, nameKey })
    const about = { resourceId: role.id, resourceName: name, detail: { description, may } }
    return changed(shown(caller, role), { type: 'Role Created', ...about, touches: { roles: [role.id] } })
  })
}

/** Changes a role for all who hold it at once. Raises `not-found`, and what `createRole` raises. */
export function modifyRole(
  caller: Caller,
  roleId: string,
  wanted: { name?: string; description?: string; may?: May },
) {
  return change(caller, async (tx) => {
    requireFeature(caller, 'custom-roles')
    const role = await find(tx, caller, roleId)
    const { description = role.description } = wanted
    const may = wanted.may ? readMay(caller.app.catalog, wanted.may) : role.may
    const { name, nameKey } = wanted.name
      ? readName(caller, wanted.name)
      : { name: role.name, nameKey: keyOf(role.name) }
    const before = { name: role.name, description: role.description, may: role.may }
    const after = { name, description, may }
    if (isDeepStrictEqual(before, after)) return unchanged(shown(caller, role))

    await queries.updateRole(tx, caller.workspaceId, roleId, { ...after, nameKey })
    const about = { resourceId: roleId, resourceName: name, detail: { from: before, to: after } }
    const touches = { roles: [roleId] }
    return changed(shown(caller, { ...role, ...after }), { type: 'Role Modified', ...about, touches })
  })
}

/** Deletes a role that nobody holds. Raises `not-found`, and `role-in-use` that names the holders. */
export function deleteRole(caller: Caller, roleId: string) {
  return change(caller, async (tx) => {
    const role = await find(tx, caller, roleId)
    await refuseHeld(tx, caller, roleId)
    await queries.deleteRole(tx, caller.workspaceId, roleId)
    const touches = { roles: [roleId] }
    return changed(undefined, { type: 'Role Deleted', resourceId: roleId, resourceName: role.name, touches })
  })
}

async function find(db: Reader, caller: Caller, roleId: string): Promise<queries.RoleRow> {
  if (roleById(caller.app.catalog, roleId)) {
    const message = 'This role comes from the catalog and cannot be changed. Create a custom role instead.'
    throw new Problem('invalid-input', { field: 'roleId', message })
  }
  const role = await queries.findRole(db, caller.workspaceId, roleId)
  if (!role) throw new Problem('not-found')
  return role
}

async function refuseHeld(tx: Writer, caller: Caller, roleId: string) {
  const count = await queries.countHolders(tx, caller.workspaceId, roleId)
  if (count === 0) return
  const holders = await queries.listHolders(tx, caller.workspaceId, roleId, NAMED_MAX)
  const names = holders.map(({ kind, name }) => `${kind} ${name}`).join(', ')
  const message = `This role is still granted to ${names}${count > NAMED_MAX ? `, and ${count - NAMED_MAX} more` : ''}.`
  throw new Problem('role-in-use', { message, data: { count, holders } })
}

function readName(caller: Caller, wanted: string) {
  const name = tidyName(wanted)
  const builtIn = roleByName(caller.app.catalog, name)
  if (builtIn) {
    throw new Problem('role-name-taken', {
      field: 'name',
      message: `This is a name of the built-in role ${builtIn.name}.`,
    })
  }
  return { name, nameKey: keyOf(name) }
}

function shown(caller: Caller, { id, name, description, may }: queries.RoleRow): RoleOut {
  const plans = Object.entries(caller.app.catalog.plans)
  const having = plans.filter(([, plan]) => plan.features.includes('custom-roles')).map(([plan]) => plan)
  const what = { id, name, description, area: CUSTOM_AREA, owner: false }
  const scopes = ['all', 'list', 'label']
  return { ...what, scopes, offered: scopes, may, custom: true, ...shownPlans(caller, having) }
}

function shownBuiltIn(caller: Caller, { scopes, offered = scopes, plans, ...role }: RoleSpec): RoleOut {
  const { app } = caller
  const { id, name, description, area, owner = false } = role
  const types = Object.keys(app.catalog.resourceTypes)
  const pairs = owner ? types.map((type): [string, string[]] => [type, ['*']]) : Object.entries(role.may)
  const may = Object.fromEntries(pairs.map(([type, actions]) => [type, [...actions]]))
  const what = { id, name, description, area, owner }
  const reach = { scopes: [...scopes], offered: [...offered] }
  return { ...what, ...reach, may, custom: false, ...shownPlans(caller, plans) }
}

function shownPlans({ app, workspace }: Caller, plans: readonly string[]) {
  const planNames = plans.map((plan) => app.catalog.plans[plan]?.name ?? plan)
  return { plans: [...plans], planNames, inPlan: plans.includes(workspace.plan) }
}
