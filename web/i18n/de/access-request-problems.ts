import type { accessRequestProblems as inEnglish } from '../../../contract/access-request-problems.ts'

/** Die Ablehnungen rund um Zugriffsanfragen, Supportzugriff und Notfallzugriff. */
export const accessRequestProblems: Record<keyof typeof inEnglish, string> = {
  'access-request-open':
    'Darum haben Sie schon gebeten. Nehmen Sie diese Anfrage zuerst zurück, oder warten Sie auf die Antwort.',
  'access-request-closed': 'Diese Anfrage ist nicht mehr offen.',
  'already-allowed': 'Das dürfen Sie schon.',
  'own-request': 'Niemand entscheidet über die eigene Anfrage. Jemand anderes mit der Rolle Owner kann es.',
  'too-many-requests-open':
    'Sie haben zu viele offene Anfragen. Nehmen Sie zuerst eine zurück, oder warten Sie auf eine Antwort.',
  'support-access-unavailable':
    'Supportzugriff ist nicht möglich, solange der Workspace Single Sign-on verlangt.',
  'support-access-on': 'Supportzugriff ist schon gewährt. Beenden Sie ihn zuerst.',
  'support-access-off':
    'Der Support ist zurzeit nicht hereingelassen. Jemand mit der Rolle Owner kann Supportzugriff gewähren.',
  'not-nominated': 'Den Notfallzugriff können nur Personen benutzen, die dafür benannt sind.',
  'strong-factor-required':
    'Weisen Sie zuerst einen zweiten Faktor oder einen Passkey nach: Für den Notfallzugriff reicht kein Passwort.',
  'break-glass-active': 'Sie haben den Notfallzugriff schon benutzt, und er läuft noch.',
}
