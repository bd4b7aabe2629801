import { accessRequests } from './access-requests.ts'
import { account } from './account.ts'
import { audit } from './audit.ts'
import { authzen } from './authzen.ts'
import { breakGlass } from './break-glass.ts'
import { connections } from './connections.ts'
import { decisions } from './decisions.ts'
import { destinations } from './destinations.ts'
import { domains } from './domains.ts'
import { echo } from './echo.ts'
import { functions } from './functions.ts'
import { grants } from './grants.ts'
import { groups } from './groups.ts'
import { integrations } from './integrations.ts'
import { invites } from './invites.ts'
import { labels } from './labels.ts'
import { mailbox } from './mailbox.ts'
import { members } from './members.ts'
import { meta } from './meta.ts'
import { mfa } from './mfa.ts'
import { passkeys } from './passkeys.ts'
import { previews } from './previews.ts'
import { providers } from './providers.ts'
import { provisioning } from './provisioning.ts'
import { resources } from './resources.ts'
import { roles } from './roles.ts'
import { scim } from './scim.ts'
import { setup } from './setup.ts'
import { signIn } from './sign-in.ts'
import { sources } from './sources.ts'
import { spaces } from './spaces.ts'
import { sso } from './sso.ts'
import { support } from './support.ts'
import { tokens } from './tokens.ts'
import { trackingPlans } from './tracking-plans.ts'
import { warehouses } from './warehouses.ts'
import { words } from './words.ts'
import { workspaces } from './workspaces.ts'

/** The whole API in one object: every endpoint that the server has. */
export const api = {
  accessRequests,
  account,
  audit,
  authzen,
  breakGlass,
  connections,
  decisions,
  destinations,
  domains,
  echo,
  functions,
  grants,
  groups,
  integrations,
  invites,
  labels,
  mailbox,
  members,
  meta,
  mfa,
  passkeys,
  previews,
  providers,
  provisioning,
  resources,
  roles,
  scim,
  setup,
  signIn,
  sources,
  spaces,
  sso,
  support,
  tokens,
  trackingPlans,
  warehouses,
  words,
  workspaces,
}
