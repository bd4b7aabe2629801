import type { SsoReason } from '../contract/sso-reasons.ts'
import type { SamlParty } from '../server/saml/saml.ts'
import type { SamlAnswer } from './saml-answer.ts'
import { damaged } from './saml-damaged.ts'
import { answer, openSamlIdp, type SamlIdp, type SamlMessage } from './saml-idp.ts'
import { misdirected } from './saml-misdirected.ts'
import { victim, wrap, wrappings } from './saml-wrapping.ts'

/** A genuine provider, the connection to it, and whatever else the message has to say. */
export interface Scene {
  idp: SamlIdp
  party: SamlParty
  about: Partial<SamlAnswer>
}

/** A message that must not be taken. */
export interface SamlAttack {
  /** The line of standards/sso. */
  id: `SA-${number}`
  reason: SsoReason
  /** What the connection has to be like, for the attack to be worth a try. */
  party?: Partial<SamlParty>
  make(scene: Scene): SamlMessage
}

export type Attacks = Record<string, SamlAttack>

const genuine = ({ idp, party, about }: Scene) => answer(idp, party, about)
const asVictim = ({ idp, party, about }: Scene) => answer(idp, party, { ...about, subject: victim })

/** A provider that anybody can make. */
const forger = openSamlIdp('https://forger.example')

const wrapped: Attacks = Object.fromEntries(
  Object.entries(wrappings).map(([name, wrapping]) => {
    const isOfResponse = name === 'xsw1' || name === 'xsw2'
    const make = (scene: Scene) => {
      const message = genuine(scene).sign('Assertion')
      return wrap(isOfResponse ? message.sign('Response') : message, wrapping)
    }
    const reasons: Record<string, SsoReason> = {
      xsw2: 'not-a-response',
      'evil-in-other-namespace': 'not-a-response',
      'evil-attributestatement-sibling': 'not-a-response',
      'signature-moved-to-response': 'signature-form',
    }
    return [name, { id: 'SA-2', reason: reasons[name] ?? 'assertion-count', make }]
  }),
)

