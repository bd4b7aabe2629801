export const workspaces = {
  title: 'Ihre Workspaces',
  none: 'Sie gehören noch keinem Workspace an. Eröffnen Sie einen eigenen oder lassen Sie sich einladen.',
  owner: 'Inhaber',
  member: 'Mitglied',
  create: 'Neuer Workspace',
  createText: 'Er gehört dann Ihnen, und Sie laden andere ein.',
  name: 'Name',
  slug: 'Adresse',
  slugHint: 'Kleine Buchstaben, Ziffern und Bindestriche dazwischen.',
  createSubmit: 'Workspace eröffnen',
  hipaa: 'HIPAA',
  hipaaText:
    'Dieser Workspace ist für HIPAA geeignet: Sitzungen seiner Mitglieder enden nach 15 Minuten ohne Tätigkeit.',
  plan: 'Tarif: {{plan}}',
  mfaTitle: 'Hier braucht es die Anmeldung in zwei Schritten',
  mfaText:
    '{{slug}} lässt nur Menschen ein, die sich in zwei Schritten anmelden. Ihre anderen Workspaces bleiben offen.',
  mfaSubmit: 'Einrichten',
  closedTitle: 'Sie können diesen Workspace nicht betreten',
  closedText: 'Es gibt ihn nicht, oder Sie sind kein Mitglied.',
}
