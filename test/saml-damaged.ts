import type { SsoReason } from '../contract/sso-reasons.ts'
import type { Attacks, SamlAttack, Scene } from './saml-attacks.ts'
import {
  answer,
  type EncryptOptions,
  enveloped,
  openSamlIdp,
  type SamlMessage,
  type SignOptions,
} from './saml-idp.ts'
import { victim } from './saml-wrapping.ts'

const genuine = ({ idp, party, about }: Scene) => answer(idp, party, about)
const signed = (scene: Scene, options?: SignOptions) => genuine(scene).sign('Assertion', options)
const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const old = 'http://www.w3.org/2000/09/xmldsig#'

/** Changes the text of a message that was signed; the reason is the reader's, before it thinks of signatures. */
function afterSigning(id: SamlAttack['id'], reason: SsoReason, change: (xml: string) => string): SamlAttack {
  return { id, reason, make: (scene) => signed(scene).edit(change) }
}

/** Puts something right behind the opening tag of the NameID, or of what is named. */
function inside(what: string, text: string) {
  return (xml: string) => xml.replace(new RegExp(`<${what}(?: [^>]*)?>`), `$&${text}`)
}

const doctype = (inner: string) => (xml: string) => `<!DOCTYPE foo ${inner}>${xml}`

const texts: Attacks = {
  'entity-doctype': afterSigning('SA-5', 'doctype', (xml) =>
    inside('saml:NameID', '&evil;')(doctype(`[<!ENTITY evil "${victim}">]`)(xml)),
  ),
  'xxe-doctype': afterSigning('SA-5', 'doctype', (xml) =>
    inside('saml:NameID', '&xxe;')(doctype('[<!ENTITY xxe SYSTEM "file:///etc/passwd">]')(xml)),
  ),
  'empty-doctype': afterSigning('SA-5', 'doctype', doctype('SYSTEM "http://evil.example/x.dtd"')),
  'billion-laughs': afterSigning('SA-5', 'doctype', (xml) => {
    const laughs = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`)
    return inside('saml:NameID', '&l9;')(doctype(`[<!ENTITY l0 "lol">${laughs.join('')}]`)(xml))
  }),
  'undeclared-entity': afterSigning('SA-5', 'not-xml', inside('saml:NameID', '&nbsp;')),
  'pi-before-all': afterSigning('SA-5', 'processing-instruction', (xml) => `<?evil yes?>${xml}`),
  'pi-in-nameid': afterSigning('SA-5', 'processing-instruction', inside('saml:NameID', `<?${victim}?>`)),
  'pi-in-signature': afterSigning('SA-5', 'processing-instruction', inside('ds:DigestValue', '<?evil yes?>')),
  'second-xml-declaration': afterSigning(
    'SA-5',
    'processing-instruction',
    inside('saml:NameID', '<?xml version="1.0"?>'),
  ),
  'comment-in-nameid': afterSigning('SA-6', 'comment', inside('saml:NameID', `${victim}<!---->`)),
  'comment-split-evil': {
    id: 'SA-6',
    reason: 'comment',
    make: ({ idp, party, about }) =>
      answer(idp, party, { ...about, subject: `${victim}.evil.example` })
        .sign('Assertion')
        .edit((xml) => xml.replace(`${victim}.evil`, `${victim}<!---->.evil`)),
  },
  'comment-before-all': afterSigning('SA-6', 'comment', (xml) => `<!-- from our provider -->${xml}`),
  // CVE-2025-29775: the digest that is compared is not the one that was signed.
  'comment-in-digestvalue': afterSigning('SA-6', 'comment', inside('ds:DigestValue', '<!--evil-->')),
  'cdata-in-nameid': afterSigning('SA-6', 'comment', inside('saml:NameID', `<![CDATA[${victim}]]>`)),
  'null-character': afterSigning('SA-5', 'not-xml', inside('saml:NameID', '&#0;')),
  'half-a-character': afterSigning('SA-5', 'not-xml', inside('saml:NameID', '&#xD800;')),
  'not-closed': afterSigning('SA-5', 'not-xml', (xml) => xml.replace('</samlp:Response>', '')),
  'two-roots': afterSigning('SA-5', 'not-xml', (xml) => `${xml}${xml}`),
  'text-after-the-root': afterSigning('SA-5', 'not-xml', (xml) => `${xml}evil`),
  'undeclared-prefix': afterSigning('SA-5', 'not-xml', inside('samlp:Status', '<evil:x/>')),
  huge: afterSigning('SA-5', 'too-large', inside('saml:NameID', 'x'.repeat(262_144))),
  deep: afterSigning('SA-5', 'too-deep', (xml) =>
    inside('samlp:Status', '<a>'.repeat(70) + '</a>'.repeat(70))(xml),
  ),
  'many-nodes': afterSigning('SA-5', 'too-deep', inside('samlp:Status', '<a/>'.repeat(10_000))),
  'many-unsigned-elements': afterSigning('SA-5', 'too-deep', inside('samlp:Status', '<a/>'.repeat(500))),
  'many-in-keyinfo': afterSigning('SA-5', 'too-deep', inside('ds:KeyInfo', '<a/>'.repeat(500))),
  // Nothing may take the square of its length.
  'long-space': afterSigning(
    'SA-4',
    'wrong-signature',
    inside('saml:NameID', `${' '.repeat(240_000)}x${' '.repeat(10_000)}`),
  ),
  'long-namespace': afterSigning('SA-7', 'algorithm', (xml) =>
    xml.replace('<samlp:Status>', `<samlp:Status xmlns:x="urn:${'x'.repeat(300)}">`),
  ),
  'many-attributes': afterSigning('SA-5', 'too-deep', (xml) =>
    xml.replace(
      '<samlp:Status>',
      `<samlp:Status${Array.from({ length: 100 }, (_, at) => ` a${at}=""`).join('')}>`,
    ),
  ),
  'many-names': afterSigning('SA-5', 'too-deep', (xml) =>
    inside('samlp:Status', Array.from({ length: 500 }, (_, at) => `<a${at}></a${at}>`).join(''))(xml),
  ),
  'wrong-namespace-response': afterSigning('SA-3', 'not-a-response', (xml) =>
    xml.replace('SAML:2.0:protocol', 'SAML:1.0:protocol'),
  ),
  'wrong-namespace-assertion': afterSigning('SA-3', 'not-a-response', (xml) =>
    xml.replace(/(<saml:Assertion xmlns:saml=")[^"]*/, '$1urn:oasis:names:tc:SAML:1.0:assertion'),
  ),
  'wrong-version': afterSigning('SA-3', 'not-a-response', (xml) =>
    xml.replace('Version="2.0"', 'Version="1.1"'),
  ),
  'no-response-but-assertion': afterSigning('SA-3', 'not-a-response', (xml) =>
    xml.replace(/^[\s\S]*(<saml:Assertion[\s\S]*<\/saml:Assertion>)[\s\S]*$/, '$1'),
  ),
}

function algorithm(options: SignOptions): SamlAttack {
  return { id: 'SA-7', reason: 'algorithm', make: (scene) => signed(scene, options) }
}

const algorithms: Attacks = {
  'rsa-sha1': algorithm({ method: `${old}rsa-sha1` }),
  'sha1-digest': algorithm({ digest: `${old}sha1` }),
  'hmac-with-public-cert': {
    id: 'SA-7',
    reason: 'algorithm',
    make: ({ idp, party, about }) =>
      answer(idp, party, { ...about, subject: victim }).sign('Assertion', {
        method: `${old}hmac-sha1`,
        hmacSecret: idp.certificate,
      }),
  },
  'hmac-sha256-with-public-cert': {
    id: 'SA-7',
    reason: 'algorithm',
    make: ({ idp, party, about }) =>
      answer(idp, party, { ...about, subject: victim }).sign('Assertion', {
        method: `${more}hmac-sha256`,
        hmacSecret: idp.certificate,
      }),
  },
  'inclusive-c14n': algorithm({ canonicalization: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' }),
  'inclusive-transform': algorithm({
    transforms: [enveloped, 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'],
  }),
  'no-canonical-transform': algorithm({ transforms: [enveloped] }),
  'void-c14n-relative-ns': afterSigningAlgorithm((xml) =>
    xml.replace('<saml:Assertion ', '<saml:Assertion xmlns:void="./relative" '),
  ),
  'void-c14n-in-signedinfo': afterSigningAlgorithm((xml) =>
    xml.replace('<ds:SignedInfo>', '<ds:SignedInfo xmlns:void="relative">'),
  ),
  'quote-in-namespace': afterSigningAlgorithm((xml) =>
    xml.replace('<samlp:Status>', `<samlp:Status xmlns:x='urn:x" y="z'>`),
  ),
  xpath: afterSigningAlgorithm((xml) => withTransform(xml, 'http://www.w3.org/TR/1999/REC-xpath-19991116')),
  xslt: afterSigningAlgorithm((xml) => withTransform(xml, 'http://www.w3.org/TR/1999/REC-xslt-19991116')),
  'three-transforms': afterSigningAlgorithm((xml) => xml.replace(/<ds:Transforms>(<[^>]*>)/, '$&$1')),
  // An RSA signature under the name of an elliptic curve: another key than the name says.
  'rsa-as-ecdsa': {
    id: 'SA-7',
    reason: 'wrong-signature',
    make: (scene) => signed(scene, { method: `${more}ecdsa-sha256` }),
  },
}

function afterSigningAlgorithm(change: (xml: string) => string): SamlAttack {
  return afterSigning('SA-7', 'algorithm', change)
}

function withTransform(xml: string, name: string): string {
  return xml.replace(`<ds:Transform Algorithm="${enveloped}"/>`, `<ds:Transform Algorithm="${name}"/>`)
}

const { privateKey, certificate } = openSamlIdp('https://sp.example')
const decryptionKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

function encrypted(options: EncryptOptions, change: (message: SamlMessage) => SamlMessage = (same) => same) {
  const make = (scene: Scene) => change(signed(scene).encrypt(certificate, options))
  return { id: 'SA-17', reason: 'not-decryptable', party: { decryptionKey }, make } as const
}

const encryptions: Attacks = {
  'encrypted-for-another': {
    ...encrypted({}),
    make: (scene) => signed(scene).encrypt(openSamlIdp('https://other.example').certificate),
  },
  'encrypted-without-a-key': { ...encrypted({}), party: {} },
  'encrypted-rsa15': encrypted({ wrap: 'rsa-1_5' }),
  'encrypted-cbc': encrypted({ cipher: 'aes256-cbc' }),
  'encrypted-tampered': encrypted({}, (message) =>
    message.edit((xml) =>
      xml.replace(
        /(<xenc:CipherValue>)(.{40}).{4}(?=[^<]*<\/xenc:CipherValue><\/xenc:CipherData><\/xenc:EncryptedData>)/,
        '$1$2AAAA',
      ),
    ),
  ),
  'encrypted-two-keys': encrypted({}, (message) =>
    message.edit((xml) => xml.replace(/<xenc:EncryptedKey>.*<\/xenc:EncryptedKey>/, '$&$&')),
  ),
  'encrypted-but-unsigned': {
    ...encrypted({}),
    reason: 'not-signed',
    make: (scene) => genuine(scene).encrypt(certificate),
  },
  'encrypted-evil-signature': {
    ...encrypted({}),
    reason: 'wrong-signature',
    make: (scene) => signed(scene, { by: { privateKey, certificate } }).encrypt(certificate),
  },
  'encrypted-comment': {
    ...encrypted({}),
    reason: 'comment',
    make: (scene) => signed(scene).edit(inside('saml:NameID', '<!---->')).encrypt(certificate),
  },
  'encrypted-wrapping': {
    ...encrypted({}),
    reason: 'assertion-count',
    make: (scene) =>
      signed(scene)
        .edit(inside('saml:AuthnContext', '<saml:Assertion></saml:Assertion>'))
        .encrypt(certificate),
  },
}

/** Messages that are refused for how they are written, signed or encrypted. */
export const damaged: Attacks = { ...texts, ...algorithms, ...encryptions }
