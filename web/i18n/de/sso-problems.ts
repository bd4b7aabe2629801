import type { ssoProblems as inEnglish } from '../../../contract/sso-problems.ts'

/** Die Ablehnungen rund um Single Sign-on. */
export const ssoProblems: Record<keyof typeof inEnglish, string> = {
  'sso-required': 'Dieser Workspace verlangt sein Single Sign-on. Melden Sie sich darüber an.',
  'own-proof-required':
    'Sie sind über das Single Sign-on eines Workspace angemeldet. Für Ihr Konto und für andere Workspaces melden Sie sich am Konto selbst an.',
  'sso-refused':
    'Die Antwort des Identitätsanbieters wurde nicht angenommen. Beginnen Sie von vorn; geschieht es wieder, sieht in den Einstellungen des Workspace nach, wer das Single Sign-on verwaltet.',
  'sso-unavailable': 'Der Identitätsanbieter antwortet gerade nicht. Versuchen Sie es gleich noch einmal.',
  'sso-unknown':
    'Kein Workspace hat Single Sign-on für diese Adresse. Melden Sie sich anders an oder beginnen Sie in der Konsole Ihres Identitätsanbieters.',
  'sso-not-a-member':
    'Ihr Identitätsanbieter kennt Sie, aber Sie gehören diesem Workspace nicht an. Bitten Sie einen Inhaber um eine Einladung.',
  'sso-address-unproved':
    'Ihre E-Mail-Adresse gehört zu keiner Domain, die dieser Workspace bestätigt hat. Fragen Sie, wer das Single Sign-on verwaltet.',
  'sso-first':
    'Melden Sie sich zuerst über das Single Sign-on dieses Workspace an. Sonst könnten Sie alle aussperren.',
  'sso-in-use':
    'Mitglieder müssen sich über diese Verbindung anmelden. Schalten Sie zuerst die Pflicht zum Single Sign-on aus oder eine andere Verbindung ein.',
  'connection-untested':
    'Testen Sie diese Verbindung zuerst: Eine Testanmeldung muss mit den jetzigen Einstellungen gelingen.',
  'connection-incomplete': 'Diese Verbindung ist noch nicht vollständig eingerichtet.',
  'connection-inactive': 'Diese Verbindung ist nicht eingeschaltet.',
  'connection-name-taken': 'Der Workspace hat schon eine Verbindung mit diesem Namen.',
  'metadata-unreadable': 'Das sind keine Metadaten eines SAML-2.0-Identitätsanbieters.',
  'address-refused':
    'Diese Adresse kann nicht abgerufen werden: Sie muss mit https beginnen, im öffentlichen Internet stehen und rechtzeitig antworten.',
  'domain-added': 'Der Workspace hat diese Domain schon.',
  'domain-claimed': 'Diese Domain wurde schon beansprucht.',
  'domain-public':
    'In dieser Domain kann jeder eine Adresse haben. Nur eine eigene Domain kann bestätigt werden.',
}
