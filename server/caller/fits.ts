import type { Catalog } from '../../contract/catalog.ts'
import type { Reader } from '../db/open.ts'
import { listPlansInUse, listRolesInUse } from './queries.ts'

/**
 * Refuses a catalog that lacks a built-in role which somebody holds, or a plan which a workspace has: nobody could be told what they
 * may do. One error names them all; it is thrown before the server listens.
 */
export async function catalogMustFit(db: Reader, catalog: Catalog) {
  const roles = new Set(catalog.roles.map((role) => role.id))
  const missing = [
    ...(await listRolesInUse(db))
      .filter((id) => !roles.has(id))
      .map((id) => `the role ${id}, which is granted`),
    ...(await listPlansInUse(db))
      .filter((plan) => !Object.hasOwn(catalog.plans, plan))
      .map((plan) => `the plan ${plan}, which a workspace has`),
  ]
  if (missing.length === 0) return
  throw new Error(
    [
      'The catalog lacks what the database uses. Add it, or open the database with its own catalog:',
      ...missing,
    ].join('\n- '),
  )
}
