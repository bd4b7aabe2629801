import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { Refused } from '../client/call.ts'
import { connections } from '../contract/connections.ts'
import { change, outcome } from '../server/caller/change.ts'
import { findConnection, markTested } from '../server/connections/connections.ts'
import { hashSecret } from '../server/platform/ids.ts'
import { selfSigned } from '../server/saml/certificates.ts'
import { type As, as, headersOf, systemIn, type TestWorkspace } from './house.ts'
import { startSession } from './sessions.ts'

const YEARS = 10

/** A certificate of an identity provider (PEM) that expires at `until`. */
export function certificateUntil(until: Date, name = 'idp.example'): string {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const from = new Date(until)
  from.setUTCFullYear(from.getUTCFullYear() - YEARS)
  return selfSigned(keys, name, from)
}

/** The same, good for years. */
export function goodCertificate(name?: string): string {
  return certificateUntil(new Date(Date.now() + 5 * 365 * 86_400_000), name)
}

/** For `assert.rejects`: the input was refused, and the first fault is at `field`. */
export function faultAt(field: string) {
  return (error: unknown) => {
    assert.ok(error instanceof Refused)
    assert.deepEqual([error.code, error.errors[0]?.field], ['invalid-input', field])
    return true
  }
}

/** A SAML connection with all that it needs, not tested yet: its id. */
export async function completeSaml(
  by: As,
  name = 'Okta',
  certificates = [goodCertificate()],
): Promise<string> {
  const body = { name, kind: 'saml', provider: 'okta' } as const
  const { connection } = await by(connections.create, { body })
  const saml = { entityId: 'https://idp.example/entity', ssoUrl: 'https://idp.example/sso', certificates }
  const params = { connectionId: connection.id }
  await by(connections.modify, { params, body: { saml } })
  return connection.id
}

/** An OpenID connection with all that it needs, not tested yet: its id. */
export async function completeOidc(by: As, name = 'Keycloak'): Promise<string> {
  const body = { name, kind: 'oidc', provider: 'other' } as const
  const { connection } = await by(connections.create, { body })
  const oidc = { issuer: 'https://idp.example', clientId: 'claviger', clientSecret: 'a client secret' }
  const params = { connectionId: connection.id }
  await by(connections.modify, { params, body: { oidc } })
  return connection.id
}

/** What a test sign-in that succeeds leaves behind, without the provider. */
export async function testedBy({ app, id, slug }: TestWorkspace, connectionId: string) {
  const server = await systemIn(app, { id, slug, name: 'Test', plan: 'business' })
  await change(server, async (tx) => {
    const connection = await findConnection(app, tx, connectionId)
    if (!connection) throw new Error('there is no such connection')
    return outcome(undefined, await markTested(tx, server, connection))
  })
}

/** An active SAML connection: its id. `by` is an owner in person. */
export async function activeSaml(place: TestWorkspace, by: As, name?: string): Promise<string> {
  const connectionId = await completeSaml(by, name)
  await testedBy(place, connectionId)
  await by(connections.activate, { params: { connectionId } })
  return connectionId
}

/** Somebody who is signed in by nothing but a connection of the workspace, as a sign-in through it leaves them. */
export async function signedInBy(
  { app, id, slug, url }: TestWorkspace,
  userId: string,
  connectionId: string,
) {
  const secret = await startSession(app, userId)
  const at = app.clock.now()
  await app.database.db.transaction().execute(async (tx) => {
    const session = await tx
      .updateTable('sessions')
      .where('secret_hash', '=', hashSecret(secret))
      .set({ confined: true })
      .returning('id')
      .executeTakeFirstOrThrow()
    const proof = { session_id: session.id, workspace_id: id, connection_id: connectionId, at }
    await tx.insertInto('session_proofs').values(proof).execute()
  })
  return as({ url: `${url}/w/${slug}`, headers: headersOf(secret, app.config.publicUrl) })
}

/** The metadata of an identity provider. */
export function metadataOf(entityId: string, ssoUrl: string, certificates: string[]): string {
  const keys = certificates.map((pem) => {
    const packed = pem.replace(/-----[A-Z ]+-----|\s/g, '')
    const info = `<X509Data><X509Certificate>${packed}</X509Certificate></X509Data>`
    return `<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#">${info}</KeyInfo></KeyDescriptor>`
  })
  const service = `<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${ssoUrl}"/>`
  const role = `<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keys.join('')}${service}</IDPSSODescriptor>`
  return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}">${role}</EntityDescriptor>`
}
