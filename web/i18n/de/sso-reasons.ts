import type { SsoReason } from '../../../contract/sso-reasons.ts'

/** Warum eine Antwort eines Identitätsanbieters abgelehnt wurde. */
export const ssoReasons: Record<SsoReason, string> = {
  'too-large': 'Die Nachricht ist größer als 256 KiB.',
  'not-xml': 'Die Nachricht ist kein wohlgeformtes XML in Base64.',
  doctype:
    'Die Nachricht hat einen DOCTYPE. Kein Identitätsanbieter sendet einen; er kann verbergen, was signiert wurde.',
  'processing-instruction': 'Die Nachricht enthält eine Verarbeitungsanweisung.',
  comment: 'Die Nachricht enthält einen Kommentar. Kommentare können einen Text zerteilen.',
  'too-deep': 'Die Nachricht ist zu tief verschachtelt oder hat zu viele Elemente.',
  'not-a-response': 'Die Nachricht ist keine Antwort nach SAML 2.0.',
  'duplicate-id': 'Zwei Elemente haben dieselbe ID.',
  'assertion-count': 'In der Nachricht muss genau eine Assertion stehen.',
  'signature-form':
    'Eine Signatur muss genau ein SignedInfo mit einer Referenz auf das Element haben, in dem sie steht.',
  'not-signed':
    'Die Assertion ist nicht signiert. Schalten Sie das Signieren von Assertions beim Identitätsanbieter ein, oder nehmen Sie hier signierte Antworten an.',
  'wrong-signature':
    'Die Signatur stammt von keinem Zertifikat dieser Verbindung. Hat der Identitätsanbieter ein neues Zertifikat, fügen Sie es hier hinzu.',
  algorithm:
    'Die Signatur nutzt ein Verfahren, das nicht angenommen wird. Nehmen Sie RSA oder ECDSA mit SHA-256 oder besser.',
  'not-decryptable':
    'Die verschlüsselte Assertion ließ sich mit dem Schlüssel dieser Verbindung nicht öffnen.',
  status: 'Der Identitätsanbieter sagt, dass die Anmeldung nicht gelungen ist.',
  issuer: 'Die Nachricht ist von einem anderen Aussteller als dem hier eingerichteten.',
  audience:
    'Die Nachricht ist für einen anderen Empfängerkreis. Kopieren Sie die Audience-URL (Entity-ID) von hier.',
  destination:
    'Die Nachricht wurde für eine andere Adresse gemacht. Kopieren Sie die Single-Sign-on-URL von hier.',
  recipient: 'Die Assertion nennt keinen Empfänger oder einen anderen als unsere Single-Sign-on-URL.',
  'confirmation-method': 'Die Person ist nicht nach der Methode „bearer“ bestätigt.',
  'confirmation-time': 'Die Bestätigung der Person ist abgelaufen oder hat kein Ende.',
  conditions: 'Die Assertion gilt jetzt nicht oder nennt gar keine Zeit. Vergleichen Sie die Uhren.',
  'no-request':
    'Niemand hat um diese Anmeldung gebeten: Die Anfrage ist unbekannt, wurde schon benutzt oder dauerte länger als zehn Minuten.',
  'other-browser': 'Die Antwort kam in einem anderen Browser zurück als in dem, der gefragt hat.',
  unsolicited: 'Die Anmeldung begann beim Identitätsanbieter, und diese Verbindung erlaubt das nicht.',
  replay: 'Diese Assertion wurde schon benutzt.',
  'no-name-id': 'Die Assertion nennt keine Person (NameID) oder eine zu lange.',
  session: 'Die Assertion hat kein AuthnStatement, oder die Sitzung beim Identitätsanbieter ist vorbei.',
  state:
    'Die Antwort gehört zu keiner Anmeldung, die dieser Browser hier begonnen hat, oder dauerte länger als zehn Minuten.',
  'provider-error': 'Der Anbieter hat mit einem Fehler statt mit einem Code geantwortet.',
  discovery:
    'Der Anbieter beschreibt sich nicht so, wie er eingerichtet ist: Aussteller, Adressen oder Verfahren passen nicht.',
  'token-signature':
    'Das ID-Token ist nicht mit einem Schlüssel des Anbieters signiert oder mit einem Verfahren, das nicht angenommen wird.',
  'token-claims':
    'Das ID-Token ist nicht für uns: Aussteller, Empfängerkreis, Zeiten, Nonce oder Person passen nicht.',
  'mixed-up': 'Die Antwort kam von einem anderen Anbieter als dem, der gefragt wurde.',
  userinfo: 'Die Userinfo handelt von einer anderen Person als das ID-Token.',
  tenant: 'Die Person gehört zu einem anderen Mandanten des Anbieters als dem eingerichteten.',
  'code-refused': 'Der Anbieter hat den Code oder unsere Client-ID mit dem Client-Secret nicht angenommen.',
  unavailable: 'Der Anbieter antwortet nicht oder braucht länger als fünf Sekunden.',
  'no-address': 'Unter dem Attribut, das ihr zugeordnet ist, steht keine brauchbare E-Mail-Adresse.',
  'address-unproved':
    'Die Adresse liegt in keiner Domain, die dieser Workspace für diese Verbindung bestätigt hat, und kein Konto könnte sie nachweisen.',
  'not-a-member':
    'Die Person ist kein Mitglied und nicht eingeladen, und niemand wird von selbst hinzugefügt; oder sie wurde entfernt.',
  'other-person':
    'Beim Identitätsanbieter hat sich jemand anderes angemeldet, als sich hier nachweisen musste.',
  'not-fresh': 'Der Identitätsanbieter hat die Person nicht noch einmal gefragt, obwohl es ihm gesagt wurde.',
  'sign-in-expired': 'Die Person brauchte länger als zehn Minuten, um zurückzukommen.',
  inactive:
    'Die Verbindung ist nicht eingeschaltet, oder der Tarif des Workspace enthält kein Single Sign-on.',
  'plan-limit': 'Der Tarif des Workspace nimmt keine weiteren Mitglieder auf.',
}
