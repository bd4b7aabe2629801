import { isDeepStrictEqual } from 'node:util'
import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Writer } from '../db/open.ts'
import { type PageInput, paged, pageOf } from '../http/page.ts'
import { type Connection, secretOf } from './connection.ts'
import * as queries from './queries.ts'
import { readSettings } from './settings.ts'
import { showAll, showOne } from './shown.ts'
import { happenedTo } from './told.ts'

export { activate, deactivate, defaultConnection, deleteConnection, isActive, makeDefault } from './active.ts'
export { createConnection, modifyConnection } from './changing.ts'
export { type Claims, claimsMapped, claimsOf, keepClaims, type Mapped, tryMapping } from './claims.ts'
export {
  type Addresses,
  addressesOf,
  type Connection,
  findConnection,
  oidcParty,
  samlParty,
} from './connection.ts'
export { tellOfExpiry } from './expiry.ts'
export { mappedGroups } from './mapping.ts'
export { readProviderMetadata } from './metadata.ts'
export { forgetOldSetUpLinks } from './set-up/set-up.ts'
export type { Attributes, OidcSettings, SamlSettings } from './settings.ts'
export { forgetOldTraces, listSignIns, type Trace, writeTrace } from './traces.ts'

/** A page of the connections of a workspace, in the order they were made. */
export async function listConnections(caller: Caller, pagination: PageInput) {
  const page = pageOf(caller, pagination, 'connections', 2)
  const rows = await queries.listConnections(caller.db, caller.workspaceId, page)
  const { items, pagination: next } = paged(page, rows, (row) => [row.createdAt.toISOString(), row.id])
  return { connections: await showAll(caller.db, caller, items), pagination: next }
}

/** One connection. Raises `not-found`. */
export function getConnection(caller: Caller, id: string) {
  return showOne(caller.db, caller, id)
}

/**
 * Step: a test sign-in succeeded with the settings in `connection`. Nothing happened where they have been changed since it was
 * read: another test has to show that those work.
 */
export async function markTested(
  tx: Writer,
  { app, workspaceId, now }: Caller,
  { id, attributes, saml, oidc, secret }: Connection,
): Promise<Happened[]> {
  const row = await queries.findConnection(tx, workspaceId, id)
  if (!row) return []
  const present = { ...readSettings(row.kind, row.settings), secret: secretOf(app, row) }
  if (!isDeepStrictEqual(present, { attributes, saml, oidc, secret })) return []

  await queries.updateConnection(tx, workspaceId, id, { tested_at: now })
  return [happenedTo('Connection Tested', row)]
}
