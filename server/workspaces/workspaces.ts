import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { PlanSpec } from '../../contract/catalog.ts'
import { ownerRole, planHas } from '../../contract/complete.ts'
import { Problem } from '../../contract/problems.ts'
import { type Account, addAccount, findAccount } from '../account/account.ts'
import type { Caller, Person, Who } from '../caller/caller.ts'
import { change, changed, changeNew, type Happened, outcome, unchanged } from '../caller/change.ts'
import { requireFeature, requiresSso } from '../caller/plan.ts'
import { type Acting, actFor, actForNew, theSystem } from '../caller/system.ts'
import type { Writer } from '../db/open.ts'
import { giveGrants, keepAnOwner } from '../grants/grants.ts'
import { type PageInput, paged, pageOf } from '../http/page.ts'
import { addMember } from '../members/members.ts'
import { base62, newId } from '../platform/ids.ts'
import { tidyName } from '../platform/names.ts'
import { endSupportAccess } from '../support/support.ts'
import { addToken } from '../tokens/tokens.ts'
import * as queries from './queries.ts'
import { mayChangeSettings, type Settings, settingsOf, tellSettings } from './settings.ts'

const ID_BYTES = 16

/** Words that an address of this server may need for itself one day. */
const reservedSlugs = new Set(
  (
    'access account admin api app assets auth claviger console docs healthz help invite invites login logout mailbox metrics ' +
    'new oidc readyz saml scim settings setup sign-in sign-out sign-up signin signup sso static support w workspace workspaces www'
  ).split(' '),
)

export interface Opening {
  slug: string
  name: string
  plan?: string
  /** The first owner: an account with this address is used, or made. */
  owner: { email: string; name: string; passwordHash: string | null }
  /** Whose act the audit trail names; the server's own unless said otherwise. */
  by?: Who
  /** Also make an owner's token with this description. */
  tokenFor?: string
  /** Joins the transaction that opens the workspace, and comes first in it. */
  alsoBefore?: (tx: Writer) => Promise<unknown>
}

export interface Opened {
  workspaceId: string
  owner: Account
  /** The secret of the owner's token, if one was asked for. It is not kept. */
  token: string | null
}

/**
 * Opens a workspace with its first owner, the labels `environment:dev` and `environment:prod`, and on demand a token.
 * For set-up, the demo and people who open their own. Under an Idempotency-Key it opens one, however often it is asked.
 * Raises `workspace-slug-taken`, `invalid-input` for a reserved slug.
 */
export function openWorkspace(acting: Acting, opening: Opening): Promise<Opened> {
  const { app, now } = acting
  const { slug, plan = app.catalog.defaultPlan, by = theSystem } = opening
  refuseReserved(slug)
  const workspace = { id: idOf(acting, by), slug, name: tidyName(opening.name), plan }
  // Nobody may grant anything in a workspace that does not exist yet, so the server does it; the audit trail names `by`.
  const server = actForNew(acting, theSystem, workspace)
  let isNew = false
  const open = async (tx: Writer) => {
    isNew = !(await queries.findWorkspace(tx, workspace.id))
    if (!isNew) return
    await opening.alsoBefore?.(tx)
    isNew = await queries.insertWorkspace(tx, { ...workspace, createdAt: now })
  }
  return changeNew(actForNew(acting, by, workspace), open, async (tx) => {
    // The key's first answer was thrown away by now, but what it opened is there.
    if (!isNew) throw new Problem('idempotency-key-reused')
    return fill(tx, server, opening)
  })
}

/** The same Idempotency-Key of the same person names the same workspace, so that the second request finds the first one's. */
function idOf({ idempotency }: Acting, by: Who): string {
  if (!idempotency) return newId()
  const parts = JSON.stringify(['workspace', by.id, idempotency.key, idempotency.sealedWith])
  return base62(hash('sha256', parts, 'buffer').subarray(0, ID_BYTES))
}

async function fill(tx: Writer, server: Caller, { owner, tokenFor }: Opening) {
  const { workspace } = server
  const account = (await findAccount(tx, owner.email)) ?? (await addAccount(tx, server.now, owner))
  const happened = [await addMember(tx, server, account), ...(await makeOwner(tx, server, account))]
  const made = tokenFor ? await addOwnerToken(tx, server, tokenFor) : null
  const created: Happened = {
    type: 'Workspace Created',
    resourceId: workspace.id,
    resourceName: workspace.name,
    detail: { slug: workspace.slug, plan: workspace.plan, owner: account.email },
    touches: {},
  }
  const value = { workspaceId: workspace.id, owner: account, token: made?.secret ?? null }
  return changed(value, created, ...happened, ...(made?.happened ?? []))
}

