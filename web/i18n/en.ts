import { account } from './en/account.ts'
import { audit } from './en/audit.ts'
import { breakGlass } from './en/break-glass.ts'
import { common } from './en/common.ts'
import { connections } from './en/connections.ts'
import { decisions } from './en/decisions.ts'
import { frame } from './en/frame.ts'
import { grants } from './en/grants.ts'
import { groups } from './en/groups.ts'
import { invites } from './en/invites.ts'
import { labels } from './en/labels.ts'
import { list } from './en/list.ts'
import { members } from './en/members.ts'
import { previews } from './en/previews.ts'
import { provisioning } from './en/provisioning.ts'
import { requests } from './en/requests.ts'
import { resources } from './en/resources.ts'
import { roles } from './en/roles.ts'
import { settings } from './en/settings.ts'
import { signIn } from './en/sign-in.ts'
import { sso } from './en/sso.ts'
import { ssoWay } from './en/sso-way.ts'
import { support } from './en/support.ts'
import { tokens } from './en/tokens.ts'
import { workspaces } from './en/workspaces.ts'

/** Every text of the console, in English: the one catalogue. The other languages have the same keys. */
export const en = {
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

/** A catalogue in another language: the same keys, other words. */
export type Texts<Of> = { [Key in keyof Of]: Of[Key] extends string ? string : Texts<Of[Key]> }
