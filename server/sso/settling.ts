import { Problem } from '../../contract/problems.ts'
import { somebodyOf } from '../caller/admit.ts'
import type { Visitor, Who } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import { change, outcome } from '../caller/change.ts'
import { changeAccount, type HappenedToAccount } from '../caller/change-account.ts'
import { actFor } from '../caller/system.ts'
import { claimsMapped, keepClaims, markTested, writeTrace } from '../connections/connections.ts'
import { signInPage } from '../flows/flows.ts'
import type { CookieSecrets } from '../http/cookies.ts'
import { openThrough, proveThrough } from '../sessions/sessions.ts'
import type { Came } from './answers.ts'
import { enter, Moved, targetOf } from './linking.ts'
import * as queries from './queries.ts'
import { NOT_CONFIRMED, Refusal } from './refusal.ts'
import { testPlace, type WayOn } from './refusing.ts'
import { connectionOrNot, isOpen, whereOf } from './ways.ts'

/** Clocks differ: a proof may seem to be so much older than the request for it. */
const SKEW_MS = 60_000

/** Does what the way was begun for, with who came back. Throws `Refusal`. */
export function settle(visitor: Visitor, came: Came): Promise<WayOn> {
  const { purpose } = came.flow
  if (purpose === 'test') return conclude(visitor, came)
  return purpose === 'step-up' ? proveAgain(visitor, came) : signIn(visitor, came)
}

/** A test shows that the settings work. It opens no session and changes nobody. */
async function conclude(visitor: Visitor, came: Came): Promise<WayOn> {
  const { connection, flow, claims, subject } = came
  if (flow.purpose !== 'test') throw new Error('this is no test')
  const { now: at, requestId, ip } = visitor
  const { email } = claimsMapped(connection.attributes, claims)
  const about = { subject, email }
  if (email === null)
    throw new Refusal('no-address', `Nothing usable is under "${connection.attributes.email}".`, about)
  // With such an answer nobody could be linked: a test that passed would say that it works.
  if (!came.mayBeTheirs) throw new Refusal('address-unproved', NOT_CONFIRMED, about)
  const caller = await actFor(visitor, flow.by, connection.workspace)
  await change(caller, async (tx) => {
    const happened = await markTested(tx, caller, connection)
    if (happened.length === 0)
      throw new Refusal('no-request', 'The settings were changed while the test ran. Test once more.', about)
    await keepClaims(tx, connection, claims)
    await writeTrace(tx, connection, { at, requestId, ip, outcome: 'tested', ...about })
    return outcome(undefined, happened)
  })
  return { to: testPlace(visitor.app.config.publicUrl, flow, 'passed'), secrets: {} }
}

/** Whoever signed in proves it once more, in the same session: for this workspace alone. */
async function proveAgain(visitor: Visitor, came: Came): Promise<WayOn> {
  const { connection, flow, subject, authenticatedAt } = came
  if (flow.purpose !== 'step-up') throw new Error('nobody is asked again')
  const { app, now: at, requestId, ip } = visitor
  const person = await somebodyOf(visitor)
  const about = { subject }
  if (person?.user.id !== flow.by.userId || person.session.id !== flow.by.sessionId)
    throw new Refusal('other-browser', 'The session that asked is over.', about)
  const linked = await queries.findLinked(app.database.db, whereOf(connection), subject)
  if (linked?.id !== person.user.id) throw new Refusal('other-person', 'Another person came back.', about)
  if (authenticatedAt === null || authenticatedAt.getTime() < flow.startedAt - SKEW_MS)
    throw new Refusal(
      'not-fresh',
      `Authenticated at ${authenticatedAt?.toISOString() ?? 'an unknown time'}.`,
      about,
    )

  const { workspaceId, connectionId } = whereOf(connection)
  const caller = await actFor(visitor, whoIs(person.user), connection.workspace)
  const resource = { resourceId: person.user.id, resourceName: person.user.name }
  const detail = { connection: connection.name, again: true }
  const session = await changeAccount(
    visitor,
    person.user.id,
    async (tx) => {
      const value = await proveThrough(tx, person, { workspaceId, connectionId, at })
      await writeTrace(tx, connection, { at, requestId, ip, outcome: 'signed-in', ...about })
      const inWorkspaces = (): Happened[] => [{ type: 'Signed In Through SSO', ...resource, detail }]
      return { value, happened: [], inWorkspaces }
    },
    [caller],
  )
  return { to: app.config.publicUrl + flow.returnTo, secrets: { session } }
}

/** The subject decides; an address only where nothing is linked yet (L-1, L-2). */
async function signIn(visitor: Visitor, came: Came, isSecondTry = false): Promise<WayOn> {
  const { app } = visitor
  const { connection, flow } = came
  const present = await somebodyOf(visitor)
  const target = await targetOf(app.database.db, came)
  const caller = await actFor(visitor, whoIs(target), connection.workspace)
  const parts = { visitor, caller, came, target, present, isConfirmed: false }
  try {
    const settled = await changeAccount(
      visitor,
      target.id,
      async (tx) => {
        const now = await connectionOrNot(visitor, connection.id, tx)
        if (!isOpen(visitor, now)) throw new Refusal('inactive', 'The connection was switched off meanwhile.')
        const entered = await enter(tx, parts)
        const { happened, inWorkspace } = entered
        if (entered.isWaiting)
          return told({ isWaiting: true, secrets: entered.secrets }, happened, inWorkspace)
        const { workspaceId, connectionId } = whereOf(connection)
        const through = { workspaceId, connectionId, at: visitor.now }
        const opened = await openThrough(tx, visitor, { userId: target.id, present }, through)
        return told(
          { isWaiting: false, secrets: opened.secrets },
          [...happened, ...opened.happened],
          inWorkspace,
        )
      },
      [caller],
    )
    return leadOn(app.config, came, settled)
  } catch (error) {
    // Somebody was faster, perhaps this person in another window: now there is an account, or a link.
    const isMoved = error instanceof Moved || (error instanceof Problem && error.code === 'user-email-taken')
    if (isMoved && !isSecondTry) return signIn(visitor, came, true)
    throw error
  }

  function told(value: Settled, happened: HappenedToAccount[], inWorkspace: Happened[]) {
    return { value, happened, inWorkspaces: () => inWorkspace }
  }

  function leadOn(
    config: Visitor['app']['config'],
    { connection }: Came,
    { isWaiting, secrets }: Settled,
  ): WayOn {
    const { name, slug } = connection.workspace
    if (isWaiting)
      return { to: signInPage({ config }, { link: 'sso', workspace: name }, flow.returnTo), secrets }
    return { to: config.publicUrl + (flow.returnTo === '/' ? `/w/${slug}` : flow.returnTo), secrets }
  }
}

interface Settled {
  isWaiting: boolean
  secrets: CookieSecrets
}

/** Who acts, where a person comes in. */
export function whoIs({ id, name, email }: { id: string; name: string; email: string }): Who {
  return { kind: 'user', id, name, email, until: null }
}
