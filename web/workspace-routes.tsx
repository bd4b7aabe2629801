import { type AnyRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { CrashedHere, NotFoundHere } from './workspaces/Astray.tsx'

/** Each page of a workspace, by its address under `/w/{slug}`. */
const pages = {
  '/': lazyRouteComponent(() => import('./workspaces/HomePage.tsx'), 'HomePage'),
  'areas/$area': lazyRouteComponent(() => import('./resources/AreaPage.tsx'), 'AreaPage'),
  'resources/$type/$resourceId': lazyRouteComponent(
    () => import('./resources/ResourcePage.tsx'),
    'ResourcePage',
  ),
  settings: lazyRouteComponent(() => import('./workspaces/GeneralPage.tsx'), 'GeneralPage'),
  'settings/support': lazyRouteComponent(() => import('./support/SupportPage.tsx'), 'SupportPage'),
  'settings/break-glass': lazyRouteComponent(() => import('./break-glass/GlassPage.tsx'), 'GlassPage'),
  'access/users': lazyRouteComponent(() => import('./members/UsersPage.tsx'), 'UsersPage'),
  'access/users/invite': lazyRouteComponent(() => import('./invites/InviteUsersPage.tsx'), 'InviteUsersPage'),
  'access/invites': lazyRouteComponent(() => import('./invites/InvitesPage.tsx'), 'InvitesPage'),
  'access/users/$userId': lazyRouteComponent(() => import('./members/UserPage.tsx'), 'UserPage'),
  'access/groups': lazyRouteComponent(() => import('./groups/GroupsPage.tsx'), 'GroupsPage'),
  'access/groups/new': lazyRouteComponent(() => import('./groups/NewGroupPage.tsx'), 'NewGroupPage'),
  'access/groups/$groupId': lazyRouteComponent(() => import('./groups/GroupPage.tsx'), 'GroupPage'),
  'access/tokens': lazyRouteComponent(() => import('./tokens/TokensPage.tsx'), 'TokensPage'),
  'access/tokens/new': lazyRouteComponent(() => import('./tokens/NewTokenPage.tsx'), 'NewTokenPage'),
  'access/tokens/$tokenId': lazyRouteComponent(() => import('./tokens/TokenPage.tsx'), 'TokenPage'),
  'access/labels': lazyRouteComponent(() => import('./labels/LabelsPage.tsx'), 'LabelsPage'),
  'access/roles': lazyRouteComponent(() => import('./roles/RolesPage.tsx'), 'RolesPage'),
  'access/roles/new': lazyRouteComponent(() => import('./roles/NewRolePage.tsx'), 'NewRolePage'),
  'access/roles/$roleId': lazyRouteComponent(() => import('./roles/RolePage.tsx'), 'RolePage'),
  'access/requests': lazyRouteComponent(() => import('./requests/RequestsPage.tsx'), 'RequestsPage'),
  'access/requests/mine': lazyRouteComponent(
    () => import('./requests/YourRequestsPage.tsx'),
    'YourRequestsPage',
  ),
  'access/requests/$requestId': lazyRouteComponent(() => import('./requests/RequestPage.tsx'), 'RequestPage'),
  'access/why': lazyRouteComponent(() => import('./decisions/WhyPage.tsx'), 'WhyPage'),
  'access/authentication': lazyRouteComponent(() => import('./sso/ConnectionsPage.tsx'), 'ConnectionsPage'),
  'access/authentication/new': lazyRouteComponent(
    () => import('./sso/NewConnectionPage.tsx'),
    'NewConnectionPage',
  ),
  'access/authentication/connections/$connectionId': lazyRouteComponent(
    () => import('./sso/ConnectionPage.tsx'),
    'ConnectionPage',
  ),
  'access/authentication/domains': lazyRouteComponent(() => import('./sso/DomainsPage.tsx'), 'DomainsPage'),
  'access/authentication/rules': lazyRouteComponent(() => import('./sso/RulesPage.tsx'), 'RulesPage'),
  'access/authentication/sync': lazyRouteComponent(() => import('./provisioning/SyncPage.tsx'), 'SyncPage'),
  'access/audit': lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage'),
}

/** The pages of one workspace, at `/w/{slug}`. Each brings its own code when it is first visited. */
export function workspacePages<Root extends AnyRootRoute>(root: Root) {
  const workspace = createRoute({
    getParentRoute: () => root,
    path: '/w/$slug',
    component: lazyRouteComponent(() => import('./workspaces/WorkspaceFrame.tsx'), 'WorkspaceFrame'),
    notFoundComponent: NotFoundHere,
  })
  const children = Object.entries(pages).map(([path, component]) =>
    createRoute({ getParentRoute: () => workspace, path, component, errorComponent: () => <CrashedHere /> }),
  )
  return workspace.addChildren(children)
}
