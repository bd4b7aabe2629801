import type { App } from '../caller/app.ts'
import { change, changed, unchanged } from '../caller/change.ts'
import { hasFeature } from '../caller/plan.ts'
import { actFor, theSystem } from '../caller/system.ts'
import type { JsonObject } from '../db/tables.ts'
import { mailOwners } from '../grants/grants.ts'
import { newId } from '../platform/ids.ts'
import { type CertificateInfo, readCertificate } from '../saml/saml.ts'
import * as queries from './queries.ts'
import { readSettings } from './settings.ts'
import { happenedTo } from './told.ts'

const DAY_MS = 86_400_000
/** So many days before a certificate expires, the owners are told of it. */
const TOLD_DAYS = [7, 30]

/**
 * Tells the owners of each workspace, 30 and 7 days before, that a certificate of one of its active connections expires. Once each,
 * however often it is called and by however many servers.
 */
export async function tellOfExpiry(app: App): Promise<void> {
  const { db } = app.database
  const now = app.clock.now()
  for (const row of await queries.listWithCertificates(db)) {
    const { id, name, workspaceId, slug, plan } = row
    const workspace = { id: workspaceId, slug, name: row.workspaceName, plan }
    if (!hasFeature({ app, workspace }, 'sso')) continue
    const due = certificatesOf(row).filter((one) => daysBefore(one, now) !== null)
    if (due.length === 0) continue
    const acting = { app, now, requestId: newId(), ip: null, idempotency: null }
    const server = await actFor(acting, theSystem, workspace)
    await change(server, async (tx) => {
      const told = await queries.toldOf(tx, workspaceId, id)
      const untold = due.filter((one) => !wasTold(told, one, now))
      if (untold.length === 0) return unchanged(undefined)

      const telling = due.map((one) => [one.fingerprint, daysBefore(one, now)])
      await queries.updateConnection(tx, workspaceId, id, {
        told: JSON.stringify(Object.fromEntries(telling)),
      })
      const certificates = untold.map(inWords)
      const about = certificates.map((one) => `${name}, ${one}`)
      const mail = await mailOwners(tx, server, 'certificate-expires', about)
      const expires = happenedTo('Connection Certificate Expires', { id, name }, { certificates })
      return changed(undefined, { ...expires, mail })
    })
  }
}

function certificatesOf({ kind, settings }: queries.ConnectionRow): CertificateInfo[] {
  return readSettings(kind, settings).saml?.certificates.map(readCertificate) ?? []
}

/** Which of the days of telling have come for a certificate; null for none, and for one that has expired. */
function daysBefore({ notAfter }: CertificateInfo, now: Date): number | null {
  const left = notAfter.getTime() - now.getTime()
  return left <= 0 ? null : (TOLD_DAYS.find((days) => left <= days * DAY_MS) ?? null)
}

function wasTold(told: JsonObject, certificate: CertificateInfo, now: Date): boolean {
  const before = told[certificate.fingerprint]
  const days = daysBefore(certificate, now)
  return typeof before === 'number' && days !== null && before <= days
}

function inWords({ subject, notAfter }: CertificateInfo): string {
  return `${subject}, on ${notAfter.toISOString().slice(0, 10)}`
}
