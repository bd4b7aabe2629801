import { wireType } from '../../contract/complete.ts'
import { builtInLabels } from '../../contract/labels.ts'
import { Problem } from '../../contract/problems.ts'
import { may } from '../caller/admit.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed } from '../caller/change.ts'
import { planLimit } from '../caller/plan.ts'
import type { Reader, Writer } from '../db/open.ts'
import { labelHolders } from '../grants/grants.ts'
import * as queries from './queries.ts'

export interface LabelName {
  key: string
  value: string
}

/** A label as it is shown. */
export interface Label extends LabelName {
  description: string
}

const USES_NAMED = 20
/** The most labels of one's own on any plan: all of them are one answer. */
const CUSTOM_MAX = 5_000

/** All labels of the workspace, by key and value. */
export async function listLabels(caller: Caller): Promise<Label[]> {
  const rows = await queries.listLabels(caller.db, caller.workspaceId)
  return rows.map(shown).sort(byName)
}

/**
 * Makes a label; key, value and description are kept exactly as written (public-api 4.4). The two that every workspace
 * begins with never count against the plan's limit, not even when made again. Raises `label-taken` (without regard to
 * case), `plan-limit`.
 */
export function createLabel(
  caller: Caller,
  { key, value, description = '' }: LabelName & { description?: string },
) {
  return change(caller, async (tx) => {
    // The same spelling breaks the primary key, which has no problem of its name: asked first, under the lock.
    if ((await labelBook(tx, caller)).has(keyOfLabel({ key, value }))) throw new Problem('label-taken')
    const builtIn = builtInLabels.some((one) => sameLabel(one, { key, value }))
    await queries.insertLabel(tx, caller.workspaceId, {
      key,
      value,
      description,
      builtIn,
      createdAt: caller.now,
    })
    if (!builtIn) await keepLimit(tx, caller)
    const name = textOf({ key, value })
    const detail = { key, value, description }
    return changed(
      { key, value, description },
      { type: 'Label Created', resourceId: name, resourceName: name, detail },
    )
  })
}

/** Deletes a label that nothing uses (rules, section 5). Raises `not-found`, and `label-in-use` naming the uses. */
export function deleteLabel(caller: Caller, label: LabelName) {
  return change(caller, async (tx) => {
    const stored = (await labelBook(tx, caller)).get(keyOfLabel(label))
    if (!stored) throw new Problem('not-found')
    await refuseIfUsed(tx, caller, stored)

    await queries.deleteLabel(tx, caller.workspaceId, stored)
    const name = textOf(stored)
    const detail = { key: stored.key, value: stored.value, description: stored.description }
    return changed(undefined, { type: 'Label Deleted', resourceId: name, resourceName: name, detail })
  })
}

/** Every label with what carries it and whose grants name it: how many, and the first of each kind. */
export async function labelUsage(caller: Caller) {
  const rows = await queries.listLabels(caller.db, caller.workspaceId)
  const uses = Map.groupBy(await listUses(caller.db, caller), keyOfLabel)
  return rows.sort(byName).map((row) => {
    const own = uses.get(keyOfLabel(row)) ?? []
    const count = (kind: Use['kind']) => own.find((use) => use.kind === kind)?.total ?? 0
    const counts = {
      resources: count('resource'),
      users: count('user'),
      groups: count('group'),
      tokens: count('token'),
      invites: count('invite'),
    }
    return { ...shown(row), builtIn: row.builtIn, counts, uses: own.map(shownUse) }
  })
}

/** The labels of the workspace by `keyOfLabel`: how a label that somebody names is found in its stored spelling. */
export async function labelBook(db: Reader, caller: Caller): Promise<Map<string, Label>> {
  const rows = await queries.listLabels(db, caller.workspaceId)
  return new Map(rows.map((row) => [keyOfLabel(row), shown(row)]))
}

/** What two labels are compared by: key and value without regard to case (rules, section 5). */
export function keyOfLabel({ key, value }: LabelName): string {
  return `${key.toLowerCase()}:${value.toLowerCase()}`
}

/** One value per key: of labels with the same key the last one counts (rules, section 5). In the order of keys. */
export function onePerKey<One extends LabelName>(labels: One[]): One[] {
  const byKey = new Map(labels.map((label) => [label.key.toLowerCase(), label]))
  return [...byKey.values()].sort(byName)
}

