import { type AccountEventName, accountEvents } from '../../contract/account-events.ts'
import type { App } from '../caller/app.ts'
import type { Occasion } from '../outbox/outbox.ts'
import type { Letter } from '../platform/mail.ts'
import { findWorkspaceById } from '../workspaces/workspaces.ts'
import { circumstances } from './circumstances.ts'
import * as queries from './queries.ts'
import { compose, oneLine } from './template.ts'

const nobodyElse = 'If it was you, there is nothing to do.'
const newPassword =
  'If it was not you: set a new password now, end your other sessions, and look at your second factors.'

/** What to do about what is not told by `newPassword`. */
const ifNotYou: { [Type in AccountEventName]?: string } = {
  'Email Change Requested':
    'If it was not you: change your password now. Your address stays as it is until the new one is confirmed.',
  'Email Changed':
    'If it was not you: somebody else has your account. Tell an owner of your workspaces, or the operator of this server, now.',
  'Account Deleted':
    'If it was not you: tell an owner of your workspaces, or the operator of this server, now.',
  'Recovery Mail Requested':
    'If it was not you: somebody knows your password. Change it now; without the code in the other letter they get no further.',
}

/**
 * Tells a person what happened to their account: what, when, from where, and what to do if it was not them (standards/sign-in NO-1).
 * Null where the account is gone and nobody said where the letter goes instead.
 */
export async function noticeLetter(app: App, { payload }: Occasion): Promise<Letter | null> {
  const type = String(payload.type)
  if (!isAccountEvent(type)) throw new Error(`this server knows no event of an account named ${type}`)
  const person = await queries.findAddressee(app.database.db, String(payload.userId))
  const to = typeof payload.to === 'string' ? payload.to : person?.email
  if (to === undefined) return null

  const { publicUrl } = app.config
  const { says } = accountEvents[type]
  return compose({
    to,
    subject: `Your account: ${says.charAt(0).toLowerCase()}${says.slice(1, -1)}`,
    lines: [says, ...circumstances(payload)],
    action: { label: 'Look at your account', url: `${publicUrl}/account` },
    after: [nobodyElse, ifNotYou[type] ?? newPassword],
    from: publicUrl,
  })
}

/** What owners are told of their workspace, besides its audit trail. `about` is a name. */
const ofWorkspace: Record<string, (about: string, workspace: string) => string> = {
  'owner-added': (about, workspace) => `${about} became an owner of the workspace ${workspace}.`,
  'ownership-ended': (about, workspace) =>
    `${about} is no owner of the workspace ${workspace} any more: that was given for a time.`,
  'token-created': (about, workspace) =>
    `An API token, "${about}", was created in the workspace ${workspace}.`,
  'scim-token-created': (about, workspace) =>
    `A SCIM token, "${about}", was created in the workspace ${workspace}: with it, an identity provider adds and removes members.`,
  'connection-activated': (about, workspace) =>
    `Members of the workspace ${workspace} can sign in through "${about}" from now on.`,
  'connection-changed': (about, workspace) =>
    `Whom the workspace ${workspace} believes when people sign in through "${about}" was changed.`,
  'certificate-expires': (about, workspace) =>
    `A certificate of single sign-on in the workspace ${workspace} expires: ${about}.`,
  'domain-proof-missing': (about, workspace) =>
    `The proof of the domain ${about} of the workspace ${workspace} is gone.`,
  'set-up-link-created': (about, workspace) =>
    `A link to set single sign-on up in the workspace ${workspace} was made: ${about}.`,
  'break-glass-nominated': (about, workspace) =>
    `${about} may break the glass in the workspace ${workspace} from now on: make themselves an owner for a few hours.`,
  'sso-recovered': (_about, workspace) =>
    `The operator opened the workspace ${workspace}: single sign-on is not required there any more.`,
  'support-granted': (about, workspace) =>
    `The operator's support staff is let into the workspace ${workspace} ${about}.`,
  'support-came': (about, workspace) =>
    `The operator's support staff came into the workspace ${workspace}: ${about}.`,
}

/** What to do about what nobody did. */
const toDo: Record<string, string> = {
  'domain-proof-missing':
    'Nobody is shut out, and single sign-on goes on. Put the TXT record or the meta tag back, as the page of domains shows it; if the domain is not yours any more, take it away there.',
  'ownership-ended':
    'There is nothing to do. Somebody who needs it for longer can be made an owner again there.',
  'support-came':
    'What they do is in the audit trail, under their name and that of the owner who let them in. To end it at once, revoke support access there.',
  'break-glass-nominated':
    'It takes a second factor or a passkey, a reason, and a letter to all owners each time. If this should not have happened, an owner takes the nomination back there.',
  'certificate-expires':
    'Have your identity provider make a new one in time, and add it to the connection beside the old one: then nobody is shut out while it changes.',
}

/** Tells an owner what happened in their workspace. Null where the workspace or the person is gone. */
export async function workspaceNoticeLetter(
  app: App,
  { workspaceId, payload }: Occasion,
): Promise<Letter | null> {
  const { db } = app.database
  const say = ofWorkspace[String(payload.what)]
  if (!say) throw new Error(`this server knows no notice about ${payload.what}`)
  const person = await queries.findAddressee(db, String(payload.userId))
  const workspace = await findWorkspaceById(db, workspaceId ?? '')
  if (!person || !workspace) return null

  const { publicUrl } = app.config
  const what = say(oneLine(String(payload.about)), oneLine(workspace.name))
  return compose({
    to: person.email,
    subject: what.slice(0, -1),
    lines: [what, `By: ${oneLine(String(payload.by))}`, ...circumstances(payload)],
    action: { label: 'Look at the workspace', url: `${publicUrl}/w/${workspace.slug}` },
    after: [
      toDo[String(payload.what)] ??
        'If this should not have happened, take it back there now, and tell the other owners.',
    ],
    from: publicUrl,
  })
}

function isAccountEvent(text: string): text is AccountEventName {
  return Object.hasOwn(accountEvents, text)
}
