import type { Static } from 'typebox'
import { ownerRole, roleById, roleByName } from '../../contract/complete.ts'
import { type Fault, Problem } from '../../contract/problems.ts'
import type { Token } from '../../contract/tokens.ts'
import type { Caller, Visitor } from '../caller/caller.ts'
import { change, changed, type Happened, outcome, unchanged } from '../caller/change.ts'
import { workspaceOf } from '../caller/identities.ts'
import { requireFeature } from '../caller/plan.ts'
import { requireFresh } from '../caller/session.ts'
import { actFor, theSystem } from '../caller/system.ts'
import type { Reader, Writer } from '../db/open.ts'
import { giveGrants, mailOwners, type PermissionIn, permissionsOfAll, withMail } from '../grants/grants.ts'
import { readMoment } from '../http/moment.ts'
import { type PageInput, paged, pageOf } from '../http/page.ts'
import { hashSecret, newId, newSecret } from '../platform/ids.ts'
import { tidyName } from '../platform/names.ts'
import { endScimToken } from '../provisioning/provisioning.ts'
import * as queries from './queries.ts'

type TokenOut = Static<typeof Token>

/** A token as a request asks for it; `expiresAt` is ISO 8601. */
export interface TokenWanted {
  description: string
  access: 'owner' | 'member'
  permissions?: PermissionIn[]
  expiresAt?: string
}

/** The last characters of a secret, by which people recognise a token in a list. */
const HINT_LENGTH = 4

/** A page of tokens with what they may do, in the order they were made. */
export async function listTokens(caller: Caller, pagination: PageInput) {
  const page = pageOf(caller, pagination, 'tokens', 2)
  const rows = await queries.listTokens(caller.db, caller.workspaceId, page)
  const { items, pagination: next } = paged(page, rows, (row) => [row.createdAt.toISOString(), row.id])
  return { tokens: await shown(caller.db, caller, items), pagination: next }
}

/** One token. Raises `not-found`. */
export function getToken(caller: Caller, tokenId: string): Promise<TokenOut> {
  return show(caller.db, caller, tokenId)
}

/** The token that the caller is. Raises `not-found` for a person. */
export function getCurrentToken(caller: Caller): Promise<TokenOut> {
  if (caller.who.kind === 'token') return show(caller.db, caller, caller.who.id)
  throw new Problem('not-found', { message: 'You are signed in as a person, not with a token.' })
}

/**
 * Makes a token, and answers its secret, which is not kept. It ends with the credential that makes it, or before
 * (docs/decisions/0014). A person proves freshly that it is them (0017). Raises `step-up-required`, `plan-limit`, `invalid-input`, and
 * everything that granting raises.
 */
export function createToken(caller: Caller, wanted: TokenWanted) {
  requireFresh(caller)
  return change(caller, async (tx) => {
    requireFeature(caller, 'public-api')
    const permissions = permissionsFor(caller, wanted)
    const expiresAt = endOf(caller, wanted.expiresAt)
    const description = tidyName(wanted.description)
    const made = await addToken(tx, caller, { description, expiresAt, permissions })
    const mail = await mailOwners(tx, caller, 'token-created', [description])
    const value = { token: await show(tx, caller, made.id), secret: made.secret }
    return outcome(value, withMail(made.happened, mail))
  })
}

/** Describes a token anew. Raises `not-found`. */
export function describeToken(caller: Caller, tokenId: string, wanted: string): Promise<TokenOut> {
  return change(caller, async (tx) => {
    const token = await show(tx, caller, tokenId)
    const description = tidyName(wanted)
    if (token.description === description) return unchanged(token)

    await queries.describeToken(tx, caller.workspaceId, tokenId, description)
    const detail = { from: token.description, to: description }
    const about = { resourceId: tokenId, resourceName: description, detail }
    return changed({ ...token, description }, { type: 'Token Modified', ...about })
  })
}

/** Ends a token: the very next request with it is refused. Raises `not-found`. */
export function revokeToken(caller: Caller, tokenId: string) {
  return change(caller, async (tx) => {
    const token = await queries.findToken(tx, caller.workspaceId, tokenId)
    if (!token) throw new Problem('not-found')
    return changed(undefined, await revoke(tx, caller, token, 'revoked'))
  })
}

/**
 * Ends the token with this secret, also one for SCIM, if there is one, for whoever found it (rules, section 14: secret scanners). Says
 * nothing about whether there was one.
 */
export async function revokeLeakedToken(visitor: Visitor, secret: string) {
  const identity = await visitor.app.identities.find({ from: 'bearer', secret: secret.trim() }, visitor.now)
  if (identity?.kind !== 'token' && identity?.kind !== 'scim') return

  const { kind, row } = identity
  // No key is kept for strangers: an answer about a reused one would tell that the token exists.
  const server = await actFor({ ...visitor, idempotency: null }, theSystem, workspaceOf(row))
  await change(server, async (tx) => {
    if (kind === 'scim') return outcome(undefined, await endScimToken(tx, server, row.tokenId, 'leaked'))
    const token = await queries.findToken(tx, server.workspaceId, row.tokenId)
    return token ? changed(undefined, await revoke(tx, server, token, 'leaked')) : unchanged(undefined)
  })
}

