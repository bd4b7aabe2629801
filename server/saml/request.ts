import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import { ns } from './nodes.ts'
import type { SamlParty, SamlRequest } from './saml.ts'

const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
const deflate = promisify(deflateRaw)

/**
 * Where the browser goes to sign in: an AuthnRequest by HTTP-Redirect. It asks for no format of the NameID and no way of signing in:
 * several providers refuse whatever they are not configured for.
 */
export async function requestUrl(party: SamlParty, request: SamlRequest): Promise<string> {
  const attributes = {
    'xmlns:samlp': ns.protocol,
    ID: request.id,
    Version: '2.0',
    IssueInstant: request.now.toISOString(),
    Destination: party.ssoUrl,
    ...(request.forceAuthn ? { ForceAuthn: 'true' } : {}),
    ProtocolBinding: POST,
    AssertionConsumerServiceURL: party.acsUrl,
  }
  const xml =
    `<samlp:AuthnRequest ${written(attributes)}>` +
    `<saml:Issuer xmlns:saml="${ns.assertion}">${escaped(party.entityId)}</saml:Issuer>` +
    '<samlp:NameIDPolicy AllowCreate="true"/></samlp:AuthnRequest>'
  const packed = await deflate(Buffer.from(xml))

  const url = new URL(party.ssoUrl)
  url.searchParams.set('SAMLRequest', packed.toString('base64'))
  if (request.relayState) url.searchParams.set('RelayState', request.relayState)
  return url.href
}

/** Attributes as they stand in a tag. */
export function written(attributes: Record<string, string>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(' ')
}

/** Text that stays text in XML, also between quotation marks. */
export function escaped(text: string): string {
  return text.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
