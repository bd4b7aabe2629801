const metadata = 'urn:oasis:names:tc:SAML:2.0:metadata'
const bindings = 'urn:oasis:names:tc:SAML:2.0:bindings'
const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'

interface Provider {
  entityId: string
  /** In PEM. */
  certificates: string[]
  ssoUrl?: string
  /** Of the elements of metadata; `''` where theirs is the default namespace. */
  prefix?: string
  /** Of the keys; none where the attribute is left out. */
  use?: string | null
  /** In the order that they are written. */
  by?: string[]
  /** Anything that stands before the role. */
  before?: string
}

/** The metadata of an identity provider. */
export function metadataOf(provider: Provider): string {
  const { entityId, certificates, prefix = 'md', use = 'signing', before = '' } = provider
  const { by = ['HTTP-POST', 'HTTP-Redirect'], ssoUrl = `${entityId}/sso` } = provider
  const p = prefix ? `${prefix}:` : ''
  const keys = certificates.map(
    (pem) =>
      `<${p}KeyDescriptor${use ? ` use="${use}"` : ''}><ds:KeyInfo xmlns:ds="${dsig}"><ds:X509Data>` +
      `<ds:X509Certificate>${pem.replace(/-----[A-Z ]+-----|\n$/g, '')}</ds:X509Certificate>` +
      `</ds:X509Data></ds:KeyInfo></${p}KeyDescriptor>`,
  )
  const services = by.map(
    (binding) =>
      `<${p}SingleSignOnService Binding="${bindings}:${binding}" Location="${ssoUrl}${binding === 'HTTP-Redirect' ? '' : '/post'}"/>`,
  )
  return (
    `<?xml version="1.0" encoding="UTF-8"?><${p}EntityDescriptor xmlns${prefix ? `:${prefix}` : ''}="${metadata}" entityID="${entityId}">` +
    `${before}<${p}IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="${protocol}">` +
    `${keys.join('')}<${p}NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</${p}NameIDFormat>` +
    `${services.join('')}</${p}IDPSSODescriptor></${p}EntityDescriptor>`
  )
}

/** Metadata in the shapes of the usual providers, with what is to be read of them. */
export function idpMetadata(certificates: string[]): Record<string, Shape> {
  return { ...usual(certificates), ...unusual(certificates) }
}

interface Shape {
  xml: string
  entityId: string
  ssoUrl: string | null
  /** How many certificates sign. */
  count: number
}

function shape(provider: Provider, changes: Partial<Shape> & { edit?: (xml: string) => string } = {}): Shape {
  const { edit = (xml) => xml, ...rest } = changes
  const { entityId, ssoUrl = `${entityId}/sso`, certificates } = provider
  return { xml: edit(metadataOf(provider)), entityId, ssoUrl, count: certificates.length, ...rest }
}

function usual(certificates: string[]): Record<string, Shape> {
  const [first = ''] = certificates
  return {
    Okta: shape({
      entityId: 'http://www.okta.com/exk1',
      certificates: [first],
      ssoUrl: 'https://dev.okta.com/app/exk1/sso/saml',
    }),
    // Signed, with roles of another protocol before, and with a key that is announced twice.
    'Entra ID': shape(
      {
        entityId: 'https://sts.windows.net/2b1f3c1e-0000-4000-8000-000000000001/',
        certificates: [...certificates, first],
        prefix: '',
        ssoUrl: 'https://login.microsoftonline.com/2b1f3c1e/saml2',
        by: ['HTTP-Redirect', 'HTTP-POST'],
        before:
          `<Signature xmlns="${dsig}"><SignedInfo/><SignatureValue>AAAA</SignatureValue></Signature>` +
          '<RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
          'xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" xsi:type="fed:SecurityTokenServiceType" ' +
          'protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706"/>',
      },
      { count: certificates.length },
    ),
    OneLogin: shape({
      entityId: 'https://app.onelogin.com/saml/metadata/1',
      certificates,
      prefix: '',
      ssoUrl: 'https://x.onelogin.com/sso/1',
    }),
    'Google Workspace': shape(
      {
        entityId: 'https://accounts.google.com/o/saml2?idpid=C01',
        certificates,
        use: null,
        ssoUrl: 'https://accounts.google.com/o/saml2/idp?idpid=C01',
      },
      { edit: (xml) => xml.replace('?>', ' standalone="no"?>\r\n') },
    ),
    // A service provider besides, with another key for encryption.
    ADFS: shape(
      {
        entityId: 'http://adfs.corp.example/adfs/services/trust',
        certificates,
        ssoUrl: 'https://adfs.corp.example/adfs/ls/',
        before: `<md:SPSSODescriptor protocolSupportEnumeration="${protocol}"/>`,
      },
      {
        edit: (xml) =>
          xml.replace(
            '<md:NameIDFormat>',
            `<md:KeyDescriptor use="encryption"><ds:X509Certificate xmlns:ds="${dsig}">AAAA</ds:X509Certificate></md:KeyDescriptor>$&`,
          ),
      },
    ),
  }
}

function unusual(certificates: string[]): Record<string, Shape> {
  const around = (xml: string) =>
    `\uFEFF<md:EntitiesDescriptor xmlns:md="${metadata}">${xml.replace(/<\?xml[^>]*\?>/, '')}</md:EntitiesDescriptor>`
  return {
    'a federation of one': shape({ entityId: 'https://one.example', certificates }, { edit: around }),
    'one that only takes posts': shape(
      { entityId: 'https://post.example', certificates, by: ['SOAP', 'HTTP-POST'] },
      { ssoUrl: 'https://post.example/sso/post' },
    ),
    'one without an address': shape(
      { entityId: 'https://none.example', certificates: [], by: ['SOAP'] },
      { ssoUrl: null },
    ),
  }
}
