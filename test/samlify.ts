import * as samlify from 'samlify'
import type { SamlIdp } from './saml-idp.ts'

const redirect = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'
const GOOD_MS = 300_000

samlify.setSchemaValidator({ validate: async () => 'not looked at' })

type Engine = ReturnType<typeof samlifyIdp>
export type ServiceProvider = ReturnType<typeof samlify.ServiceProvider>

/** The identity provider as samlify plays it: nobody here has written it. */
export function samlifyIdp(idp: SamlIdp) {
  return samlify.IdentityProvider({
    entityID: idp.entityId,
    privateKey: idp.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    signingCert: idp.certificate,
    requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    singleSignOnService: [{ Binding: redirect, Location: idp.ssoUrl }],
    loginResponseTemplate: {
      context: samlify.SamlLib.defaultLoginResponseTemplate.context,
      attributes: [
        {
          name: 'email',
          valueTag: 'email',
          nameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic',
          valueXsiType: 'xs:string',
        },
      ],
    },
  })
}

/** Its answer to a request, about somebody with this address: as it is posted. */
export async function samlifyAnswer(
  engine: Engine,
  sp: ServiceProvider,
  { requestId, email, now }: { requestId: string; email: string; now: Date },
): Promise<string> {
  const acsUrl = String(sp.entityMeta.getAssertionConsumerService('post'))
  const until = new Date(now.getTime() + GOOD_MS).toISOString()
  const [response, assertion] = [`_r${crypto.randomUUID()}`, `_a${crypto.randomUUID()}`]
  const values = {
    ID: response,
    AssertionID: assertion,
    Destination: acsUrl,
    Audience: sp.entityMeta.getEntityID(),
    SubjectRecipient: acsUrl,
    NameIDFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    NameID: email,
    Issuer: engine.entityMeta.getEntityID(),
    IssueInstant: now.toISOString(),
    ConditionsNotBefore: now.toISOString(),
    ConditionsNotOnOrAfter: until,
    SubjectConfirmationDataNotOnOrAfter: until,
    AssertionConsumerServiceURL: acsUrl,
    EntityID: sp.entityMeta.getEntityID(),
    InResponseTo: requestId,
    StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    attrEmail: email,
  }
  const authenticated = `<saml:AuthnStatement AuthnInstant="${now.toISOString()}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`
  // Its users have to fill its template; it escapes nothing that is put in as XML.
  const filled = (template: string) => ({
    id: response,
    context: samlify.SamlLib.replaceTagsByValue(template.replace('{AuthnStatement}', authenticated), values),
  })
  const asked = { extract: { request: { id: requestId } } }
  return (await engine.createLoginResponse(sp, asked, 'post', { email }, filled)).context
}
