import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import type { Writer } from '../db/open.ts'
import type { Connection } from './connection.ts'
import * as queries from './queries.ts'
import { type Attributes, tidyAttributes } from './settings.ts'

/** What a provider said of a person: names with their values, all of them texts. SAML: also the subject, as `NameID`. */
export type Claims = Record<string, string[]>

/** What a mapping makes of it. `email` is null where there is no usable address under its name (L-6). */
export interface Mapped {
  email: string | null
  name: string | null
  groups: string[]
}

const NAME_MAX = 255
const EMAIL_MAX = 320
/** What is kept of the last answer, at most. */
const KEPT_CLAIMS = 100
const KEPT_VALUES = 100
const KEPT_NAME_LENGTH = 300
const KEPT_LENGTH = 1_000
/** More groups of one person than this are passed over. */
const GROUPS_MAX = 1_000

/** Claims of OpenID Connect as names with texts: what is neither a text, a number, a truth value nor a list of them is passed over. */
export function claimsOf(raw: Record<string, unknown>): Claims {
  const all: Claims = Object.create(null)
  for (const [name, value] of Object.entries(raw)) {
    const values = (Array.isArray(value) ? value : [value]).filter(isPlain).map(String)
    if (values.length > 0) all[name] = values
  }
  return all
}

/** Finds address, name and groups in what a provider said. */
export function claimsMapped({ email, name, groups }: Attributes, claims: Claims): Mapped {
  const [address = ''] = valuesOf(claims, email)
  const [called = ''] = valuesOf(claims, name)
  return {
    email: isAddress(address.trim()) ? address.trim() : null,
    name: nameOf(called),
    groups: valuesOf(claims, groups).slice(0, GROUPS_MAX).map(plainText),
  }
}

/** Step: remembers what the last genuine answer said, to try a mapping on: not more of it than can be shown. */
export async function keepClaims(
  tx: Writer,
  { id, workspace }: Pick<Connection, 'id' | 'workspace'>,
  claims: Claims,
) {
  const entries = Object.entries(claims).slice(0, KEPT_CLAIMS)
  const kept = entries.map(([name, values]) => [
    short(name, KEPT_NAME_LENGTH),
    values.slice(0, KEPT_VALUES).map((value) => short(value, KEPT_LENGTH)),
  ])
  const last_claims = JSON.stringify(Object.fromEntries(kept))
  await queries.updateConnection(tx, workspace.id, id, { last_claims })
}

/** Says what a mapping would make of the last genuine answer of a provider; null where there was none. Raises `not-found`. */
export async function tryMapping({ db, workspaceId }: Caller, connectionId: string, attributes: Attributes) {
  if (!(await queries.findConnection(db, workspaceId, connectionId))) throw new Problem('not-found')
  const kept = await queries.lastClaims(db, workspaceId, connectionId)
  if (kept === null) return null

  // Written by keepClaims() alone.
  const claims = kept as Claims
  const available = Object.entries(claims).map(([name, values]) => ({ name, values }))
  available.sort((one, other) => (one.name < other.name ? -1 : 1))
  return { ...claimsMapped(tidyAttributes(attributes), claims), available }
}

/** A text as every database can keep it. */
export function plainText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

function short(text: string, most: number): string {
  return [...plainText(text)].slice(0, most).join('')
}

function valuesOf(claims: Claims, name: string | null): string[] {
  return name !== null && Object.hasOwn(claims, name) ? (claims[name] ?? []) : []
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Letters beyond ASCII before the @ can look like others; nothing is taken off, no tag and no dot (L-6). */
function isAddress(text: string): boolean {
  return text.length <= EMAIL_MAX && /^[\x21-\x3f\x41-\x7e]+@[^\s@\p{Cc}]+$/u.test(text)
}

function nameOf(text: string): string | null {
  return short(text.replace(/\p{Cc}/gu, ''), NAME_MAX).trim() || null
}
