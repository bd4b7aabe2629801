import type { Static } from 'typebox'
import type { connections } from '../../contract/connections.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import type { Reader } from '../db/open.ts'
import { domainsOf } from '../domains/domains.ts'
import { shownCertificate } from './certificates.ts'
import { addressesOf, isCompleteRow } from './connection.ts'
import { mappingsOf } from './mapping.ts'
import * as queries from './queries.ts'
import { type Kind, readSettings, type SamlSettings } from './settings.ts'

export type Shown = Static<typeof connections.get.reply>['connection']

/** One connection as the API shows it. Raises `not-found`. */
export async function showOne(db: Reader, caller: Caller, id: string): Promise<Shown> {
  const [shown] = await showAll(db, caller, [await find(db, caller, id)])
  if (!shown) throw new Error('one connection was found, and none is shown')
  return shown
}

/** The row of a connection. Raises `not-found`. */
export async function find(db: Reader, { workspaceId }: Caller, id: string) {
  const row = await queries.findConnection(db, workspaceId, id)
  if (!row) throw new Problem('not-found')
  return row
}

/** Connections as the API shows them: with nothing of their secrets. */
export async function showAll(db: Reader, caller: Caller, rows: queries.ConnectionRow[]): Promise<Shown[]> {
  const { workspaceId, app } = caller
  const ids = rows.map((row) => row.id)
  const mappings = await mappingsOf(db, workspaceId, ids)
  const domains = await domainsOf(db, workspaceId)
  return rows.map((row) => {
    const { id, name, kind, provider, isActive, isDefault, testedAt, lastUsedAt, createdAt } = row
    // The column holds what the contract let in.
    const about = { id, name, kind, provider: provider as Shown['provider'], isActive, isDefault }
    const { attributes, saml, oidc } = readSettings(kind, row.settings)
    const isTheirs = ({ connectionId }: (typeof domains)[number]) =>
      (connectionId ?? (isDefault && id)) === id
    return {
      ...about,
      isComplete: isCompleteRow(row),
      testedAt: testedAt?.toISOString() ?? null,
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
      copy: copyOf(kind, addressesOf(app.config, id)),
      saml: saml && shownSaml(saml),
      oidc: oidc && { ...oidc, hasSecret: row.sealed !== null },
      attributes,
      groups: mappings.get(id) ?? [],
      domains: domains.filter(isTheirs).map(({ connectionId: _, ...domain }) => domain),
    }
  })
}

function copyOf(kind: Kind, addresses: ReturnType<typeof addressesOf>) {
  const { startUrl, acsUrl, entityId, metadataUrl, redirectUri } = addresses
  return kind === 'saml'
    ? { acsUrl, entityId, metadataUrl, redirectUri: null, startUrl }
    : { acsUrl: null, entityId: null, metadataUrl: null, redirectUri, startUrl }
}

function shownSaml({ certificates, encryptFor, ...settings }: SamlSettings) {
  return {
    ...settings,
    certificates: certificates.map(shownCertificate),
    encryptFor: encryptFor === null ? null : shownCertificate(encryptFor),
  }
}
