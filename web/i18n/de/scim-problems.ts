import type { scimProblems as inEnglish } from '../../../contract/scim-problems.ts'

/** Die Ablehnungen rund um SCIM. */
export const scimProblems: Record<keyof typeof inEnglish, string> = {
  'scim-invalid': 'Die SCIM-Anfrage ist nicht gültig.',
  'scim-user-name-taken': 'Es gibt schon einen Benutzer mit diesem userName.',
  'managed-by-provider':
    'Das verwaltet der Identitätsanbieter. Ändern Sie es dort, oder beenden Sie zuerst hier die Verwaltung.',
  'dry-run':
    'Probelauf: Es wurde nichts geändert. Was sich geändert hätte, steht im Aktivitätsprotokoll des Workspace.',
}
