import { account } from './de/account.ts'
import { audit } from './de/audit.ts'
import { breakGlass } from './de/break-glass.ts'
import { common } from './de/common.ts'
import { connections } from './de/connections.ts'
import { decisions } from './de/decisions.ts'
import { frame } from './de/frame.ts'
import { grants } from './de/grants.ts'
import { groups } from './de/groups.ts'
import { invites } from './de/invites.ts'
import { labels } from './de/labels.ts'
import { list } from './de/list.ts'
import { members } from './de/members.ts'
import { previews } from './de/previews.ts'
import { problems } from './de/problems.ts'
import { provisioning } from './de/provisioning.ts'
import { requests } from './de/requests.ts'
import { resources } from './de/resources.ts'
import { roles } from './de/roles.ts'
import { settings } from './de/settings.ts'
import { signIn } from './de/sign-in.ts'
import { sso } from './de/sso.ts'
import { ssoReasons } from './de/sso-reasons.ts'
import { ssoWay } from './de/sso-way.ts'
import { support } from './de/support.ts'
import { tokens } from './de/tokens.ts'
import { workspaces } from './de/workspaces.ts'
import type { en, Texts } from './en.ts'

const texts: Texts<typeof en> = {
  common,
  list,
  frame,
  signIn,
  account,
  workspaces,
  members,
  invites,
  grants,
  previews,
  groups,
  labels,
  tokens,
  roles,
  decisions,
  requests,
  resources,
  settings,
  audit,
  sso,
  ssoWay,
  connections,
  provisioning,
  support,
  breakGlass,
}

/** Every text of the console, in German; the refusals of the server that a person meets most, and why answers of identity providers are refused. */
export const de = { ...texts, problems, ssoReasons }
