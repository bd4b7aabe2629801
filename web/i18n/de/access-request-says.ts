/** Die Ereignisse rund um Zugriffsanfragen, Supportzugriff und Notfallzugriff, als Sätze des Protokolls. */
export const accessRequestSays = {
  'Access Request Created': '{{who}} hat um Zugriff auf {{what}} gebeten',
  'Access Request Resolved': '{{who}} hat Zugriff auf {{what}} gegeben, wie erbeten',
  'Access Request Dismissed': '{{who}} hat die Anfrage nach Zugriff auf {{what}} abgelehnt',
  'Access Request Withdrawn': '{{who}} hat die Anfrage nach Zugriff auf {{what}} zurückgenommen',
  'Access Requests Exported': '{{who}} hat die Liste der Zugriffsanfragen von {{what}} heruntergeladen',
  'Support Access Granted': '{{who}} hat den Support in {{what}} hereingelassen',
  'Support Link Created': '{{who}} hat einen Link für {{what}} vom Support gemacht',
  'Support Login': '{{who}} ist durch Supportzugriff hereingekommen',
  'Support Logout': '{{who}} hat den Supportbesuch beendet',
  'Support Access Revoked': '{{who}} hat den Supportzugriff auf {{what}} beendet',
  'Break-Glass Nominated': '{{who}} hat {{what}} für den Notfallzugriff benannt',
  'Break-Glass Nomination Removed':
    '{{who}} hat die Benennung von {{what}} für den Notfallzugriff zurückgenommen',
  'Break-Glass Used': '{{what}} hat den Notfallzugriff benutzt und ist für einige Stunden Owner',
  'Break-Glass Ended': '{{who}} hat den Notfallzugriff von {{what}} beendet',
}
