import type { App } from '../caller/app.ts'
import type { Occasion } from '../outbox/outbox.ts'
import type { Letter } from '../platform/mail.ts'
import { findWorkspaceById } from '../workspaces/workspaces.ts'
import { circumstances } from './circumstances.ts'
import * as queries from './queries.ts'
import { compose, inUtc, oneLine } from './template.ts'

const REASON_MAX = 2_000

/** What a letter about break-glass says; `user` and `workspace` are names. */
interface Wording {
  subject: (user: string, workspace: string) => string
  lines: (user: string, workspace: string, payload: Occasion['payload']) => string[]
  action: string
  after: string[]
}

const used: Wording = {
  subject: (user, workspace) => `BREAK-GLASS: ${user} made themselves an owner of ${workspace}`,
  lines: (user, workspace, { email, reason, endsAt }) => [
    `${user} (${oneLine(String(email))}) broke the glass in the workspace ${workspace}, and is an owner of it now. Nobody was asked.`,
    `They may do everything that an owner may, until ${inUtc(new Date(String(endsAt)))}.`,
    `Their reason: ${oneLine(String(reason), REASON_MAX)}`,
  ],
  action: 'Look at it, or end it',
  after: [
    'If you agree with it, there is nothing to do: it ends by itself.',
    'If you do not: end it there now, take the nomination back, and see in the audit trail what was done.',
    'If you are the one who is named here, and it was not you: somebody else is using your account. End it there, change your password, and end your other sessions.',
  ],
}

const ended: Wording = {
  subject: (user, workspace) => `Break-glass was ended: ${user}, in ${workspace}`,
  lines: (user, workspace, { by }) => [
    `The ownership that ${user} took by breaking the glass in the workspace ${workspace} was ended before its time.`,
    `By: ${oneLine(String(by))}`,
  ],
  action: 'Look at it',
  after: ['What was done with it meanwhile is in the audit trail.'],
}

/** Tells an owner at once that somebody broke the glass. Null where the owner or the workspace is gone. */
export const breakGlassUsedLetter = letterOf(used)

/** Tells an owner that it was ended before its time. Null as above. */
export const breakGlassEndedLetter = letterOf(ended)

function letterOf({ subject, lines, action, after }: Wording) {
  return async (app: App, { workspaceId, payload }: Occasion): Promise<Letter | null> => {
    const { db } = app.database
    const person = await queries.findAddressee(db, String(payload.userId))
    const workspace = await findWorkspaceById(db, workspaceId ?? '')
    if (!person || !workspace) return null

    const { publicUrl } = app.config
    const names = [oneLine(String(payload.user)), oneLine(workspace.name)] as const
    return compose({
      to: person.email,
      subject: subject(...names),
      lines: [...lines(...names, payload), ...circumstances(payload)],
      action: { label: action, url: `${publicUrl}/w/${workspace.slug}/settings/break-glass` },
      after,
      from: publicUrl,
    })
  }
}
