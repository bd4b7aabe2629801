import type { FastifyInstance } from 'fastify'
import { forgetOldEvents } from './account/activity.ts'
import { account } from './account/routes.ts'
import { audit } from './audit/routes.ts'
import { breakGlass } from './break-glass/routes.ts'
import type { App } from './caller/app.ts'
import type { Chore, Cleanup } from './caller/housekeeping.ts'
import { forgetOldSetUpLinks, forgetOldTraces, tellOfExpiry } from './connections/connections.ts'
import { connections } from './connections/routes.ts'
import { authzen, decisions } from './decisions/routes.ts'
import { checkAgain } from './domains/domains.ts'
import { domains } from './domains/routes.ts'
import { echo } from './echo/routes.ts'
import { tellOfEnds } from './grants/grants.ts'
import { grants } from './grants/routes.ts'
import { groups } from './groups/routes.ts'
import type { Feature } from './http/handlers.ts'
import { openHttp } from './http/open.ts'
import { describeApi } from './http/openapi.ts'
import { invites } from './invites/routes.ts'
import { labels } from './labels/routes.ts'
import { forgetOldLinks } from './links/links.ts'
import { mailbox } from './mailbox/routes.ts'
import { tellOfMembershipEnds } from './members/members.ts'
import { members } from './members/routes.ts'
import { metaFeature } from './meta.ts'
import { mfa } from './mfa/routes.ts'
import { forgetOldChallenges } from './passkeys/passkeys.ts'
import { passkeys } from './passkeys/routes.ts'
import { previewsOf } from './previews/routes.ts'
import { forgetOldFlows } from './providers/providers.ts'
import { providers } from './providers/routes.ts'
import { provisioning } from './provisioning/routes.ts'
import { settleAll } from './requests/requests.ts'
import { accessRequests } from './requests/routes.ts'
import { resources } from './resources/routes.ts'
import { segment } from './resources/segment/routes.ts'
import { roles } from './roles/routes.ts'
import { scim } from './scim/routes.ts'
import { forgetOldSessions } from './sessions/sessions.ts'
import { setup } from './setup/routes.ts'
import { signIn } from './sign-in/routes.ts'
import { sso } from './sso/routes.ts'
import { forgetOldSsoFlows } from './sso/sso.ts'
import { support } from './support/routes.ts'
import { endForsakenAccess, forgetOldVisits } from './support/support.ts'
import { tokens } from './tokens/routes.ts'
import { forgetOldTries } from './tries/tries.ts'
import { words } from './words/routes.ts'
import { workspaces } from './workspaces/routes.ts'

/** The table of contents: every feature of the server, once. `also` is what only the bench serves. */
export function openServer(app: App, also: Feature[] = []): Promise<FastifyInstance> {
  const features: Feature[] = [
    account,
    authzen,
    breakGlass,
    decisions,
    groups,
    grants,
    members,
    invites,
    setup,
    signIn,
    workspaces,
    tokens,
    connections,
    domains,
    roles,
    audit,
    echo,
    labels,
    mailbox,
    providers,
    provisioning,
    accessRequests,
    resources,
    mfa,
    passkeys,
    scim,
    sso,
    support,
    words,
    ...segment,
    previewsOf(() => features),
  ]
  return openHttp(app, [...features, ...also, metaFeature(() => describeApi(app, features))])
}

export { letters } from './letters/letters.ts'
export { requestLogOf } from './provisioning/provisioning.ts'

/** What each feature keeps for a time only: housekeeping throws it away when it is over. */
export const cleanups: Cleanup[] = [
  forgetOldSessions,
  forgetOldLinks,
  forgetOldTries,
  forgetOldChallenges,
  forgetOldEvents,
  forgetOldFlows,
  forgetOldSsoFlows,
  forgetOldSetUpLinks,
  forgetOldTraces,
  forgetOldVisits,
]

/** What the server does by itself, about once an hour. */
export const chores: Chore[] = [
  tellOfExpiry,
  checkAgain,
  tellOfEnds,
  tellOfMembershipEnds,
  endForsakenAccess,
  settleAll,
]
