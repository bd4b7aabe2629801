/** Single Sign-on: die Einstellungen, außer den Verbindungen selbst. */
export const sso = {
  tabs: 'Anmeldung',
  connectionsTab: 'Verbindungen',
  domainsTab: 'Domains',
  rulesTab: 'Anmelderegeln',
  planTitle: 'Der Tarif {{plan}} enthält kein Single Sign-on',
  planText:
    'Mit Single Sign-on kommen Mitglieder über den Identitätsanbieter Ihrer Firma herein: Okta, Entra ID, OneLogin, Google Workspace oder jeden anderen, der SAML 2.0 oder OpenID Connect spricht.',
  domains: {
    title: 'Domains',
    lead: 'Zeigen Sie, dass eine Domain Ihnen gehört. Dann führt die Anmeldeseite Personen mit einer Adresse darin zu Ihrem Identitätsanbieter, und er darf sie hinzufügen oder verknüpfen.',
    field: 'Domain',
    placeholder: 'example.com',
    add: 'Domain hinzufügen',
    emptyTitle: 'Noch keine Domain',
    emptyText:
      'Ohne bestätigte Domain können Personen nur beim Identitätsanbieter beginnen, und niemand Neues kommt hinzu. Es braucht einen DNS-Eintrag oder eine Zeile auf Ihrer Startseite.',
    verified: 'Bestätigt',
    pending_one: 'Noch {{count}} Tag',
    pending_other: 'Noch {{count}} Tage',
    expired: 'Abgelaufen',
    verifiedBy: { dns: 'durch den DNS-Eintrag, am {{date}}', html: 'durch die Startseite, am {{date}}' },
    how: 'Tun Sie eines von beiden, und prüfen Sie dann. DNS kann einige Minuten brauchen, manchmal Stunden.',
    dnsTitle: 'Ein DNS-Eintrag',
    dnsText: 'Fügen Sie dort, wo das DNS von {{domain}} verwaltet wird, einen Eintrag vom Typ TXT hinzu:',
    recordName: 'Name des Eintrags',
    recordValue: 'Wert des Eintrags',
    htmlTitle: 'Oder eine Zeile auf der Startseite',
    htmlText: 'Setzen Sie diese Zeile in den Kopf von https://{{domain}}/:',
    metaTag: 'Meta-Tag',
    until: 'Dieser Nachweis gilt bis {{date}}.',
    renewText:
      'Der Nachweis ist abgelaufen. Erstellen Sie einen neuen, und ersetzen Sie den alten Eintrag dadurch.',
    renew: 'Neuen Nachweis erstellen',
    check: 'Jetzt prüfen',
    checked: 'Geprüft am {{date}}: {{what}}',
    found: 'gefunden.',
    missingTitle: 'Der Nachweis ist nicht mehr da',
    missingText:
      'Die Domain bleibt bestätigt. Setzen Sie den Eintrag wieder ein, damit alle sehen, dass sie noch Ihnen gehört.',
    connection: 'Personen dieser Domain melden sich an über',
    default: 'die Standardverbindung',
    remove: '{{domain}} entfernen',
    removeTitle: '{{domain}} entfernen?',
    removeText:
      'Personen mit einer Adresse darin werden nicht mehr zu Ihrem Identitätsanbieter geführt, und niemand wird dadurch hinzugefügt oder verknüpft. Mitglieder bleiben Mitglieder; wer schon verknüpft ist, kann sich weiter anmelden.',
    removeSubmit: 'Domain entfernen',
  },
  rules: {
    require: 'Single Sign-on',
    requireLabel: 'Single Sign-on verlangen',
    requireText:
      'Mitglieder kommen nur über den Identitätsanbieter in diesen Workspace. Es gilt für alle ab dem nächsten Klick; ihre anderen Workspaces bleiben, wie sie sind.',
    standing_one:
      'Von {{count}} Mitglied haben sich {{linked}} schon über Single Sign-on angemeldet, und {{exempt}} dürfen ohne herein.',
    standing_other:
      'Von {{count}} Mitgliedern haben sich {{linked}} schon über Single Sign-on angemeldet, und {{exempt}} dürfen ohne herein.',
    othersText_one: 'Eine Person müsste sich beim nächsten Klick darüber anmelden.',
    othersText_other: '{{count}} Personen müssten sich beim nächsten Klick darüber anmelden.',
    noConnection: 'Fügen Sie zuerst eine Verbindung hinzu und schalten Sie sie ein',
    noConnectionText: 'Es gibt noch keine eingeschaltete Verbindung, also käme niemand herein.',
    firstTitle: 'Melden Sie sich zuerst über Single Sign-on an',
    firstText:
      'Sie sind mit Ihrem eigenen Konto angemeldet. Kommen Sie einmal über Single Sign-on herein: Das zeigt, dass es geht und dass Sie sich nicht aussperren.',
    firstSubmit: 'Mit {{name}} anmelden',
    askTitle: 'Single Sign-on verlangen?',
    askSubmit: 'Verlangen',
    provision: 'Personen hinzufügen, die sich anmelden',
    provisionLabel: 'Personen automatisch hinzufügen',
    provisionText:
      'Wer sich über Single Sign-on mit einer Adresse in einer bestätigten Domain anmeldet, wird Mitglied mit dem geringsten Zugriff: Die Person sieht den Workspace, und nichts darin, bis Sie ihr eine Rolle oder eine Gruppe geben. Wer entfernt wurde, bleibt draußen.',
    exempt: 'Vom Single Sign-on ausgenommene Mitglieder',
    exemptLead:
      'Für Personen, die nicht in Ihrem Identitätsanbieter stehen, etwa externe Mitarbeiter, und für einen Inhaber, der noch hereinkommt, wenn dieser ausfällt.',
    exemptNone: 'Niemand ist ausgenommen.',
    exemptAdd: 'Mitglied ausnehmen',
    exemptSubmit: 'Ausnehmen',
    exemptRemove: 'Von {{name}} wieder Single Sign-on verlangen',
    member: 'Mitglied',
  },
}