/** The labels that are in one list only. */
export function labelsChanged(before: LabelName[], after: LabelName[]): LabelName[] {
  const lacks = (list: LabelName[]) => (label: LabelName) => !list.some((one) => sameLabel(one, label))
  return [...before.filter(lacks(after)), ...after.filter(lacks(before))]
}

/**
 * Step: makes exactly these labels those of each resource. `moved` are the labels put on or taken off. One that any
 * grant names may be moved only by who may assign labels everywhere: otherwise somebody whose access depends on labels
 * could change who has access (rules, section 5; invariant 15). Raises `not-allowed`.
 */
export async function putLabels(
  tx: Writer,
  caller: Caller,
  { resources, moved }: { resources: queries.LabelsOfResource[]; moved: LabelName[] },
) {
  if (resources.length === 0) return
  await refuseIfGranted(tx, caller, moved)
  await queries.replaceLabels(tx, caller.workspaceId, resources)
}

async function refuseIfGranted(tx: Writer, caller: Caller, moved: LabelName[]) {
  const isFree =
    moved.length === 0 ||
    caller.who.kind === 'system' ||
    may(caller, 'label:assign', { type: 'workspace', id: caller.workspaceId })
  if (isFree) return
  const held = await labelHolders(tx, caller, moved)
  const names = [...new Set(held.map(textOf))]
  if (names.length === 0) return
  throw new Problem('not-allowed', {
    message: `Grants depend on ${names.join(', ')}: only a workspace owner may put it on a resource or take it off.`,
    data: { action: 'label:assign', labels: names },
  })
}

interface Use extends LabelName {
  kind: 'resource' | 'user' | 'group' | 'token' | 'invite'
  type?: string
  id: string
  name: string
  total: number
}

async function listUses(db: Reader, caller: Caller, label?: LabelName): Promise<Use[]> {
  const carriers = await queries.listCarriers(db, caller.workspaceId, label)
  const holders = await labelHolders(db, caller, label && [label])
  return [
    ...carriers.map((one) => ({ ...one, kind: 'resource' as const, type: wireType(one.type) })),
    ...holders,
  ]
}

async function refuseIfUsed(tx: Writer, caller: Caller, label: LabelName) {
  const uses = await listUses(tx, caller, label)
  if (uses.length === 0) return
  const totals = new Map(uses.map((use) => [use.kind, use.total]))
  const total = [...totals.values()].reduce((sum, one) => sum + one, 0)
  const named = uses.slice(0, USES_NAMED)
  const more = total > named.length ? ` and ${total - named.length} more` : ''
  const list = named.map((use) => `${use.type ?? wordFor[use.kind]} ${use.name}`).join(', ')
  throw new Problem('label-in-use', {
    message: `${textOf(label)} is in use: ${list}${more}. Remove it from them first.`,
    data: { label: textOf(label), total, uses: named.map(shownUse) },
  })
}

const wordFor: Record<Use['kind'], string> = {
  resource: 'resource',
  user: 'grant of',
  group: 'grant of group',
  token: 'grant of token',
  invite: 'grant of invite',
}

async function keepLimit(tx: Writer, caller: Caller) {
  const limit = Math.min(planLimit(caller, 'customLabels') ?? CUSTOM_MAX, CUSTOM_MAX)
  const rows = await queries.listLabels(tx, caller.workspaceId)
  if (rows.filter((row) => !row.builtIn).length <= limit) return
  throw new Problem('plan-limit', {
    message: `This plan includes ${limit} labels besides environment:dev and environment:prod.`,
    data: { limit, plan: caller.workspace.plan },
  })
}

function shown({ key, value, description }: Label): Label {
  return { key, value, description }
}

function shownUse({ kind, type, id, name }: Use) {
  return type === undefined ? { kind, id, name } : { kind, type, id, name }
}

function textOf({ key, value }: LabelName): string {
  return `${key}:${value}`
}

function sameLabel(one: LabelName, other: LabelName): boolean {
  return keyOfLabel(one) === keyOfLabel(other)
}

/** By key, then by value, in the order of code units: the same in every database. */
function byName(one: LabelName, other: LabelName): number {
  return compare(one.key, other.key) || compare(one.value, other.value)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
