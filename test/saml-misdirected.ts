import type { SsoReason } from '../contract/sso-reasons.ts'
import type { SamlAnswer } from './saml-answer.ts'
import type { Attacks, SamlAttack, Scene } from './saml-attacks.ts'
import { answer } from './saml-idp.ts'

/** The provider itself says something else, and signs it. */
function says(
  id: SamlAttack['id'],
  reason: SsoReason,
  change: (xml: string, scene: Scene) => string,
): SamlAttack {
  const make = (scene: Scene) =>
    answer(scene.idp, scene.party, scene.about)
      .edit((xml) => change(xml, scene))
      .sign('Assertion')
  return { id, reason, make }
}

/** The same, where what is said is one of the things that an answer is made of. */
function saysOf(
  id: SamlAttack['id'],
  reason: SsoReason,
  about: (scene: Scene) => Partial<SamlAnswer>,
): SamlAttack {
  const make = (scene: Scene) =>
    answer(scene.idp, scene.party, { ...scene.about, ...about(scene) }).sign('Assertion')
  return { id, reason, make }
}

const without = (pattern: RegExp) => (xml: string) => xml.replace(pattern, '')
const later = (scene: Scene, seconds: number) =>
  new Date((scene.about.now ?? new Date()).getTime() + seconds * 1_000)

