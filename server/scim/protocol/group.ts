import { letters, openEffort } from './effort.ts'
import type { Filter } from './filter.ts'
import { invalid } from './invalid.ts'
import { memberOf, type Operation, readOperations, requireCore } from './operations.ts'
import { findTarget, readTarget, type Target } from './targets.ts'
import { isObject, readExternalId, readName } from './values.ts'

/** What a provider says of a group. members: ids of people, each once; null where it says nothing of them. */
export interface GroupWritten {
  displayName: string
  externalId: string | null
  members: string[] | null
}

/** One step of a PATCH of a group, to be done in order. It names no more members than the request did. */
export type GroupStep =
  | { kind: 'rename'; displayName: string }
  | { kind: 'externalId'; externalId: string | null }
  | { kind: 'add' | 'remove'; ids: string[] }
  | { kind: 'replace'; ids: string[] }

const NAME_MAX = 255
const MEMBERS_MAX = 50_000
const ID_MAX = 200

/** Reads the body of a POST or PUT. Raises `scim-invalid`: invalidSyntax without the core schema, invalidValue. */
export function readGroup(body: Record<string, unknown>): GroupWritten {
  requireCore(body, 'Group')
  const members = memberOf(body, 'members') ?? null
  return {
    displayName: readTitle(memberOf(body, 'displayName')),
    externalId: readExternalId(memberOf(body, 'externalId')),
    members: members === null ? null : readIds(members),
  }
}

/**
 * Reads a PATCH as the steps that it means, in their order: neighbours of one kind are one step. What does not name `members` never
 * touches them, and a removal that does not say whom is refused (noTarget), never taken for everybody. Raises `scim-invalid`.
 */
export function readGroupPatch(body: Record<string, unknown>): GroupStep[] {
  const spend = openEffort()
  const steps = readOperations(body).flatMap((operation) => {
    spend(letters(operation.path))
    return stepsOf(operation)
  })
  const named = steps.reduce((sum, step) => sum + ('ids' in step ? step.ids.length : 0), 0)
  if (named > MEMBERS_MAX) throw tooMany()
  return joined(steps)
}

function stepsOf({ op, path, value }: Operation): GroupStep[] {
  if (path !== null) {
    const target = readTarget(path, 'Group')
    refuseReadOnly(target)
    return stepOf(target, op, value)
  }
  if (!isObject(value)) throw invalid('invalidValue', 'Without a path, the value names the attributes.')
  return Object.entries(value).flatMap(([key, one]) => {
    const target = findTarget(key, 'Group')
    return target ? stepOf(target, op, one) : []
  })
}

function refuseReadOnly(target: Target) {
  if (target.kind === 'extension') return
  const { name, mutability } = target.attribute
  if (mutability === 'readOnly' && name !== 'schemas')
    throw invalid('mutability', `${name} cannot be changed.`)
}

function stepOf(target: Target, op: Operation['op'], value: unknown): GroupStep[] {
  if (target.kind === 'extension') return []
  const { attribute, where, sub } = target
  if (attribute.name === 'displayName') {
    if (op === 'remove') throw invalid('mutability', 'displayName cannot be removed.')
    return [{ kind: 'rename', displayName: readTitle(value) }]
  }
  if (attribute.name === 'externalId')
    return [{ kind: 'externalId', externalId: op === 'remove' ? null : readExternalId(value) }]
  if (attribute.name !== 'members') return []

  if (sub || (where && op !== 'remove'))
    throw invalid('mutability', 'Members are added and removed. They are not changed.')
  if (where) return [{ kind: 'remove', ids: [...new Set(idsIn(where))] }]
  if (op === 'remove') return [{ kind: 'remove', ids: readRemoved(value) }]
  return [{ kind: op, ids: readIds(value) }]
}

/** Entra's form: the members to remove stand in the value (standards/scim 2.2). */
function readRemoved(value: unknown): string[] {
  if (value !== undefined && value !== null) return readIds(value)
  const help = 'To remove one member say members[value eq "id"]; to remove all, replace members with [].'
  throw invalid('noTarget', `This remove does not say which members. ${help}`)
}

/** `value eq "x"`, and several of them with `or`. */
function idsIn(where: Filter): string[] {
  if (where.kind === 'or') return [...idsIn(where.left), ...idsIn(where.right)]
  if (
    where.kind === 'compare' &&
    where.op === 'eq' &&
    where.path.name === 'value' &&
    typeof where.value === 'string'
  )
    return [where.value]
  throw invalid('invalidFilter', 'Members are found by value eq "id", and several by or.')
}

function readIds(value: unknown): string[] {
  const all = Array.isArray(value) ? value : [value]
  if (all.length > MEMBERS_MAX) throw tooMany()
  return [...new Set(all.map(readId))]
}

function readId(member: unknown): string {
  if (!isObject(member))
    throw invalid('invalidValue', 'A member is an object with the id of a user as value.')
  const id = readName('value', memberOf(member, 'value'), ID_MAX)
  const type = memberOf(member, 'type') ?? 'User'
  if (typeof type !== 'string' || type.toLowerCase() !== 'user')
    throw invalid('invalidValue', 'The members of a group are users.')
  return id
}

function readTitle(value: unknown): string {
  return readName('displayName', value, NAME_MAX)
}

/** Neighbours of one kind as one step, without those that name nobody. Each id is taken up once: the work is as long as the request. */
function joined(steps: GroupStep[]): GroupStep[] {
  const runs: { step: GroupStep; ids: Set<string> }[] = []
  for (const step of steps) {
    const last = runs.at(-1)
    if (isDelta(step) && last?.step.kind === step.kind) for (const id of step.ids) last.ids.add(id)
    else runs.push({ step, ids: new Set(isDelta(step) ? step.ids : []) })
  }
  return runs.flatMap(({ step, ids }): GroupStep[] => {
    if (!isDelta(step)) return [step]
    return ids.size > 0 ? [{ ...step, ids: [...ids] }] : []
  })
}

function isDelta(step: GroupStep): step is Extract<GroupStep, { kind: 'add' | 'remove' }> {
  return step.kind === 'add' || step.kind === 'remove'
}

function tooMany() {
  return invalid('invalidValue', `At most ${MEMBERS_MAX} members are named at once.`)
}
