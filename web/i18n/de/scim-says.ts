/** Die Ereignisse rund um SCIM, als Sätze des Protokolls. */
export const scimSays = {
  'User Added via SCIM': 'Der Identitätsanbieter hat {{what}} zum Workspace hinzugefügt',
  'User Managed': 'Der Identitätsanbieter verwaltet {{what}} von jetzt an',
  'User Released': '{{who}} hat {{what}} vom Identitätsanbieter übernommen',
  'Group Managed': 'Der Identitätsanbieter verwaltet die Gruppe {{what}} von jetzt an',
  'Group Released': '{{who}} hat die Gruppe {{what}} vom Identitätsanbieter übernommen',
  'SCIM Profile Changed': 'Der Identitätsanbieter hat geändert, was er über {{what}} sagt',
  'SCIM Token Created': '{{who}} hat das SCIM-Token {{what}} erstellt',
  'SCIM Token Revoked': '{{who}} hat das SCIM-Token {{what}} widerrufen',
  'SCIM Dry Run Changed':
    '{{who}} hat den Probelauf des Identitätsanbieters in {{what}} ein- oder ausgeschaltet',
}