/** Step: makes a token with its permissions. The secret is in the answer and nowhere else. */
export async function addToken(
  tx: Writer,
  caller: Caller,
  {
    description,
    expiresAt,
    permissions,
  }: { description: string; expiresAt: Date | null; permissions: PermissionIn[] },
): Promise<{ id: string; secret: string; happened: Happened[] }> {
  const id = newId()
  const secret = newSecret('cvt_')
  const token = {
    id,
    description,
    secretHash: hashSecret(secret),
    hint: secret.slice(-HINT_LENGTH),
    expiresAt,
  }
  await queries.insertToken(tx, caller.workspaceId, {
    ...token,
    createdBy: caller.who.id,
    createdAt: caller.now,
  })
  const granted = await giveGrants(
    tx,
    caller,
    { holder: { kind: 'token', id }, name: description },
    permissions,
  )
  const touches = { principals: [id] }
  const detail = { expiresAt: expiresAt?.toISOString() ?? null }
  const created: Happened = {
    type: 'Token Created',
    resourceId: id,
    resourceName: description,
    detail,
    touches,
  }
  return { id, secret, happened: [created, ...granted] }
}

async function revoke(
  tx: Writer,
  caller: Caller,
  { id, description }: queries.TokenRow,
  because: 'revoked' | 'leaked',
): Promise<Happened> {
  await queries.deleteToken(tx, caller.workspaceId, id)
  const touches = { principals: [id] }
  return { type: 'Token Revoked', resourceId: id, resourceName: description, detail: { because }, touches }
}

/** Owner, or member with roles: the two kinds that Segment's editor knows (rules, section 14). */
function permissionsFor(caller: Caller, { access, permissions = [] }: TokenWanted): PermissionIn[] {
  const { catalog } = caller.app
  const owner = ownerRole(catalog)
  if (access === 'member') {
    const isOwner = ({ roleId }: PermissionIn) =>
      (roleById(catalog, roleId) ?? roleByName(catalog, roleId)) === owner
    const faults = permissions.flatMap((one, index): Fault[] => {
      const field = `permissions.${index}.roleId`
      return isOwner(one) ? [{ field, message: `"${field}" is the owner role: say "access": "owner"` }] : []
    })
    if (faults.length > 0) throw new Problem('invalid-input', { ...faults[0], faults })
    return permissions
  }

  if (permissions.length > 0) {
    const message = '"permissions" go with "access": "member"; an owner may do everything'
    throw new Problem('invalid-input', { field: 'permissions', message })
  }
  return [{ roleId: owner.id, resources: [{ id: caller.workspaceId, type: 'WORKSPACE' }] }]
}

function endOf({ now, who }: Caller, wanted: string | undefined): Date | null {
  const field = 'expiresAt'
  if (wanted === undefined) return who.until

  const moment = readMoment(wanted, field)
  if (moment <= now)
    throw new Problem('invalid-input', { field, message: '"expiresAt" must be in the future' })
  if (who.until && moment > who.until) {
    const message = `"expiresAt" must not be after the end of the token that asks: ${who.until.toISOString()}`
    throw new Problem('invalid-input', { field, message })
  }
  return moment
}

async function show(db: Reader, caller: Caller, tokenId: string): Promise<TokenOut> {
  const row = await queries.findToken(db, caller.workspaceId, tokenId)
  const [token] = await shown(db, caller, row ? [row] : [])
  if (!token) throw new Problem('not-found')
  return token
}

async function shown(db: Reader, caller: Caller, rows: queries.TokenRow[]): Promise<TokenOut[]> {
  const ids = rows.map((row) => row.id)
  const permissions = await permissionsOfAll(db, caller, ids, 'token')
  const ownerId = ownerRole(caller.app.catalog).id
  return rows.map(({ id, description, hint, ...row }) => {
    const held = permissions.get(id) ?? []
    const isOwner = held.some((one) => one.roleId === ownerId && one.active)
    return {
      id,
      description,
      kind: isOwner ? 'Owner' : 'Member',
      hint,
      permissions: held,
      createdBy: maker(row),
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt?.toISOString() ?? null,
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    }
  })
}

function maker({
  createdBy: id,
  makerName,
  makerIsHere,
}: Pick<queries.TokenRow, 'createdBy' | 'makerName' | 'makerIsHere'>) {
  if (id === theSystem.id) return { id, name: theSystem.name, gone: false }
  return { id, name: makerName ?? id, gone: !makerIsHere }
}