function makeOwner(tx: Writer, caller: Caller, { id, name }: Account): Promise<Happened[]> {
  return giveGrants(tx, caller, { holder: { kind: 'user', id }, name }, [ownerPermission(caller)])
}

function addOwnerToken(tx: Writer, caller: Caller, description: string) {
  return addToken(tx, caller, { description, expiresAt: null, permissions: [ownerPermission(caller)] })
}

/** The permission of an owner, for whoever acts without a request. */
export function ownerPermission({ app, workspaceId }: Caller) {
  return {
    roleId: ownerRole(app.catalog).id,
    resources: [{ id: workspaceId, type: 'WORKSPACE', labels: [] }],
  }
}

/** Opens one more workspace, which the person owns. Raises `workspace-slug-taken`, `invalid-input` for a reserved slug. */
export async function openOneMore(person: Person, { name, slug }: { name: string; slug: string }) {
  const { id, email } = person.user
  const by: Who = { kind: 'user', id, name: person.user.name, email, until: null }
  const owner = { email, name: person.user.name, passwordHash: null }
  const { workspaceId } = await openWorkspace(person, { slug, name, owner, by })
  const row = await queries.findWorkspace(person.app.database.db, workspaceId)
  if (!row) throw new Error(`workspace ${workspaceId} was opened and is not there`)
  return shown(person, row)
}

/**
 * A page of the workspaces that a person belongs to, in the order of joining; of those alone that proved the session, where nothing else
 * did (standards/sso L-5).
 */
export async function listMyWorkspaces(person: Person, pagination: PageInput) {
  const { app, now, user, session } = person
  const page = pageOf({ workspaceId: user.id }, pagination, 'my-workspaces', 2)
  const plansWithGroups = Object.keys(app.catalog.plans).filter((plan) =>
    planHas(app.catalog, plan, 'user-groups'),
  )
  const about = { ownerRoleId: ownerRole(app.catalog).id, plansWithGroups, now }
  const provedTo = session.confined ? session.id : null
  const rows = await queries.listOfMember(app.database.db, user.id, page, { ...about, provedTo })
  const { items, pagination: next } = paged(page, rows, (row) => [row.joinedAt.toISOString(), row.id])
  const workspaces = items.map(({ id, slug, name, isOwner }) => ({ id, slug, name, isOwner }))
  return { workspaces, pagination: next }
}

/** The workspace that the caller speaks for. */
export async function getWorkspace(caller: Caller) {
  return shown(caller, await find(caller.db, caller.workspaceId))
}

export { type Settings, settingsOf } from './settings.ts'

/** The workspace with this id, for whoever acts without a request. */
export const findWorkspaceById = queries.findWorkspace

export interface Modification {
  name?: string
  slug?: string
  settings?: Partial<Settings>
}

/**
 * Changes name, slug and settings; the old slug leads nowhere from then on, and settings that are left out stay. Settings are changed
 * in person only, with a fresh proof (standards/sign-in SE-9), and MFA or single sign-on are required only by who came in by them (rules,
 * sections 9 and 11). Raises `workspace-slug-taken`, `invalid-input`, `not-allowed` for a token, `step-up-required`, `mfa-first`, `sso-first`, `plan-limit`.
 */
export function modifyWorkspace(caller: Caller, wanted: Modification) {
  return change(caller, async (tx) => {
    const before = await find(tx, caller.workspaceId)
    const after = merge(before, wanted)
    const { name, slug, settings } = after
    const happened = [
      ...tellNames(before, after),
      ...tellSettings(about(after), settingsOf(before), settingsOf(after)),
    ]
    if (happened.length === 0) return unchanged(shown(caller, before))

    if (slug !== before.slug) refuseReserved(slug)
    await mayChangeSettings(tx, caller, settingsOf(before), settingsOf(after))
    const values = { name, slug, settings: JSON.stringify(settings) }
    await queries.updateWorkspace(tx, caller.workspaceId, values)
    return outcome(shown(caller, after), [...happened, ...(await keepSupportOut(tx, caller, after))])
  })
}

/** Step: support staff is let in no more where single sign-on is required from now on (rules, section 12). */
async function keepSupportOut(tx: Writer, caller: Caller, after: queries.WorkspaceRow): Promise<Happened[]> {
  return requiresSso(caller.app, after) ? endSupportAccess(tx, caller, 'sso-required') : []
}

function merge(before: queries.WorkspaceRow, { name, slug = before.slug, settings = {} }: Modification) {
  const called = name === undefined ? before.name : tidyName(name)
  return { ...before, name: called, slug, settings: { ...before.settings, ...settings } }
}

