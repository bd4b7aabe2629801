import type { ProblemCode } from '../../../contract/problems.ts'
import { accessRequestProblems } from './access-request-problems.ts'
import { scimProblems } from './scim-problems.ts'
import { ssoProblems } from './sso-problems.ts'

export const problems: Partial<Record<ProblemCode, string>> = {
  'wrong-credentials': 'Die E-Mail-Adresse oder das Passwort stimmt nicht.',
  'wrong-code': 'Dieser Code stimmt nicht, wurde schon benutzt oder ist abgelaufen.',
  'wrong-passkey':
    'Dieser Passkey konnte nicht geprüft werden. Versuchen Sie es noch einmal oder melden Sie sich anders an.',
  'sign-in-over': 'Diese Anmeldung hat zu lange gedauert oder wurde zu oft versucht. Beginnen Sie von vorn.',
  'mfa-enforced':
    'Ein Workspace, dem Sie angehören, verlangt einen zweiten Faktor. Behalten Sie mindestens einen.',
  'mfa-exists': 'Eine Authenticator-App ist schon eingerichtet. Entfernen Sie sie zuerst.',
  'link-gone':
    'Dieser Link wurde schon benutzt, durch einen neueren ersetzt oder ist abgelaufen. Fordern Sie einen neuen an.',
  'weak-password':
    'Dieses Passwort ist zu leicht zu erraten. Nehmen Sie ein längeres oder mehrere Wörter ohne Zusammenhang.',
  'breached-password':
    'Dieses Passwort ist aus einem Einbruch bei einem anderen Dienst bekannt. Nehmen Sie ein anderes.',
  'sign-up-closed':
    'Hier kann sich niemand selbst registrieren. Bitten Sie einen Inhaber eines Workspace um eine Einladung.',
  'sign-up-elsewhere':
    'Neue Konten entstehen hier über einen anderen Anbieter. Wählen Sie auf der Anmeldeseite „Weiter mit …“.',
  'no-mail': 'Dieser Server verschickt keine Mail. Wenden Sie sich an seinen Betreiber.',
  'last-way-in':
    'Ohne das könnten Sie sich nicht mehr anmelden. Setzen Sie zuerst ein Passwort oder fügen Sie einen Passkey hinzu.',
  'provider-refused': 'Der Anbieter hat diese Anmeldung nicht bestätigt. Beginnen Sie von vorn.',
  'provider-unavailable': 'Der Anbieter antwortet gerade nicht. Versuchen Sie es gleich noch einmal.',
  'identity-taken': 'Dieses Konto beim Anbieter ist hier schon mit einem anderen Konto verknüpft.',
  'passkey-taken': 'Dieser Passkey ist schon hinzugefügt.',
  'invite-gone':
    'Diese Einladung wurde angenommen, zurückgezogen, ersetzt oder ist abgelaufen. Bitten Sie um eine neue.',
  'invite-not-yours': 'Diese Einladung ist für eine andere E-Mail-Adresse.',
  'last-owner': 'Ein Workspace braucht mindestens einen Inhaber. Machen Sie zuerst jemand anderen dazu.',
  'workspace-slug-taken': 'Diese Adresse gehört schon zu einem anderen Workspace.',
  ...ssoProblems,
  ...scimProblems,
  ...accessRequestProblems,
}
