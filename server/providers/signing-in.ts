import { Problem } from '../../contract/problems.ts'
import { addAccount, findAccount } from '../account/account.ts'
import { personOf } from '../caller/admit.ts'
import type { App } from '../caller/app.ts'
import type { Person, Visitor } from '../caller/caller.ts'
import { changeAccount, type HappenedToAccount } from '../caller/change-account.ts'
import { browserSecret, signInPage } from '../flows/flows.ts'
import type { CookieSecrets } from '../http/cookies.ts'
import { newId } from '../platform/ids.ts'
import { keyOf } from '../platform/names.ts'
import type { SignInProvider } from '../platform/sign-in-file.ts'
import { goOn, mustGoOn, type Outcome, renew } from '../sessions/sessions.ts'
import { providerById } from './configured.ts'
import { begin, type Flow, takeFlow } from './flow.ts'
import { follow, keepTold } from './following.ts'
import { identityRow, keepWaiting, linkIdentity } from './linking.ts'
import { type Claim, exchange } from './oidc.ts'
import * as queries from './queries.ts'

/** Clocks differ: a proof may seem to be so much older than the request for it. */
const SKEW_MS = 60_000

/** Where the browser goes next, and with which cookies. */
export interface WayOn {
  to: string
  secrets: CookieSecrets
}

interface CameBack {
  provider: SignInProvider
  flow: Flow
  claim: Claim
}

/** A link from the provider's console: straight to the provider, and back to `to`. What goes wrong is said on the sign-in page. Raises `not-found`. */
export function goStraight(visitor: Visitor, providerId: string, to: string | undefined): Promise<WayOn> {
  const provider = providerOrNot(visitor, providerId)
  return orSignInPage(visitor, async () => {
    const { url, secrets } = await begin(visitor, provider, { purpose: 'sign-in', by: null, returnTo: to })
    return { to: url, secrets }
  })
}

/**
 * The browser comes back from a provider: signs in, signs up, links or proves again, as the way was begun. Whatever goes wrong,
 * nothing is opened, and the sign-in page says the problem's code and no more. Raises `not-found` for a provider that is none.
 */
export function comeBack(
  visitor: Visitor,
  providerId: string,
  answer: Record<string, string | undefined>,
): Promise<WayOn> {
  const provider = providerOrNot(visitor, providerId)
  return orSignInPage(visitor, async (leadsTo) => {
    const flow = await takeFlow(visitor, providerId, answer.state)
    leadsTo(flow.returnTo)
    const afresh = flow.purpose === 'step-up'
    const claim = await exchange(visitor.app, provider, answer, { ...flow, afresh })
    const came = { provider, flow, claim }
    if (flow.purpose === 'link') return link(visitor, came)
    return afresh ? proveAgain(visitor, came) : signIn(visitor, came)
  })
}

/** The provider with this id. Raises `not-found`. */
export function providerOrNot({ app }: Pick<Visitor, 'app'>, providerId: string): SignInProvider {
  const provider = providerById(app, providerId)
  if (!provider) throw new Problem('not-found', { message: 'This server has no such provider.' })
  return provider
}

/** The provider's issuer and subject decide; an address only where nothing is linked yet (standards/sso L-1, L-2). */
async function signIn(visitor: Visitor, came: CameBack, isSecondTry = false): Promise<WayOn> {
  const { app, now } = visitor
  const { provider, flow, claim } = came
  const { db } = app.database
  const linked = await queries.findLinked(db, claim.issuer, claim.subject)
  if (linked) return leadOn(app, flow, await signInLinked(visitor, came, linked.id))

  const { email } = claim
  if (email === null) throw new Problem('provider-address-unverified')
  const known = await findAccount(db, email)
  if (known) {
    const browser = browserSecret(visitor)
    await keepWaiting(visitor, { browser, provider, claim: { ...claim, email }, userId: known.id })
    return { to: signInPage(app, { link: provider.id }, flow.returnTo), secrets: { flow: browser } }
  }

  const mayJoin = app.config.signUp === 'open' || (await queries.isInvited(db, keyOf(email), now))
  if (!mayJoin) throw new Problem('sign-up-closed')
  try {
    return leadOn(app, flow, await signUp(visitor, came, email))
  } catch (error) {
    // Somebody was faster, perhaps this person in another window: now there is an account.
    const isTaken = error instanceof Problem && /^(user-email|identity)-taken$/.test(error.code)
    if (isTaken && !isSecondTry) return signIn(visitor, came, true)
    throw error
  }
}

