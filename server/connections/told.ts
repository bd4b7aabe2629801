import { isDeepStrictEqual } from 'node:util'
import type { Happened } from '../caller/change.ts'
import type { Json, JsonObject } from '../db/tables.ts'
import { readCertificate } from '../saml/saml.ts'
import type { ShownMapping } from './mapping.ts'
import type { Settings } from './settings.ts'

/** What of a connection the audit trail tells: all that is configured of it, and of secrets only that there is another. */
export interface Telling {
  name: string
  settings: Settings
  groups: ShownMapping[]
}

/** What changed of a connection, before and after; null where nothing did. */
export function difference(before: Telling, after: Telling): { from: JsonObject; to: JsonObject } | null {
  const [was, is] = [inAudit(before), inAudit(after)]
  const changed = Object.keys(is).filter((part) => !isDeepStrictEqual(was[part], is[part]))
  const only = (all: JsonObject) => Object.fromEntries(changed.map((part) => [part, all[part] ?? null]))
  return changed.length > 0 ? { from: only(was), to: only(is) } : null
}

/** Something that happened to a connection. */
export function happenedTo(
  type: Happened['type'],
  { id, name }: { id: string; name: string },
  detail: JsonObject = {},
): Happened {
  return { type, resourceId: id, resourceName: name, detail }
}

function inAudit({ name, settings: { attributes, saml, oidc }, groups }: Telling): JsonObject {
  const certificates = saml?.certificates.map(inShort)
  return {
    name,
    ...(saml && {
      ...saml,
      certificates: certificates ?? [],
      encryptFor: saml.encryptFor && inShort(saml.encryptFor),
    }),
    ...oidc,
    attributes: { ...attributes },
    groups: groups.map(({ claim, groupId, groupName }): Json => ({ claim, groupId, groupName })),
  }
}

/** A certificate in one line. */
function inShort(pem: string): string {
  const { fingerprint, subject, notAfter } = readCertificate(pem)
  return `${subject}, until ${notAfter.toISOString().slice(0, 10)}, ${fingerprint}`
}