/** Genuine messages that are not for us, or not for now. */
export const misdirected: Attacks = {
  'status-responder': says('SA-8', 'status', (xml) => xml.replace('status:Success', 'status:Responder')),
  'status-without-assertion': says('SA-8', 'status', (xml) =>
    xml.replace(
      'status:Success"/>',
      'status:Requester"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"/></samlp:StatusCode><samlp:StatusMessage>&lt;script&gt;alert(1)&lt;/script&gt;</samlp:StatusMessage>',
    ),
  ),
  'status-missing': says('SA-8', 'status', without(/<samlp:Status>.*<\/samlp:Status>/)),
  'wrong-issuer-response': says('SA-9', 'issuer', (xml, { idp }) =>
    xml.replace(idp.entityId, 'https://evil.example'),
  ),
  'wrong-issuer-assertion': says('SA-9', 'issuer', (xml, { idp }) =>
    xml.replace(
      `${idp.entityId}</saml:Issuer><saml:Subject`,
      'https://evil.example</saml:Issuer><saml:Subject',
    ),
  ),
  'wrong-issuer-both': saysOf('SA-9', 'issuer', () => ({ issuer: 'https://evil.example/<script>' })),
  'no-issuer-assertion': {
    id: 'SA-9',
    reason: 'issuer',
    make: ({ idp, party, about }) =>
      answer(idp, party, about)
        .edit((xml) =>
          xml.replace(/<saml:Issuer>[^<]*<\/saml:Issuer><saml:Subject>/, '<saml:Issuer/><saml:Subject>'),
        )
        .sign('Assertion'),
  },
  'no-issuer-response': {
    id: 'SA-9',
    reason: 'issuer',
    make: ({ idp, party, about }) =>
      answer(idp, party, about)
        .sign('Assertion')
        .edit((xml) =>
          xml.replace(/<saml:Issuer [^>]*>[^<]*<\/saml:Issuer><samlp:Status>/, '<samlp:Status>'),
        ),
  },
  'wrong-audience': saysOf('SA-10', 'audience', () => ({ audience: 'https://other.example/metadata' })),
  'no-audience': says(
    'SA-10',
    'audience',
    without(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/),
  ),
  'second-restriction-for-another': says('SA-10', 'audience', (xml) =>
    xml.replace(
      '</saml:AudienceRestriction>',
      '$&<saml:AudienceRestriction><saml:Audience>https://other.example</saml:Audience></saml:AudienceRestriction>',
    ),
  ),
  'wrong-destination': says('SA-11', 'destination', (xml) =>
    xml.replace(/Destination="[^"]*"/, 'Destination="https://other.example/acs"'),
  ),
  'empty-destination': says('SA-11', 'destination', (xml) =>
    xml.replace(/Destination="[^"]*"/, 'Destination=""'),
  ),
  'wrong-recipient': says('SA-11', 'recipient', (xml) =>
    xml.replace(/Recipient="[^"]*"/, 'Recipient="https://other.example/acs"'),
  ),
  'no-recipient': says('SA-11', 'recipient', without(/ Recipient="[^"]*"/)),
  'no-subjectconfirmation': says(
    'SA-11',
    'confirmation-method',
    without(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/),
  ),
  'holder-of-key-method': says('SA-11', 'confirmation-method', (xml) =>
    xml.replace('cm:bearer', 'cm:holder-of-key'),
  ),
  'two-bearers': says('SA-11', 'confirmation-method', (xml) =>
    xml.replace(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, '$&$&'),
  ),
  'expired-subjectconfirmation': says('SA-11', 'confirmation-time', (xml, scene) =>
    xml.replace(/(SubjectConfirmationData NotOnOrAfter=")[^"]*/, `$1${later(scene, -121).toISOString()}`),
  ),
  'subjectconfirmation-without-end': says(
    'SA-11',
    'confirmation-time',
    without(/(?<=SubjectConfirmationData) NotOnOrAfter="[^"]*"/),
  ),
  'subjectconfirmation-not-before': says('SA-11', 'confirmation-time', (xml, scene) =>
    xml.replace('SubjectConfirmationData ', `$&NotBefore="${later(scene, -600).toISOString()}" `),
  ),
  'expired-conditions': says('SA-12', 'conditions', (xml, scene) =>
    xml.replace(/(<saml:Conditions [^>]*NotOnOrAfter=")[^"]*/, `$1${later(scene, -121).toISOString()}`),
  ),
  'not-yet-valid': says('SA-12', 'conditions', (xml, scene) =>
    xml.replace(/(<saml:Conditions NotBefore=")[^"]*/, `$1${later(scene, 125).toISOString()}`),
  ),
  'no-conditions': says('SA-12', 'conditions', without(/<saml:Conditions .*<\/saml:Conditions>/)),
  'conditions-without-begin': says('SA-12', 'conditions', without(/(?<=<saml:Conditions) NotBefore="[^"]*"/)),
  'conditions-without-end': says(
    'SA-12',
    'conditions',
    without(/(?<=<saml:Conditions NotBefore="[^"]*") NotOnOrAfter="[^"]*"/),
  ),
  'time-that-is-none': says('SA-12', 'conditions', (xml) =>
    xml.replace(/(<saml:Conditions [^>]*NotOnOrAfter=")[^"]*/, '$1never'),
  ),
  'unknown-condition': says('SA-12', 'conditions', (xml) =>
    xml.replace('</saml:Conditions>', '<saml:Condition/></saml:Conditions>'),
  ),
  'old-message': saysOf('SA-11', 'confirmation-time', (scene) => ({ now: later(scene, -3_600) })),
  'sc-inresponseto-mismatch': says('SA-13', 'no-request', (xml) =>
    xml.replace(/(Recipient="[^"]*")( InResponseTo="[^"]*")?/, '$1 InResponseTo="_another"'),
  ),
  'sc-inresponseto-missing': says('SA-13', 'no-request', (xml) =>
    xml
      .replace(/(Recipient="[^"]*") InResponseTo="[^"]*"/, '$1')
      .replace(/( Destination="[^"]*")(?! InResponseTo)/, '$1 InResponseTo="_own"'),
  ),
  'response-inresponseto-missing': says('SA-13', 'no-request', (xml) =>
    xml
      .replace(/( Destination="[^"]*") InResponseTo="[^"]*"/, '$1')
      .replace(/(Recipient="[^"]*")(?! InResponseTo)/, '$1 InResponseTo="_own"'),
  ),
  'no-nameid': says('SA-16', 'no-name-id', without(/<saml:NameID.*<\/saml:NameID>/)),
  'empty-nameid': says('SA-16', 'no-name-id', (xml) => xml.replace(/(<saml:NameID[^>]*>)[^<]*/, '$1 ')),
  'two-nameids': says('SA-16', 'no-name-id', (xml) => xml.replace(/<saml:NameID.*<\/saml:NameID>/, '$&$&')),
  'transient-nameid': saysOf('SA-16', 'no-name-id', () => ({
    format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
  })),
  'long-nameid': saysOf('SA-16', 'no-name-id', () => ({ subject: 'x'.repeat(513) })),
  'no-authnstatement': says('SA-12', 'session', without(/<saml:AuthnStatement .*<\/saml:AuthnStatement>/)),
  'session-over': says('SA-12', 'session', (xml, scene) =>
    xml.replace('<saml:AuthnStatement ', `$&SessionNotOnOrAfter="${later(scene, -121).toISOString()}" `),
  ),
  'proved-in-the-future': says('SA-12', 'session', (xml, scene) =>
    xml.replace(/AuthnInstant="[^"]*"/, `AuthnInstant="${later(scene, 125).toISOString()}"`),
  ),
}
