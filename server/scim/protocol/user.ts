import type { Json, JsonObject } from '../../db/tables.ts'
import { letters, openEffort, type Spend } from './effort.ts'
import { countTerms } from './filter.ts'
import { invalid } from './invalid.ts'
import { memberOf, type Operation, readOperations, requireCore } from './operations.ts'
import { changeAttribute } from './patching.ts'
import { findAttribute, findExtension } from './paths.ts'
import { findTarget, readTarget, type Target } from './targets.ts'
import { isObject, readExternalId, readName, readTruth } from './values.ts'

/** What a provider says of a person. `profile` is every other attribute that it may write, in the schema's spelling; extensions stand under their URN. */
export interface UserState {
  userName: string
  externalId: string | null
  active: boolean
  profile: JsonObject
}

const USER_NAME_MAX = 320
const PROFILE_MAX_LENGTH = 32_768
/** What it takes to find an attribute by its name. */
const KEY_LOOKS = 4

/**
 * Reads the body of a POST or PUT: everything that it does not say is unassigned, but `active`, which is true. `id`, `meta`, `groups`,
 * `password` and what no schema knows are passed over. Raises `scim-invalid`: invalidSyntax without the core schema, invalidValue.
 */
export function readUser(body: Record<string, unknown>): UserState & { saysActive: boolean } {
  requireCore(body, 'User')
  const active = memberOf(body, 'active') ?? null
  const userName = readName('userName', memberOf(body, 'userName'), USER_NAME_MAX).trim()
  let state: UserState = { userName, externalId: null, active: true, profile: {} }
  for (const [key, value] of Object.entries(body)) {
    if (value === null) continue
    const urn = findExtension(key, 'User')
    const found = findAttribute(key, 'User')
    if (urn !== null) state = change(state, { kind: 'extension', urn }, { op: 'replace', value })
    else if (found && !found.sub)
      state = change(state, { kind: 'attribute', ...found, where: null }, { op: 'replace', value })
  }
  weigh(state)
  return { ...state, saysActive: active !== null }
}

/**
 * What a person is after the operations of a PATCH, in their order, all or none: `present` stays as it is. Never another userName
 * (which is accepted and passed over), id, meta, groups or password. Raises `scim-invalid` with the keyword of RFC 7644, section 3.12.
 */
export function patchUser(present: UserState, body: Record<string, unknown>): UserState {
  let state = present
  let unweighed = 0
  const spend = openEffort()
  for (const operation of readOperations(body)) {
    for (const [target, said] of changesOf(operation, spend)) {
      spend(looksOf(state, target, said))
      state = change(state, target, said)
      // Weighing is as long as the profile: it waits until as much was said.
      unweighed += JSON.stringify(said.value ?? null).length
      if (unweighed > PROFILE_MAX_LENGTH) {
        weigh(state)
        unweighed = 0
      }
    }
  }
  weigh(state)
  return state
}

type Said = Pick<Operation, 'op' | 'value'>

function changesOf({ op, path, value }: Operation, spend: Spend): [Target, Said][] {
  if (path !== null) {
    if (isPassword(path)) return []
    spend(letters(path))
    const target = readTarget(path, 'User')
    refuseReadOnly(target, op)
    return [[target, { op, value }]]
  }
  if (!isObject(value)) throw invalid('invalidValue', 'Without a path, the value names the attributes.')
  const entries = Object.entries(value)
  spend(entries.length * KEY_LOOKS)
  return entries.flatMap(([key, one]): [Target, Said][] => {
    spend(letters(key))
    const target = findTarget(key, 'User')
    return target ? [[target, { op, value: one }]] : []
  })
}

/**
 * How much a change looks at: the values of a list that is there, and those that are said, each with every term of the filter; of those to
 * be removed, each is held against each.
 */
function looksOf({ profile }: UserState, target: Target, { op, value }: Said): number {
  if (target.kind === 'extension') return 1
  const { attribute, path, where } = target
  if (!attribute.multiValued) return 1
  const present = countOf((path.urn === null ? profile : partsOf(profile[path.urn]))[attribute.name])
  const said = countOf(value)
  const values = op === 'remove' ? present * said : present + said
  return values * (where ? 1 + countTerms(where) : 1)
}

function countOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 1
}

function isPassword(path: unknown): boolean {
  return typeof path === 'string' && path.toLowerCase() === 'password'
}

/** `userName` may be named, and keeps its value. */
function refuseReadOnly(target: Target, op: Operation['op']) {
  if (target.kind === 'extension') return
  const { name, mutability } = target.attribute
  const isKept = name === 'userName' || name === 'active'
  if ((mutability === 'readOnly' && name !== 'schemas') || (isKept && op === 'remove'))
    throw invalid('mutability', `${name} cannot be ${op === 'remove' ? 'removed' : 'changed'}.`)
}

function change(state: UserState, target: Target, said: Said): UserState {
  if (target.kind === 'extension') return changeExtension(state, target.urn, said)
  const { attribute, path } = target
  if (attribute.mutability !== 'readWrite') return state
  if (attribute.name === 'active') return { ...state, active: readActive(said.value) }
  if (path.urn === null && attribute.name === 'externalId')
    return { ...state, externalId: said.op === 'remove' ? null : readExternalId(said.value) }

  const parts = path.urn === null ? state.profile : partsOf(state.profile[path.urn])
  const after = changeAttribute(parts[attribute.name], target, said)
  const changed = assigned(parts, attribute.name, after)
  return { ...state, profile: path.urn === null ? changed : withExtension(state.profile, path.urn, changed) }
}

function changeExtension(state: UserState, urn: string, { op, value }: Said): UserState {
  if (op === 'remove' || value === null) return { ...state, profile: withExtension(state.profile, urn, {}) }
  if (!isObject(value)) throw invalid('invalidValue', `${urn} takes an object.`)
  return Object.entries(value).reduce((after, [key, one]) => {
    const target = key.includes(':') ? null : findTarget(`${urn}:${key}`, 'User')
    return target ? change(after, target, { op, value: one }) : after
  }, state)
}

function withExtension(profile: JsonObject, urn: string, parts: JsonObject): JsonObject {
  return assigned(profile, urn, Object.keys(parts).length > 0 ? parts : undefined)
}

function assigned(parts: JsonObject, name: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...parts, [name]: value }
  const { [name]: _, ...rest } = parts
  return rest
}

function partsOf(extension: Json | undefined): JsonObject {
  return isObject(extension) ? (extension as JsonObject) : {}
}

function readActive(value: unknown): boolean {
  const truth = readTruth(value)
  if (truth === null) throw invalid('invalidValue', 'active takes true or false.')
  return truth
}

function weigh({ profile }: UserState) {
  if (JSON.stringify(profile).length > PROFILE_MAX_LENGTH)
    throw invalid('invalidValue', `What is said of a person takes at most ${PROFILE_MAX_LENGTH} characters.`)
}
