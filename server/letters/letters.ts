import type { App } from '../caller/app.ts'
import { findInviteForMail } from '../invites/invites.ts'
import { findLink, type Link, linkCode, linkUrl, type Purpose } from '../links/links.ts'
import type { Letters, Occasion } from '../outbox/outbox.ts'
import type { Letter } from '../platform/mail.ts'
import { atMost, triesKey } from '../tries/tries.ts'
import { breakGlassEndedLetter, breakGlassUsedLetter } from './break-glass.ts'
import { grantEndsLetter, membershipEndsLetter } from './ends.ts'
import { isInLimits } from './limits.ts'
import { noticeLetter, workspaceNoticeLetter } from './notices.ts'
import * as queries from './queries.ts'
import { accessRequestDecidedLetter, accessRequestLetter } from './requests.ts'
import { compose, inUtc, oneLine } from './template.ts'

const HOUR_MS = 3_600_000
/** Invites that one mailbox, and one workspace, are sent in an hour; later ones wait (standards/sign-in RL-3). */
const toMailbox = atMost(5, HOUR_MS)
const fromWorkspace = atMost(500, HOUR_MS)

const unwanted = 'If you did not expect this letter, leave it: without the link, nothing happens.'

/** A letter whose point is one link. */
interface Wording {
  subject: string
  line: string
  label: string
}

const wordings: Record<Exclude<Purpose, 'mfa-recovery'>, Wording> = {
  'sign-up': {
    subject: 'Make your account',
    // The name was typed by whoever asked, who may be a stranger to this mailbox: it is not repeated here.
    line: 'Somebody, hopefully you, asked to make an account with this address.',
    label: 'Make the account',
  },
  reset: {
    subject: 'Set a new password',
    line: 'Somebody, hopefully you, asked to set a new password for your account.',
    label: 'Set a new password',
  },
  'verify-email': {
    subject: 'Confirm your e-mail address',
    line: 'Confirm that this address is yours.',
    label: 'Confirm the address',
  },
  'new-email': {
    subject: 'Confirm your new e-mail address',
    line: 'You asked to use this address for your account. It is used from the moment you confirm it.',
    label: 'Use this address',
  },
}

/**
 * Writes every kind of letter, at the moment it is sent: names and links are those of that moment, and a letter whose link was
 * used, replaced or has expired is not sent (null).
 */
export const letters: Letters = {
  'sign-up': withLink('sign-up'),
  'sign-up-known': signUpKnown,
  reset: withLink('reset'),
  'verify-email': withLink('verify-email'),
  'new-email': withLink('new-email'),
  'mfa-recovery': withCode,
  notice: noticeLetter,
  'workspace-notice': workspaceNoticeLetter,
  invite: inviteLetter,
  'grant-ends': grantEndsLetter,
  'break-glass-used': breakGlassUsedLetter,
  'break-glass-ended': breakGlassEndedLetter,
  'access-request': accessRequestLetter,
  'access-request-decided': accessRequestDecidedLetter,
  'membership-ends': membershipEndsLetter,
}

function withLink(purpose: keyof typeof wordings) {
  const { subject, line, label } = wordings[purpose]
  return async (app: App, occasion: Occasion): Promise<Letter | null> => {
    const link = await goodLink(app, occasion, purpose)
    if (!link) return null
    return compose({
      to: link.email,
      subject,
      lines: [line],
      action: { label, url: linkUrl(app, link) },
      after: [`The link works until ${inUtc(link.expires_at)}, once.`, unwanted],
      from: app.config.publicUrl,
    })
  }
}

async function withCode(app: App, occasion: Occasion): Promise<Letter | null> {
  const link = await goodLink(app, occasion, 'mfa-recovery')
  if (!link) return null
  return compose({
    to: link.email,
    subject: 'Your recovery code',
    lines: ['This code takes multi-factor authentication off your account. Type it where you sign in:'],
    code: linkCode(app, link),
    after: [
      `It works until ${inUtc(link.expires_at)}, once. Nobody will ever ask you for it.`,
      'If you did not ask for it, somebody knows your password: sign in and change it now.',
    ],
    from: app.config.publicUrl,
  })
}

async function goodLink(app: App, { payload }: Occasion, purpose: Purpose): Promise<Link | null> {
  const link = await findLink(app.database.db, String(payload.linkId))
  return link && link.purpose === purpose && link.expires_at > app.clock.now() ? link : null
}

async function signUpKnown(app: App, { payload }: Occasion): Promise<Letter | null> {
  const person = await queries.findAddressee(app.database.db, String(payload.userId))
  if (!person) return null
  const { publicUrl } = app.config
  return compose({
    to: person.email,
    subject: 'You have an account already',
    lines: ['Somebody, hopefully you, asked to make an account with this address. There is one already.'],
    action: { label: 'Sign in', url: `${publicUrl}/sign-in` },
    after: [
      'If you do not know the password any more, ask for a new one there.',
      'If it was not you, there is nothing to do.',
    ],
    from: publicUrl,
  })
}

async function inviteLetter(app: App, occasion: Occasion): Promise<Letter | null | 'later'> {
  const { inviteId, generation } = occasion.payload
  const workspaceId = occasion.workspaceId ?? ''
  const invite = await findInviteForMail(app, workspaceId, String(inviteId))
  // The letter of a link that was replaced: the newer link has a letter of its own.
  if (!invite || (generation !== undefined && generation !== invite.generation)) return null
  const inLimits = await isInLimits(app, occasion, [
    [triesKey('invite-mails-of', workspaceId), fromWorkspace],
    [triesKey('invite-mails-to', invite.emailKey), toMailbox],
  ])
  if (!inLimits) return 'later'

  const workspace = oneLine(invite.workspaceName)
  const inviter = invite.inviter ? `${oneLine(invite.inviter)} invites you` : 'You are invited'
  const until = invite.endsAt ? [`Your membership will end on ${inUtc(invite.endsAt)}.`] : []
  return compose({
    to: invite.email,
    subject: `Invitation to ${workspace}`,
    lines: [`${inviter} to the workspace ${workspace}.`, ...until],
    action: { label: 'Accept the invitation', url: invite.url },
    after: [`The link works until ${inUtc(invite.expiresAt)}.`, unwanted],
    from: app.config.publicUrl,
  })
}