const signatures: Attacks = {
  'xsw1-ro': {
    id: 'SA-2',
    reason: 'assertion-count',
    party: { acceptSignedResponse: true },
    make: (scene) => wrap(genuine(scene).sign('Response'), wrappings.xsw1),
  },
  'xsw2-ro': {
    id: 'SA-2',
    reason: 'not-a-response',
    party: { acceptSignedResponse: true },
    make: (scene) => wrap(genuine(scene).sign('Response'), wrappings.xsw2),
  },
  'self-signed-evil-keyinfo': {
    id: 'SA-1',
    reason: 'wrong-signature',
    make: (scene) => asVictim(scene).sign('Assertion', { by: forger }),
  },
  'self-signed-evil-keyinfo-response': {
    id: 'SA-1',
    reason: 'wrong-signature',
    party: { acceptSignedResponse: true },
    make: (scene) => asVictim(scene).sign('Response', { by: forger }),
  },
  'genuine-keyinfo-evil-key': {
    id: 'SA-1',
    reason: 'wrong-signature',
    make: (scene) =>
      asVictim(scene).sign('Assertion', { by: { ...scene.idp, privateKey: forger.privateKey } }),
  },
  'evil-response-signature': {
    id: 'SA-1',
    reason: 'wrong-signature',
    make: (scene) => genuine(scene).sign('Assertion').sign('Response', { by: forger }),
  },
  'two-signed-assertions': {
    id: 'SA-3',
    reason: 'assertion-count',
    make: (scene) => {
      const other = asVictim(scene).sign('Assertion')
      const second = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(other.xml)?.[0] ?? ''
      return genuine(scene)
        .sign('Assertion')
        .edit((xml) => xml.replace('</samlp:Response>', `${second}</samlp:Response>`))
    },
  },
  'assertion-and-encrypted-assertion': {
    id: 'SA-3',
    reason: 'assertion-count',
    make: (scene) => {
      const other = asVictim(scene).sign('Assertion').encrypt(scene.idp.certificate)
      const second = /<saml:EncryptedAssertion[\s\S]*<\/saml:EncryptedAssertion>/.exec(other.xml)?.[0] ?? ''
      return genuine(scene)
        .sign('Assertion')
        .edit((xml) => xml.replace('</samlp:Response>', `${second}</samlp:Response>`))
    },
  },
  'no-assertion': {
    id: 'SA-3',
    reason: 'assertion-count',
    make: (scene) =>
      genuine(scene).edit((xml) => xml.replace(/<saml:Assertion[\s\S]*<\/saml:Assertion>/, '')),
  },
  // CVE-2025-29774: one SignedInfo is verified and the other is read.
  'several-signedinfo-before': {
    id: 'SA-3',
    reason: 'signature-form',
    make: (scene) =>
      genuine(scene)
        .sign('Assertion')
        .edit((xml) => xml.replace('<ds:SignedInfo>', '<ds:SignedInfo/><ds:SignedInfo>')),
  },
  'several-signedinfo-after': {
    id: 'SA-3',
    reason: 'signature-form',
    make: (scene) =>
      genuine(scene)
        .sign('Assertion')
        .edit((xml) => xml.replace(/(<ds:SignedInfo>.*<\/ds:SignedInfo>)/, '$1$1')),
  },
  'signedinfo-in-keyinfo': {
    id: 'SA-3',
    reason: 'signature-form',
    make: (scene) =>
      genuine(scene)
        .sign('Assertion')
        .edit((xml) =>
          xml
            .replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/, '')
            .replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/, '<ds:KeyInfo>$&</ds:KeyInfo>$&'),
        ),
  },
  'two-references': {
    id: 'SA-3',
    reason: 'signature-form',
    make: (scene) =>
      genuine(scene)
        .sign('Assertion')
        .edit((xml) => xml.replace(/<ds:Reference .*<\/ds:Reference>/, '$&$&')),
  },
  'two-signatures': {
    id: 'SA-3',
    reason: 'signature-form',
    make: (scene) => genuine(scene).sign('Assertion').sign('Assertion', { by: forger }),
  },
  'object-in-signature': {
    id: 'SA-3',
    reason: 'signature-form',
    make: (scene) =>
      genuine(scene)
        .sign('Assertion')
        .edit((xml) => xml.replace('</ds:Signature>', '<ds:Object/></ds:Signature>')),
  },
  'reference-empty-uri': {
    id: 'SA-3',
    reason: 'signature-form',
    make: (scene) =>
      genuine(scene)
        .sign('Assertion')
        .edit((xml) => xml.replace(/URI="#[^"]*"/, 'URI=""')),
  },
  'reference-to-another': {
    id: 'SA-3',
    reason: 'signature-form',
    make: (scene) =>
      genuine({ ...scene, about: { ...scene.about, responseId: '_response' } })
        .sign('Assertion')
        .edit((xml) => xml.replace(/URI="#[^"]*"/, 'URI="#_response"')),
  },
  'reference-with-quotes': {
    id: 'SA-3',
    reason: 'signature-form',
    make: (scene) =>
      genuine({ ...scene, about: { ...scene.about, assertionId: "a'or'1" } }).sign('Assertion'),
  },
  'dup-id-response': {
    id: 'SA-3',
    reason: 'duplicate-id',
    make: (scene) =>
      genuine({ ...scene, about: { ...scene.about, responseId: '_same', assertionId: '_same' } }).sign(
        'Assertion',
      ),
  },
  'dup-id-other-case': {
    id: 'SA-3',
    reason: 'duplicate-id',
    make: (scene) =>
      genuine({ ...scene, about: { ...scene.about, assertionId: '_same' } })
        .sign('Assertion')
        .edit((xml) => xml.replace('<samlp:Status>', '<samlp:Status id="_same">')),
  },
  'dup-id-prefixed': {
    id: 'SA-3',
    reason: 'duplicate-id',
    make: (scene) =>
      genuine({ ...scene, about: { ...scene.about, assertionId: '_same' } })
        .sign('Assertion')
        .edit((xml) => xml.replace('<samlp:Status>', '<samlp:Status samlp:ID="_same">')),
  },
  'dup-attribute-id': {
    id: 'SA-3',
    reason: 'duplicate-id',
    make: (scene) =>
      genuine(scene)
        .sign('Assertion')
        .edit((xml) => xml.replace(/(<saml:Assertion [^>]*)ID="([^"]*)"/, '$1ID="_evil" saml:ID="$2"')),
  },
  'dup-attribute-id-same-name': {
    id: 'SA-5',
    reason: 'not-xml',
    make: (scene) =>
      genuine(scene)
        .sign('Assertion')
        .edit((xml) => xml.replace(/(<saml:Assertion [^>]*)ID="([^"]*)"/, '$1ID="_evil" ID="$2"')),
  },
  'response-only-signed': {
    id: 'SA-4',
    reason: 'not-signed',
    make: (scene) => genuine(scene).sign('Response'),
  },
  unsigned: { id: 'SA-4', reason: 'not-signed', make: (scene) => asVictim(scene) },
  'unsigned-where-a-signed-response-would-do': {
    id: 'SA-4',
    reason: 'not-signed',
    party: { acceptSignedResponse: true },
    make: (scene) => asVictim(scene),
  },
  'sig-stripped': {
    id: 'SA-4',
    reason: 'not-signed',
    make: (scene) =>
      genuine(scene)
        .sign('Assertion')
        .edit((xml) => xml.replace(/<ds:Signature .*<\/ds:Signature>/, '')),
  },
  'tampered-nameid': {
    id: 'SA-4',
    reason: 'wrong-signature',
    make: (scene) =>
      genuine(scene)
        .sign('Assertion')
        .edit((xml) => xml.replace(/(<saml:NameID[^>]*>)[^<]*/, `$1${victim}`)),
  },
  'tampered-attribute': {
    id: 'SA-4',
    reason: 'wrong-signature',
    make: (scene) =>
      genuine({ ...scene, about: { ...scene.about, attributes: { email: 'ada@example.com' } } })
        .sign('Assertion')
        .edit((xml) =>
          xml.replace('ada@example.com</saml:AttributeValue>', `${victim}</saml:AttributeValue>`),
        ),
  },
  'tampered-in-signed-response': {
    id: 'SA-4',
    reason: 'wrong-signature',
    party: { acceptSignedResponse: true },
    make: (scene) =>
      genuine(scene)
        .sign('Response')
        .edit((xml) => xml.replace(/(<saml:NameID[^>]*>)[^<]*/, `$1${victim}`)),
  },
  'tampered-digest': {
    id: 'SA-4',
    reason: 'wrong-signature',
    make: (scene) =>
      genuine(scene)
        .sign('Assertion')
        .edit((xml) => xml.replace(/<ds:DigestValue>.{4}/, '<ds:DigestValue>AAAA')),
  },
  'digest-of-nothing': {
    id: 'SA-7',
    reason: 'wrong-signature',
    make: (scene) =>
      genuine(scene)
        .sign('Assertion')
        .edit((xml) =>
          xml.replace(
            /<ds:DigestValue>[^<]*/,
            '<ds:DigestValue>47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
          ),
        ),
  },
}

/** Every message of standards/sso 3.1 that must be refused, by the name that it has there, and some more. */
export const samlAttacks: Attacks = { ...wrapped, ...signatures, ...damaged, ...misdirected }
