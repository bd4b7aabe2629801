/** Single Sign-on: der Weg herein. */
export const ssoWay = {
  button: 'Mit Single Sign-on anmelden',
  title: 'Single Sign-on',
  lead: 'Ihre Firma bestimmt, wie Sie sich anmelden. Geben Sie Ihre Adresse dort ein: Wir führen Sie zu deren Anmeldeseite.',
  submit: 'Weiter',
  back: 'Auf andere Weise anmelden',
  doorTitle: 'Dieser Workspace verlangt Single Sign-on',
  doorText:
    'Mitglieder von {{slug}} kommen über den Identitätsanbieter ihrer Firma herein. Danach sind Sie wieder auf dieser Seite.',
  doorWith: 'Weiter mit {{name}}',
  doorNone:
    'Zurzeit ist keine Verbindung eingeschaltet. Fragen Sie einen Inhaber des Workspace oder den Betreiber dieses Servers.',
  doorOthers: 'Ihre anderen Workspaces',
  linkFirst:
    'Zu dieser Adresse gibt es schon ein Konto. Melden Sie sich einmal daran an, damit es niemand sonst über das Single Sign-on von {{name}} übernehmen kann.',
  linkTitle: 'Künftig über {{name}} anmelden?',
  linkText:
    'Sie kamen vom Identitätsanbieter von {{name}}, und dieses Konto gehört Ihnen auch. Verknüpft öffnet es {{name}}, wann immer Sie sich dort anmelden.',
  linkYes: 'Verknüpfen',
  linkNo: 'Jetzt nicht',
  goOnTitle: 'Weiter zur Anmeldung bei {{name}}?',
  goOnText:
    'Ein Link hat Sie hergeführt. Sie sind als {{email}} angemeldet; der Identitätsanbieter von {{name}} könnte sagen, dass Sie jemand anders sind.',
  goOn: 'Weiter',
  stay: 'Hier bleiben',
  confirm: 'Über Single Sign-on bestätigen',
  confirmText:
    'Ihr Identitätsanbieter fragt Sie noch einmal und führt auf diese Seite zurück. Dann tun Sie es noch einmal.',
  confined: 'Sie sind über Single Sign-on hereingekommen',
  confinedText:
    'Das öffnet den Workspace, der danach gefragt hat, und sonst nichts. Für Ihr Konto und Ihre anderen Workspaces melden Sie sich am Konto selbst an.',
  confinedSubmit: 'Am Konto anmelden',
  through: 'Über {{connection}}, für {{workspace}}',
  confinedSession: 'Nur über Single Sign-on',
}
