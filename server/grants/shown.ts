import type { Static } from 'typebox'
import { roleById, wireType } from '../../contract/complete.ts'
import type { Permission } from '../../contract/grants.ts'
import type { Caller } from '../caller/caller.ts'
import { hasFeature } from '../caller/plan.ts'
import type { Reader } from '../db/open.ts'
import type { Holder, HolderKind } from './holders.ts'
import * as queries from './queries.ts'
import { isPast, isWithin, timesShown } from './times.ts'

export type PermissionOut = Static<typeof Permission>

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
    (kind !== 'group' || hasFeature(caller, 'user-groups')) &&
    isWithin(grant, caller.now) &&
    !isPast({ endsAt: grant.memberEndsAt }, caller.now)
  return {
    roleId: grant.roleId,
    roleName: spec?.name ?? grant.customRoleName ?? grant.roleId,
    resources,
    active,
    ...timesShown(grant),
  }
}
