import { sso } from '../contract/sso.ts'
import { sealSecret } from '../server/connections/connection.ts'
import { openJar } from './browser-jar.ts'
import { type Opening, openConnected, type SsoBrowser, type SsoWorkspace, ssoHouse } from './sso-house.ts'

const HOPS_MAX = 20

/** Opens a workspace whose people sign in by OpenID Connect. */
export async function openOidcWorkspace(
  { issuer, clientId, clientSecret }: { issuer: string; clientId: string; clientSecret: string },
  opening: Opening = {},
): Promise<SsoWorkspace> {
  const { app } = opening.running ?? (await ssoHouse())
  const oidc = { issuer, clientId, tenantId: null }
  const secretSealed = (id: string) => sealSecret(app, id, clientSecret)
  return openConnected(opening, { kind: 'oidc', oidc, secretSealed })
}

/** Goes to the OpenID provider of a connection, and wherever it sends back to. Answers where the browser is in the end. */
export async function goThrough(
  place: SsoWorkspace,
  browser: SsoBrowser,
  returnTo?: string,
): Promise<string> {
  return browser.open(await wayBack(place, browser, returnTo))
}

/** The address that the provider sends the browser back to, which it has not opened yet. */
export async function wayBack(place: SsoWorkspace, browser: SsoBrowser, returnTo?: string): Promise<string> {
  const body = returnTo === undefined ? {} : { returnTo }
  const { url } = await browser.call(sso.begin, { params: { connectionId: place.connectionId }, body })
  return followUntil(url, place.addresses.redirectUri)
}

/** Follows redirects as a browser at a provider does, until one leads to this address of ours. */
export async function followUntil(url: string, ours: string): Promise<string> {
  const jar = openJar(new URL(url).origin)
  let at = url
  for (let hop = 0; hop < HOPS_MAX && !at.startsWith(ours); hop++) {
    const response = await jar.fetch(at)
    await response.body?.cancel()
    at = new URL(response.headers.get('location') ?? ours, at).href
  }
  return at
}
