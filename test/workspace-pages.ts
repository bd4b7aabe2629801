/**
 * Each page of a workspace, and each of its tabs and panels: what it is called on pictures, and its address under `/w/{slug}`. What
 * begins with a colon is told by whoever goes there. Held against the routes of the console by test/journeys/hostile.test.ts.
 */
export const workspacePages = {
  home: '',
  connections: '/areas/:area',
  resource: '/resources/:type/:resource',
  'resource-who': '/resources/:type/:resource?tab=who',
  'resource-settings': '/resources/:type/:resource?tab=settings',
  settings: '/settings',
  support: '/settings/support',
  'break-glass': '/settings/break-glass',
  'all-users': '/access/users',
  users: '/access/users?show=:user',
  'invite-people': '/access/users/invite',
  invites: '/access/invites',
  'user-roles': '/access/users/:user',
  'user-groups-of': '/access/users/:user?tab=groups',
  'effective-access': '/access/users/:user?tab=access',
  'user-details': '/access/users/:user?tab=details',
  'all-groups': '/access/groups',
  groups: '/access/groups?show=:group',
  'new-group': '/access/groups/new',
  'group-roles': '/access/groups/:group',
  'group-members': '/access/groups/:group?tab=members',
  'group-access': '/access/groups/:group?tab=access',
  tokens: '/access/tokens',
  'token-panel': '/access/tokens?show=:token',
  'new-token': '/access/tokens/new',
  token: '/access/tokens/:token',
  labels: '/access/labels',
  'assign-labels': '/access/labels?tab=assign',
  roles: '/access/roles',
  'new-role': '/access/roles/new',
  role: '/access/roles/:role',
  'edit-role': '/access/roles/:role?tab=edit',
  requests: '/access/requests',
  'all-requests': '/access/requests?state=all&requester=:user',
  'your-requests': '/access/requests/mine',
  request: '/access/requests/:request',
  why: '/access/why',
  'why-asked': '/access/why?:question',
  who: '/access/why?tab=who',
  'who-asked': '/access/why?tab=who&:question',
  what: '/access/why?tab=what',
  'what-asked': '/access/why?tab=what&:question',
  authentication: '/access/authentication',
  'new-connection': '/access/authentication/new',
  'sso-overview': '/access/authentication/connections/:connection',
  'sso-provider': '/access/authentication/connections/:connection?step=idp',
  'sso-connection': '/access/authentication/connections/:connection?step=settings',
  'sso-test': '/access/authentication/connections/:connection?step=test',
  'sso-on': '/access/authentication/connections/:connection?step=on',
  'sso-settings': '/access/authentication/connections/:connection?tab=settings',
  'sso-people': '/access/authentication/connections/:connection?tab=people',
  'sso-sign-ins': '/access/authentication/connections/:connection?tab=signIns',
  domains: '/access/authentication/domains',
  'sign-in-rules': '/access/authentication/rules',
  sync: '/access/authentication/sync',
  audit: '/access/audit',
} as const

export type PageName = keyof typeof workspacePages

/** The address of a page, with what its colons stand for. */
export function pagePath(name: PageName, told: Record<string, string> = {}): string {
  return workspacePages[name].replaceAll(/:(\w+)/g, (_, what: string) => {
    const text = told[what]
    if (text === undefined) throw new Error(`the page ${name} has to be told its ${what}`)
    return text
  })
}