function signInLinked(visitor: Visitor, { provider, claim }: CameBack, userId: string): Promise<Outcome> {
  return changeAccount(visitor, userId, async (tx) => {
    const account = await queries.findLinked(tx, claim.issuer, claim.subject)
    // Unlinked, and perhaps linked with another account, while we looked.
    if (account?.id !== userId) throw new Problem('provider-refused')

    const outcome = await goOn(tx, visitor, account, proofOf(claim))
    if (outcome.reply.status === 'signed-in') {
      const { happened } = await follow(tx, visitor, account, claim)
      return { value: outcome, happened: [...happened, ...outcome.happened] }
    }
    await keepTold(tx, visitor, { userId, provider, claim })
    return { value: outcome, happened: outcome.happened }
  })
}

function signUp(visitor: Visitor, { provider, claim }: CameBack, email: string): Promise<Outcome> {
  const { now } = visitor
  const id = newId()
  return changeAccount(visitor, id, async (tx) => {
    const [localPart = email] = email.split('@')
    const named = { id, email, name: claim.name ?? localPart }
    const account = await addAccount(tx, now, { ...named, passwordHash: null, emailVerifiedAt: now })
    await queries.insertIdentity(tx, { ...identityRow(provider, claim, now), user_id: id })
    const outcome = await goOn(tx, visitor, account, proofOf(claim))
    const created: HappenedToAccount = { type: 'Account Created', detail: { provider: provider.name } }
    return { value: outcome, happened: [created, ...outcome.happened] }
  })
}

async function link(visitor: Visitor, { provider, flow, claim }: CameBack): Promise<WayOn> {
  const person = await stillHere(visitor, flow)
  const userId = person.user.id
  await changeAccount(visitor, userId, async (tx) => {
    await mustGoOn(tx, person)
    return linkIdentity(tx, visitor, { userId, provider, claim })
  })
  return { to: visitor.app.config.publicUrl + flow.returnTo, secrets: {} }
}

async function proveAgain(visitor: Visitor, { flow, claim }: CameBack): Promise<WayOn> {
  const person = await stillHere(visitor, flow)
  const { app } = visitor
  const linked = await queries.findLinked(app.database.db, claim.issuer, claim.subject)
  const { authenticatedAt: at } = claim
  const isFresh = at !== null && at.getTime() >= flow.startedAt - SKEW_MS
  if (linked?.id !== person.user.id || !isFresh) throw new Problem('provider-refused')

  const session = await changeAccount(visitor, person.user.id, async (tx) => {
    return { value: await renew(tx, person, proofOf(claim)), happened: [] }
  })
  return { to: app.config.publicUrl + flow.returnTo, secrets: { session } }
}

/** The person who began the way, in the same session. Raises `not-signed-in`. */
async function stillHere(visitor: Visitor, { by }: Flow): Promise<Person> {
  const person = await personOf(visitor)
  if (!person || !by || person.user.id !== by.userId || person.session.id !== by.sessionId)
    throw new Problem('not-signed-in')
  return person
}

function proofOf({ twoFactors }: Claim) {
  return { methods: twoFactors ? ['fed', 'mfa'] : ['fed'], twoFactors }
}

function leadOn({ config }: App, { returnTo }: Flow, { reply, secrets }: Outcome): WayOn {
  if (reply.status === 'signed-in') return { to: config.publicUrl + returnTo, secrets }
  return { to: signInPage({ config }, { secondFactor: (reply.ways ?? []).join(',') }, returnTo), secrets }
}

async function orSignInPage(
  { app }: Visitor,
  work: (leadsTo: (path: string) => void) => Promise<WayOn>,
): Promise<WayOn> {
  let returnTo = '/'
  try {
    return await work((path) => {
      returnTo = path
    })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { to: signInPage(app, { problem: error.code }, returnTo), secrets: {} }
  }
}
