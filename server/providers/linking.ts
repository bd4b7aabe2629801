import { Problem } from '../../contract/problems.ts'
import type { Person, Visitor } from '../caller/caller.ts'
import type { Mail } from '../caller/change.ts'
import { type AccountChanged, changeAccount } from '../caller/change-account.ts'
import type { Reader, Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'
import { makeLink } from '../links/links.ts'
import { mailWorks } from '../outbox/outbox.ts'
import { hashSecret } from '../platform/ids.ts'
import { keyOf } from '../platform/names.ts'
import type { SignInProvider } from '../platform/sign-in-file.ts'
import { mustGoOn } from '../sessions/sessions.ts'
import { providerById, providerOf } from './configured.ts'
import { keptFlow, opened } from './flow.ts'
import type { Claim } from './oidc.ts'
import * as queries from './queries.ts'

/** Who at a provider is to be linked. */
type Known = Pick<Claim, 'issuer' | 'subject' | 'email'>

interface NewLink {
  userId: string
  provider: SignInProvider
  claim: Known
}

/** The accounts at providers that are linked with this person's, the oldest first. Those of providers that are gone are left out. */
export async function listIdentities({ app, user }: Person) {
  const rows = await queries.listIdentities(app.database.db, user.id)
  return rows.flatMap((row) => {
    const provider = providerOf(app, row.issuer)
    return provider ? [shown(provider, row)] : []
  })
}

/**
 * Step: links an account at a provider. Raises `provider-linked` where this account has one there already, `identity-taken` where
 * another account has this one. The person is told by mail.
 */
export async function linkIdentity(
  tx: Writer,
  { now }: Pick<Visitor, 'now'>,
  { userId, provider, claim }: NewLink,
): Promise<AccountChanged<ReturnType<typeof shown>>> {
  const linked = await queries.findLinked(tx, claim.issuer, claim.subject)
  if (linked) throw new Problem(linked.id === userId ? 'provider-linked' : 'identity-taken')
  const row = identityRow(provider, claim, now)
  await queries.insertIdentity(tx, { ...row, user_id: userId })
  const detail = { provider: provider.name, email: claim.email }
  return { value: shown(provider, row), happened: [{ type: 'Provider Linked', detail }] }
}

/**
 * Keeps who came back from a provider with the address of an account here, until that account's own proof links the two: an address
 * alone never opens an account (standards/sso L-2, L-3).
 */
export function keepWaiting(
  visitor: Visitor,
  { browser, userId, provider, claim }: NewLink & { browser: string },
) {
  const { issuer, subject, email } = claim
  const known: Known = { issuer, subject, email }
  const browserHash = hashSecret(browser)
  return visitor.app.database.db.transaction().execute(async (tx) => {
    await queries.deleteKept(tx, 'waiting', browserHash)
    await queries.insertFlow(
      tx,
      keptFlow(visitor, { purpose: 'waiting', browserHash, provider: provider.id, userId, value: known }),
    )
  })
}

/**
 * Links what waits in this browser with the account of the person, who signed in to it by its own proof. Raises `not-found` where
 * nothing waits for this account, took too long, or the account has another address since.
 */
export function confirmWaiting(person: Person) {
  const { app, user, now } = person
  return changeAccount(person, user.id, async (tx) => {
    await mustGoOn(tx, person)
    const { provider, claim, browserHash } = await waitingFor(tx, person)
    if (!(await queries.deleteKept(tx, 'waiting', browserHash))) throw nothingWaits()
    return linkIdentity(tx, { now }, { userId: user.id, provider, claim })
  })

  async function waitingFor(db: Reader, { browser }: Person) {
    const browserHash = hashSecret(browser.flow ?? '')
    const row = await queries.findKept(db, 'waiting', browserHash, user.id)
    const provider = row && row.expires_at > now ? providerById(app, row.provider) : undefined
    if (!row || !provider) throw nothingWaits()
    const claim = opened<Known>(app, row.sealed)
    const isSame = claim.issuer === provider.issuer && keyOf(claim.email ?? '') === keyOf(user.email)
    if (!isSame) throw nothingWaits()
    return { provider, claim, browserHash }
  }
}

/**
 * Unlinks. Where neither a password, a passkey nor another provider is left, a link to set a password is mailed to the proved address; where that
 * cannot be, raises `last-way-in`. Raises `not-found`.
 */
export function unlink(person: Person, providerId: string) {
  const { app, user } = person
  return changeAccount(person, user.id, async (tx) => {
    await mustGoOn(tx, person)
    const rows = await queries.listIdentities(tx, user.id)
    const linked = rows.find((row) => providerOf(app, row.issuer)?.id === providerId)
    if (!linked) throw notLinked()
    const others = rows.filter((row) => row !== linked && providerOf(app, row.issuer))
    const mail = others.length > 0 ? [] : await wayLeft(tx, person)

    await queries.deleteIdentity(tx, user.id, linked.issuer)
    const detail = { provider: providerOf(app, linked.issuer)?.name ?? providerId }
    return { value: undefined, happened: [{ type: 'Provider Unlinked', detail, mail }] }
  })
}

/** What has to be mailed so that somebody without any provider can still sign in: mostly nothing. Raises `last-way-in`. */
async function wayLeft(tx: Writer, { app, now, user }: Person): Promise<Mail[]> {
  const way = await queries.findOwnWayIn(tx, user.id)
  if (way === 'own') return []
  if (way === 'none' || !mailWorks(app)) throw new Problem('last-way-in')
  const linkId = await makeLink(tx, now, { purpose: 'reset', userId: user.id, email: user.email })
  return [{ kind: 'reset', payload: { linkId } }]
}

/** Raises `not-found` unless the person has an account at this provider linked. */
export async function mustBeLinked({ app, user }: Person, { issuer }: SignInProvider) {
  const rows = await queries.listIdentities(app.database.db, user.id)
  if (!rows.some((row) => row.issuer === issuer)) throw notLinked()
}

/** The row of a link, but for whose it is. */
export function identityRow({ id }: SignInProvider, { issuer, subject, email }: Known, now: Date) {
  return { issuer, subject, provider: id, email, linked_at: now, last_used_at: now }
}

function shown(
  { id, name, manageUrl, closeUrl }: SignInProvider,
  { email, linked_at }: Pick<Tables['identities'], 'email' | 'linked_at'>,
) {
  const linkedAt = linked_at.toISOString()
  return { providerId: id, providerName: name, email, manageUrl, closeUrl, linkedAt }
}

function nothingWaits() {
  const message = 'No account at a provider waits here to be linked with yours. Begin again at the provider.'
  return new Problem('not-found', { message })
}

function notLinked() {
  return new Problem('not-found', { message: 'Your account is not linked with one at this provider.' })
}
