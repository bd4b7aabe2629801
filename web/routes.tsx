import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { Search } from './shell/addresses.ts'
import { Crashed, NotFound } from './shell/NotFound.tsx'
import { workspacePages } from './workspace-routes.tsx'

const root = createRootRoute({
  // Texts by name; each page reads those that it knows.
  validateSearch: (given: Search): Search => given,
  notFoundComponent: NotFound,
  errorComponent: () => <Crashed />,
})
const at = { getParentRoute: () => root }

const inside = createRoute({
  ...at,
  id: 'inside',
  component: lazyRouteComponent(() => import('./shell/Inside.tsx'), 'Inside'),
})
const within = { getParentRoute: () => inside }

const account = createRoute({
  ...within,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/AccountPage.tsx'), 'AccountPage'),
})
const ofAccount = { getParentRoute: () => account }

/** Every page of the console. Each brings its own code when it is first visited. */
const tree = root.addChildren([
  createRoute({
    ...at,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/workspaces' })
    },
  }),
  createRoute({
    ...at,
    path: '/sign-in',
    component: lazyRouteComponent(() => import('./sign-in/SignInPage.tsx'), 'SignInPage'),
  }),
  createRoute({
    ...at,
    path: '/sign-in/sso',
    component: lazyRouteComponent(() => import('./sso/GoOnPage.tsx'), 'GoOnPage'),
  }),
  createRoute({
    ...at,
    path: '/sign-up',
    component: lazyRouteComponent(() => import('./sign-in/SignUpPage.tsx'), 'SignUpPage'),
  }),
  createRoute({
    ...at,
    path: '/sign-up/complete',
    component: lazyRouteComponent(() => import('./sign-in/CompleteSignUpPage.tsx'), 'CompleteSignUpPage'),
  }),
  createRoute({
    ...at,
    path: '/forgot-password',
    component: lazyRouteComponent(() => import('./sign-in/ForgotPasswordPage.tsx'), 'ForgotPasswordPage'),
  }),
  createRoute({
    ...at,
    path: '/reset-password',
    component: lazyRouteComponent(() => import('./sign-in/ResetPasswordPage.tsx'), 'ResetPasswordPage'),
  }),
  createRoute({
    ...at,
    path: '/confirm-email',
    component: lazyRouteComponent(() => import('./account/ConfirmEmailPage.tsx'), 'ConfirmEmailPage'),
  }),
  createRoute({
    ...at,
    path: '/invite',
    component: lazyRouteComponent(() => import('./invites/InvitePage.tsx'), 'InvitePage'),
  }),
  createRoute({
    ...at,
    path: '/set-up',
    component: lazyRouteComponent(() => import('./sso/SetUpPage.tsx'), 'SetUpPage'),
  }),
  createRoute({
    ...at,
    path: '/set-up/domains',
    component: lazyRouteComponent(() => import('./sso/SetUpPage.tsx'), 'SetUpDomainsPage'),
  }),
  createRoute({
    ...at,
    path: '/set-up/new',
    component: lazyRouteComponent(() => import('./sso/SetUpPage.tsx'), 'SetUpNewPage'),
  }),
  createRoute({
    ...at,
    path: '/set-up/connections/$connectionId',
    component: lazyRouteComponent(() => import('./sso/SetUpPage.tsx'), 'SetUpConnectionPage'),
  }),
  createRoute({
    ...at,
    path: '/support',
    component: lazyRouteComponent(() => import('./support/ComeInPage.tsx'), 'ComeInPage'),
  }),
  inside.addChildren([
    account.addChildren([
      createRoute({
        ...ofAccount,
        path: '/',
        component: lazyRouteComponent(() => import('./account/ProfilePage.tsx'), 'ProfilePage'),
      }),
      createRoute({
        ...ofAccount,
        path: 'security',
        component: lazyRouteComponent(() => import('./account/SecurityPage.tsx'), 'SecurityPage'),
      }),
      createRoute({
        ...ofAccount,
        path: 'sessions',
        component: lazyRouteComponent(() => import('./account/SessionsPage.tsx'), 'SessionsPage'),
      }),
      createRoute({
        ...ofAccount,
        path: 'linked',
        component: lazyRouteComponent(() => import('./account/LinkedPage.tsx'), 'LinkedPage'),
      }),
      createRoute({
        ...ofAccount,
        path: 'activity',
        component: lazyRouteComponent(() => import('./account/ActivityPage.tsx'), 'ActivityPage'),
      }),
    ]),
    createRoute({
      ...within,
      path: '/workspaces',
      component: lazyRouteComponent(() => import('./workspaces/WorkspacesPage.tsx'), 'WorkspacesPage'),
    }),
  ]),
  workspacePages(root),
])

/** The router of the console. */
export function openRouter() {
  return createRouter({
    routeTree: tree,
    defaultPreload: 'intent',
    scrollRestoration: true,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search: Record<string, string | undefined>) => {
      const pairs = Object.entries(search).filter((pair): pair is [string, string] => Boolean(pair[1]))
      return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''
    },
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof openRouter>
  }
}
