import { randomBytes } from 'node:crypto'

/** What an identity provider says, and how it writes it. */
export interface SamlAnswer {
  issuer: string
  acsUrl: string
  audience: string
  inResponseTo: string | null
  subject: string
  /** Of the NameID; null where it has none. */
  format: string | null
  attributes: Record<string, string | string[]>
  now: Date
  /** Until when it is good, from `now` on. */
  seconds: number
  responseId: string
  assertionId: string
  /** `''` where the namespace is the default one. */
  prefixes: { protocol: string; assertion: string }
  /** On lines of their own, as some providers print it before they sign. */
  isPretty: boolean
  /** Where the schema's types of values are declared: at each value, or once on the assertion. */
  typesOn: 'value' | 'assertion'
}

const standard = {
  inResponseTo: '_request',
  subject: 'ada-0001',
  format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  attributes: { email: 'ada@example.com' },
  seconds: 300,
  prefixes: { protocol: 'samlp', assertion: 'saml' },
  isPretty: false,
  typesOn: 'value' as const,
}

/** The unsigned Response of such an answer. */
export function answerXml(
  about: Pick<SamlAnswer, 'issuer' | 'acsUrl' | 'audience'> & Partial<SamlAnswer>,
): string {
  const all: SamlAnswer = {
    now: new Date(),
    responseId: newSamlId(),
    assertionId: newSamlId(),
    ...standard,
    ...about,
  }
  const { p, a } = { p: prefixed(all.prefixes.protocol), a: prefixed(all.prefixes.assertion) }
  const at = all.now.toISOString()
  const answers = all.inResponseTo === null ? '' : ` InResponseTo="${all.inResponseTo}"`
  const xml =
    `<${p}Response xmlns${colon(all.prefixes.protocol)}="urn:oasis:names:tc:SAML:2.0:protocol"` +
    ` ID="${all.responseId}" Version="2.0" IssueInstant="${at}" Destination="${escaped(all.acsUrl)}"${answers}>` +
    `<${a}Issuer xmlns${colon(all.prefixes.assertion)}="urn:oasis:names:tc:SAML:2.0:assertion">${escaped(all.issuer)}</${a}Issuer>` +
    `<${p}Status><${p}StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></${p}Status>` +
    `${assertionXml(all)}</${p}Response>`
  return all.isPretty ? pretty(xml) : xml
}

/** The unsigned Assertion alone. */
function assertionXml(all: SamlAnswer): string {
  const a = prefixed(all.prefixes.assertion)
  const at = all.now.toISOString()
  const until = new Date(all.now.getTime() + all.seconds * 1_000).toISOString()
  const from = new Date(all.now.getTime() - 60_000).toISOString()
  const answers = all.inResponseTo === null ? '' : ` InResponseTo="${all.inResponseTo}"`
  const format = all.format === null ? '' : ` Format="${all.format}"`
  return (
    `<${a}Assertion xmlns${colon(all.prefixes.assertion)}="urn:oasis:names:tc:SAML:2.0:assertion"` +
    `${all.typesOn === 'assertion' ? types : ''} ID="${all.assertionId}" Version="2.0" IssueInstant="${at}">` +
    `<${a}Issuer>${escaped(all.issuer)}</${a}Issuer>` +
    `<${a}Subject><${a}NameID${format}>${escaped(all.subject)}</${a}NameID>` +
    `<${a}SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">` +
    `<${a}SubjectConfirmationData NotOnOrAfter="${until}" Recipient="${escaped(all.acsUrl)}"${answers}/>` +
    `</${a}SubjectConfirmation></${a}Subject>` +
    `<${a}Conditions NotBefore="${from}" NotOnOrAfter="${until}"><${a}AudienceRestriction>` +
    `<${a}Audience>${escaped(all.audience)}</${a}Audience></${a}AudienceRestriction></${a}Conditions>` +
    `<${a}AuthnStatement AuthnInstant="${at}" SessionIndex="${all.assertionId}"><${a}AuthnContext>` +
    `<${a}AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</${a}AuthnContextClassRef>` +
    `</${a}AuthnContext></${a}AuthnStatement>${attributesXml(all)}</${a}Assertion>`
  )
}

function attributesXml({ attributes, prefixes, typesOn }: SamlAnswer): string {
  const a = prefixed(prefixes.assertion)
  const declared = typesOn === 'value' ? types : ''
  const one = ([name, values]: [string, string | string[]]) =>
    `<${a}Attribute Name="${escaped(name)}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">` +
    [values]
      .flat()
      .map(
        (value) =>
          `<${a}AttributeValue${declared} xsi:type="xs:string">${escaped(value)}</${a}AttributeValue>`,
      )
      .join('') +
    `</${a}Attribute>`
  const all = Object.entries(attributes).map(one).join('')
  return all ? `<${a}AttributeStatement>${all}</${a}AttributeStatement>` : ''
}

const types =
  ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'

export function newSamlId(): string {
  return `_${randomBytes(16).toString('hex')}`
}

function prefixed(prefix: string): string {
  return prefix ? `${prefix}:` : ''
}

function colon(prefix: string): string {
  return prefix ? `:${prefix}` : ''
}

function pretty(xml: string): string {
  return xml.replace(/></g, '>\n  <')
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
}