function tellNames(before: queries.WorkspaceRow, after: queries.WorkspaceRow): Happened[] {
  const from = { name: before.name, slug: before.slug }
  const to = { name: after.name, slug: after.slug }
  if (isDeepStrictEqual(from, to)) return []
  return [{ type: 'Workspace Modified', ...about(after), detail: { from, to } }]
}

/**
 * Moves a workspace to another plan, as the operator's act. Grants beyond the plan stay, inactive (rules, section 15).
 * Raises `not-found` for the slug, `invalid-input` for a plan that the catalog lacks, `last-owner` if nobody would own
 * the workspace under the new plan.
 */
export async function setPlan(acting: Acting, slug: string, plan: string) {
  const { catalog } = acting.app
  if (!Object.hasOwn(catalog.plans, plan)) {
    const message = `The plan must be one of: ${Object.keys(catalog.plans).join(', ')}.`
    throw new Problem('invalid-input', { field: 'plan', message })
  }
  const caller = await operate(acting, slug)
  return change(caller, async (tx) => {
    const row = await find(tx, caller.workspaceId)
    const value = { from: row.plan, to: plan }
    if (row.plan === plan) return unchanged(value)

    if (!ownerRole(catalog).plans.includes(plan)) throw new Problem('last-owner')
    await keepAnOwner(tx, { ...caller, workspace: { ...caller.workspace, plan } })
    await queries.updateWorkspace(tx, row.id, { plan })
    const moved: Happened = {
      type: 'Workspace Plan Changed',
      ...about(row),
      detail: value,
      touches: { plan: true },
    }
    return changed(value, moved, ...(await keepSupportOut(tx, caller, { ...row, plan })))
  })
}

/**
 * Says that a workspace is, or is not, HIPAA-eligible, as the operator's act: then sessions of its members end after 15 minutes of
 * inactivity, those that are open included (rules, section 7). Raises `not-found` for the slug, `plan-limit` where the plan has no HIPAA.
 * Answers what it was before.
 */
export async function setHipaa(acting: Acting, slug: string, on: boolean): Promise<{ was: boolean }> {
  const caller = await operate(acting, slug)
  if (on) requireFeature(caller, 'hipaa')
  return change(caller, async (tx) => {
    const row = await find(tx, caller.workspaceId)
    const value = { was: row.hipaaEligible }
    if (row.hipaaEligible === on) return unchanged(value)

    await queries.updateWorkspace(tx, row.id, { hipaa_eligible: on })
    const detail = { from: row.hipaaEligible, to: on }
    return changed(value, { type: 'HIPAA Eligibility Changed', ...about(row), detail })
  })
}

/** Step: single sign-on is required no more. Whether it was. */
export async function endSsoRequirement(tx: Writer, { workspaceId }: Caller): Promise<boolean> {
  const row = await find(tx, workspaceId)
  const settings = settingsOf(row)
  if (!settings.requireSso) return false
  await queries.updateWorkspace(tx, row.id, { settings: JSON.stringify({ ...settings, requireSso: false }) })
  return true
}

/** The operator in the workspace with this slug. Raises `not-found`. */
export async function operate(acting: Acting, slug: string) {
  const workspace = await queries.findBySlug(acting.app.database.db, slug)
  if (!workspace) throw new Problem('not-found', { message: `There is no workspace with the slug ${slug}.` })
  return actFor(acting, theSystem, workspace)
}

async function find(db: Caller['db'] | Writer, workspaceId: string) {
  const row = await queries.findWorkspace(db, workspaceId)
  if (!row) throw new Problem('not-found')
  return row
}

function about({ id, name }: queries.WorkspaceRow) {
  return { resourceId: id, resourceName: name }
}

function shown({ app }: Pick<Caller, 'app'>, row: queries.WorkspaceRow) {
  const { id, slug, name, plan, hipaaEligible } = row
  const { name: planName, features, limits } = app.catalog.plans[plan] ?? noPlan(plan)
  const included = { plan, planName, features: [...features], limits: { ...limits } }
  return { id, slug, name, ...included, settings: settingsOf(row), hipaaEligible }
}

/** A plan that the catalog has no more includes nothing. */
function noPlan(name: string): PlanSpec {
  return { name, features: [], limits: { customLabels: null, members: null } }
}

function refuseReserved(slug: string) {
  if (!reservedSlugs.has(slug)) return
  throw new Problem('invalid-input', {
    field: 'slug',
    message: `"slug" cannot be ${slug}: the word is reserved`,
  })
}
