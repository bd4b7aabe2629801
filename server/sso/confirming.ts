import { Problem } from '../../contract/problems.ts'
import type { Person } from '../caller/caller.ts'
import { changeAccount } from '../caller/change-account.ts'
import { actFor } from '../caller/system.ts'
import { FLOW_MS, openFlow } from '../flows/flows.ts'
import { hashSecret } from '../platform/ids.ts'
import { mustGoOn, proveThrough } from '../sessions/sessions.ts'
import { enter, Moved, targetOf } from './linking.ts'
import * as queries from './queries.ts'
import { problemOf, refusalOf } from './refusal.ts'
import { whoIs } from './settling.ts'
import type { Waiting } from './waiting.ts'
import { connectionOrNot, isOpen, whereOf } from './ways.ts'

/**
 * Links who waits in this browser with the account of the person, who signed in to it by its own proof: from then on they come in by their
 * identity provider. Answers the workspace, and the new secret of the session, which is proved to it now. Raises `not-found`
 * where nobody waits for this account, `sso-not-a-member`, `connection-inactive`.
 */
export async function confirmWaiting(person: Person) {
  const { app, user, browser, now } = person
  const { db } = app.database
  const hash = hashSecret(browser.flow ?? '')
  const row = await queries.findWaiting(db, hash, user.id)
  if (!row || row.expires_at <= now) throw nobodyWaits()
  const connection = await connectionOrNot(person, row.connection_id)
  if (!isOpen(person, connection)) throw new Problem('connection-inactive')

  const waiting = openFlow<Waiting>(app, 'sso flows', row.sealed)
  const came = { ...waiting, connection, authenticatedAt: null }
  const target = await targetOf(db, came)
  // The account has another address since, or the two were linked otherwise.
  if (target.id !== user.id) throw nobodyWaits()

  const caller = await actFor(person, whoIs(user), connection.workspace)
  const entering = { visitor: person, caller, came, target, present: person, isConfirmed: true }
  const through = { ...whereOf(connection), at: new Date(row.expires_at.getTime() - FLOW_MS) }
  try {
    const session = await changeAccount(
      person,
      user.id,
      async (tx) => {
        await mustGoOn(tx, person)
        if (!(await queries.deleteWaiting(tx, hash))) throw nobodyWaits()
        const { happened, inWorkspace } = await enter(tx, entering)
        const value = await proveThrough(tx, person, through)
        return { value, happened, inWorkspaces: () => inWorkspace }
      },
      [caller],
    )
    const { slug, name } = connection.workspace
    return { workspace: { slug, name }, session }
  } catch (error) {
    if (error instanceof Moved) throw nobodyWaits()
    const refusal = refusalOf(error)
    throw refusal ? new Problem(problemOf(refusal.reason)) : error
  }
}

function nobodyWaits() {
  const message = 'Nobody waits here to be linked with your account. Sign in at your identity provider again.'
  return new Problem('not-found', { message })
}
