import { text } from 'node:stream/consumers'
import { inflateRawSync } from 'node:zlib'
import { metadataOf } from './connections.ts'
import { clock } from './house.ts'
import { listen } from './oidc.ts'
import type { SamlAnswer } from './saml-answer.ts'
import { answer, openSamlIdp, partyOf, type SamlIdp } from './saml-idp.ts'

/** Who somebody is at a SAML identity provider, by the user name that they type there. */
export type WhoThere = (user: string) => Partial<SamlAnswer>

/** A SAML identity provider on this machine, with pages for browsers, at another site than ours. */
export interface SamlPages {
  /** What it signs with from now on; another key is a rotation. */
  idp: SamlIdp
  who: WhoThere
  /** What its answers say instead of what they should. */
  instead: Partial<SamlAnswer>
  metadata(): string
  /** Its own page with a tile, which signs somebody in whom nobody asked for. */
  tile(to: { acsUrl: string; entityId: string }): string
  /** Gives it another key. */
  rotate(): void
}

/** Starts it; it listens until the tests end. */
export async function openSamlPages(): Promise<SamlPages> {
  const { url } = await listen(async (request, response) => {
    const asked = new URL(request.url ?? '/', url)
    if (asked.pathname === '/metadata') {
      response.writeHead(200, { 'content-type': 'application/samlmetadata+xml' }).end(pages.metadata())
      return
    }
    const typed = new URLSearchParams(request.method === 'POST' ? await text(request) : '')
    const html = request.method === 'POST' ? posting(pages, asked, typed) : PAGE
    response.writeHead(200, { 'content-type': 'text/html' }).end(html)
  })
  const made = () => ({ ...openSamlIdp(`${url}/metadata`), ssoUrl: `${url}/sso` })
  const pages: SamlPages = {
    idp: made(),
    who: (user) => ({ subject: user, attributes: { email: user } }),
    instead: {},
    metadata: () => metadataOf(pages.idp.entityId, pages.idp.ssoUrl, [pages.idp.certificate]),
    tile: (to) => `${url}/tile?${new URLSearchParams(to)}`,
    rotate: () => {
      pages.idp = made()
    },
  }
  return pages
}

/** Where people say who they are. */
export const PAGE = `<!doctype html><html lang="en"><title>Example</title><h1>Sign in to Example</h1>
<form method="post"><label>User name <input name="user"></label><button>Let me in</button></form></html>`

/** The page that posts the answer to whoever asked; for a tile to whom it is for. */
function posting(pages: SamlPages, { searchParams }: URL, typed: URLSearchParams): string {
  const xml = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? 'AwA=', 'base64')).toString()
  const said = (pattern: RegExp) => pattern.exec(xml)?.[1]
  const acsUrl = said(/AssertionConsumerServiceURL="([^"]*)"/) ?? searchParams.get('acsUrl') ?? ''
  const entityId = said(/<(?:\w+:)?Issuer[^>]*>([^<]*)</) ?? searchParams.get('entityId') ?? ''
  const about = {
    now: clock.now(),
    inResponseTo: said(/\bID="([^"]*)"/) ?? null,
    ...pages.who(typed.get('user') ?? ''),
    ...pages.instead,
  }
  const { base64 } = answer(pages.idp, partyOf(pages.idp, { acsUrl, entityId }), about).sign('Assertion')
  return postingPage(acsUrl, base64, searchParams.get('RelayState'))
}

/** A page that posts an answer to a consumer address, with what stood beside the request. */
export function postingPage(acsUrl: string, base64: string, state: string | null): string {
  const relay = state === null ? '' : `<input type="hidden" name="RelayState" value="${state}">`
  return `<!doctype html><html lang="en"><title>Example</title><h1>One moment</h1>
<form method="post" action="${acsUrl}"><input type="hidden" name="SAMLResponse" value="${base64}">${relay}</form>
<script>document.forms[0].submit()</script></html>`
}
