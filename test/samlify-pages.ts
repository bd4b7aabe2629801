import { text } from 'node:stream/consumers'
import * as samlify from 'samlify'
import { clock } from './house.ts'
import { listen } from './oidc.ts'
import { openSamlIdp, type SamlIdp } from './saml-idp.ts'
import { PAGE, postingPage } from './saml-pages.ts'
import { type ServiceProvider, samlifyAnswer, samlifyIdp } from './samlify.ts'

/** A SAML identity provider of samlify on this machine, with pages for browsers. */
export interface SamlifyPages {
  idp: SamlIdp
  /** Tells it of a service provider, by what that says of itself. */
  welcome(metadata: string): void
}

/** Starts it; it listens until the tests end. */
export async function openSamlifyPages(): Promise<SamlifyPages> {
  let sp: ServiceProvider | undefined
  const { url } = await listen(async (request, response) => {
    const { searchParams } = new URL(request.url ?? '/', url)
    response.writeHead(200, { 'content-type': 'text/html' })
    if (request.method !== 'POST' || !sp) {
      response.end(PAGE)
      return
    }
    const email = new URLSearchParams(await text(request)).get('user') ?? ''
    const query = { SAMLRequest: searchParams.get('SAMLRequest') ?? '' }
    const { extract } = await engine.parseLoginRequest(sp, 'redirect', { query })
    const about = { requestId: String(extract.request?.id), email, now: clock.now() }
    const acsUrl = String(sp.entityMeta.getAssertionConsumerService('post'))
    response.end(postingPage(acsUrl, await samlifyAnswer(engine, sp, about), searchParams.get('RelayState')))
  })
  const idp = { ...openSamlIdp(`${url}/entity`), ssoUrl: `${url}/sso` }
  const engine = samlifyIdp(idp)
  const welcome = (metadata: string) => {
    sp = samlify.ServiceProvider({ metadata })
  }
  return { idp, welcome }
}
