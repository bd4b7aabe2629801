import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Visitor } from '../caller/caller.ts'
import { keyedByLink } from '../caller/idempotency.ts'
import type { Writer } from '../db/open.ts'
import { acceptPassword, hashPassword } from '../passwords/passwords.ts'
import { hashSecret, sameBytes } from '../platform/ids.ts'
import { linkSecret } from '../platform/keys.ts'
import { openWorkspace } from '../workspaces/workspaces.ts'
import * as queries from './queries.ts'

/** What the person behind the one-time link says. */
export interface FirstWorkspace {
  token: string
  workspace: { name: string; slug: string }
  owner: { name: string; email: string; password: string }
}

/** The one-time link of a server that nobody has set up yet; null once somebody has. */
export async function setUpLink(app: App): Promise<string | null> {
  if (await queries.findInstallation(app.database.db)) return null
  return `${app.config.publicUrl}/setup?token=${secretOf(app)}`
}

/** Whether the link still works. Raises `not-found` for a link that is not this server's, exactly as for a page that does not exist. */
export async function isStillOpen({ app }: Visitor, token: string): Promise<boolean> {
  checkSecret(app, token)
  return (await queries.findInstallation(app.database.db)) === undefined
}

/**
 * Opens the first workspace with its owner and an owner's token, whose secret is in the answer and nowhere else: all of
 * it, or nothing. Raises `not-found` for a wrong secret, `already-set-up`, `invalid-input` for a
 * reserved slug, and what `acceptPassword` raises.
 */
export async function setUp(visitor: Visitor, { token, workspace, owner }: FirstWorkspace) {
  checkSecret(visitor.app, token)
  const { name, email, password } = owner
  await acceptPassword(visitor.app, { password, words: [name, email, workspace.name], mayBeShort: false })
  const passwordHash = await hashPassword(password)
  const opened = await openWorkspace(keyedByLink(visitor, 'setup', token), {
    ...workspace,
    owner: { name, email, passwordHash },
    tokenFor: 'First token, made at set-up',
    alsoBefore: (tx) => markSetUp(tx, visitor.now),
  })
  if (opened.token === null) throw new Error('the first workspace was opened without its token')
  return { workspace: { id: opened.workspaceId, ...workspace }, owner: opened.owner, token: opened.token }
}

/** Step: from now on this server is set up, and the link is used up. Raises `already-set-up`. */
export function markSetUp(tx: Writer, now: Date) {
  return queries.insertInstallation(tx, now)
}

function secretOf({ keys }: App): string {
  return linkSecret(keys, 'setup')
}

function checkSecret(app: App, token: string) {
  // Hashes have one length, so the comparison takes one time.
  if (!sameBytes(hashSecret(token), hashSecret(secretOf(app)))) throw new Problem('not-found')
}
