import { hash } from 'node:crypto'
import { ownerRole, planHas } from '../../contract/complete.ts'
import { Problem } from '../../contract/problems.ts'
import { type Account, addAccount, findAccount } from '../account/account.ts'
import type { Caller, Person, Who } from '../caller/caller.ts'
import { change, changed, changeNew, type Happened, unchanged } from '../caller/change.ts'
import { type Acting, actFor, actForNew, theSystem } from '../caller/system.ts'
import type { Writer } from '../db/open.ts'
import { giveGrants, keepAnOwner } from '../grants/grants.ts'
import { type PageInput, paged, pageOf } from '../http/page.ts'
import { addMember } from '../members/members.ts'
import { base62, newId } from '../platform/ids.ts'
import { tidyName } from '../platform/names.ts'
import { addToken } from '../tokens/tokens.ts'
import * as queries from './queries.ts'

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

/** A page of the workspaces that a person belongs to, in the order of joining. */
export async function listMyWorkspaces(person: Person, pagination: PageInput) {
  const { app, now, user } = person
  const page = pageOf({ workspaceId: user.id }, pagination, 'my-workspaces', 2)
  const plansWithGroups = Object.keys(app.catalog.plans).filter((plan) =>
    planHas(app.catalog, plan, 'user-groups'),
  )
  const about = { ownerRoleId: ownerRole(app.catalog).id, plansWithGroups, now }
  const rows = await queries.listOfMember(app.database.db, user.id, page, about)
  const { items, pagination: next } = paged(page, rows, (row) => [row.joinedAt.toISOString(), row.id])
  const workspaces = items.map(({ id, slug, name, isOwner }) => ({ id, slug, name, isOwner }))
  return { workspaces, pagination: next }
}

/** The workspace that the caller speaks for. */
export async function getWorkspace(caller: Caller) {
  return shown(caller, await find(caller.db, caller.workspaceId))
}

/** The workspace with this id, for whoever acts without a request. */
export const findWorkspaceById = queries.findWorkspace

export interface Modification {
  name?: string
  slug?: string
}

/** Changes name and slug; the old slug leads nowhere from then on. Raises `workspace-slug-taken`, `invalid-input`. */
export function modifyWorkspace(caller: Caller, wanted: Modification) {
  return change(caller, async (tx) => {
    const before = await find(tx, caller.workspaceId)
    const name = wanted.name === undefined ? before.name : tidyName(wanted.name)
    const { slug = before.slug } = wanted
    if (name === before.name && slug === before.slug) return unchanged(shown(caller, before))

    if (slug !== before.slug) refuseReserved(slug)
    await queries.updateWorkspace(tx, caller.workspaceId, { name, slug })
    const detail = { from: { name: before.name, slug: before.slug }, to: { name, slug } }
    const type = 'Workspace Modified'
    return changed(shown(caller, { ...before, name, slug }), {
      type,
      resourceId: before.id,
      resourceName: name,
      detail,
    })
  })
}

/**
 * Moves a workspace to another plan, as the operator's act. Grants beyond the plan stay, inactive (rules, section 15).
 * Raises `not-found` for the slug, `invalid-input` for a plan that the catalog lacks, `last-owner` if nobody would own
 * the workspace under the new plan.
 */
export async function setPlan(acting: Acting, slug: string, plan: string) {
  const { database, catalog } = acting.app
  const workspace = await queries.findBySlug(database.db, slug)
  if (!workspace) throw new Problem('not-found', { message: `There is no workspace with the slug ${slug}.` })
  if (!Object.hasOwn(catalog.plans, plan)) {
    const message = `The plan must be one of: ${Object.keys(catalog.plans).join(', ')}.`
    throw new Problem('invalid-input', { field: 'plan', message })
  }
  const caller = await actFor(acting, theSystem, workspace)
  return change(caller, async (tx) => {
    const { id, name, plan: from } = await find(tx, caller.workspaceId)
    if (from === plan) return unchanged({ from, to: plan })

    if (!ownerRole(catalog).plans.includes(plan)) throw new Problem('last-owner')
    await keepAnOwner(tx, { ...caller, workspace: { ...caller.workspace, plan } })
    await queries.updateWorkspace(tx, id, { plan })
    const value = { from, to: plan }
    const type = 'Workspace Plan Changed'
    return changed(value, {
      type,
      resourceId: id,
      resourceName: name,
      detail: value,
      touches: { plan: true },
    })
  })
}

async function find(db: Caller['db'] | Writer, workspaceId: string) {
  const row = await queries.findWorkspace(db, workspaceId)
  if (!row) throw new Problem('not-found')
  return row
}

function shown({ app }: Pick<Caller, 'app'>, { id, slug, name, plan }: Caller['workspace']) {
  return { id, slug, name, plan, planName: app.catalog.plans[plan]?.name ?? plan, settings: {} }
}

function refuseReserved(slug: string) {
  if (!reservedSlugs.has(slug)) return
  throw new Problem('invalid-input', {
    field: 'slug',
    message: `"slug" cannot be ${slug}: the word is reserved`,
  })
}
