import { setImmediate as othersFirst } from 'node:timers/promises'
import { Problem } from '../../../contract/problems.ts'
import type { Caller } from '../../caller/caller.ts'
import { change, type Happened } from '../../caller/change.ts'
import { requireFeature } from '../../caller/plan.ts'
import type { Reader, Writer } from '../../db/open.ts'
import {
  addGroup,
  fillByProvider,
  manageGroup,
  removeGroup,
  renameTo,
  type Subject,
} from '../../groups/groups.ts'
import { type GroupStep, readGroup, readGroupPatch } from '../protocol/group.ts'
import { invalid } from '../protocol/invalid.ts'
import { adopt } from '../users/queries.ts'
import { type Done, done } from '../writing.ts'
import * as queries from './queries.ts'

const IDS_AT_ONCE = 250

/** Makes a group that the provider manages, without roles (rules, section 10). Raises `scim-invalid`, `group-name-taken`, `plan-limit`. */
export function createGroup(caller: Caller, body: Record<string, unknown>): Promise<Done> {
  const { displayName, externalId, members } = readGroup(body)
  return change(caller, async (tx) => {
    const { group, created } = await addGroup(tx, caller, { name: displayName, managed: true })
    const filled = await fill(tx, caller, group, { come: members ?? [], gone: [] })
    await queries.touchGroup(tx, caller.workspaceId, group.id, { now: caller.now, externalId })
    return done(group.id, [created, ...filled])
  })
}

/** Replaces name and members: who is in the group by hand too stays in it. Raises `not-found`, and as `createGroup`, and `last-owner`. */
export function replaceGroup(caller: Caller, id: string, body: Record<string, unknown>): Promise<Done> {
  const { displayName, externalId, members } = readGroup(body)
  return step(caller, id, [
    { kind: 'rename', displayName },
    { kind: 'externalId', externalId },
    { kind: 'replace', ids: members ?? [] },
  ])
}

/** Does the steps of a PATCH, all of them or none. Never looks at members that it does not name. Raises as `replaceGroup`. */
export function patchGroup(caller: Caller, id: string, body: Record<string, unknown>): Promise<Done> {
  return step(caller, id, readGroupPatch(body))
}

/** Deletes a group; its members stay in the workspace. Raises `not-found`, `last-owner`. */
export function deleteGroup(caller: Caller, id: string): Promise<Done> {
  return change(caller, async (tx) => {
    const group = await find(tx, caller, id)
    return done(id, [await removeGroup(tx, caller, group)])
  })
}

async function find(db: Reader, { workspaceId }: Caller, id: string): Promise<queries.GroupRow> {
  const [group] = await queries.findGroups(db, workspaceId, [id])
  if (!group) throw new Problem('not-found')
  return group
}

function step(caller: Caller, id: string, steps: GroupStep[]): Promise<Done> {
  return change(caller, async (tx) => {
    requireFeature(caller, 'user-groups')
    const group = await find(tx, caller, id)
    const { name = group.name, externalId, ...members } = outcomeOf(steps)
    const renamed = await renameTo(tx, caller, group, name)
    const named = { id, name }
    const filled = await fill(tx, caller, named, await changesOf(tx, caller, id, members))
    const managed = group.managed ? [] : [await manageGroup(tx, caller, named)]
    const isNew = externalId !== undefined && externalId !== group.externalId
    const happened = [...renamed, ...filled, ...managed]
    if (happened.length > 0 || isNew)
      await queries.touchGroup(tx, caller.workspaceId, id, { now: caller.now, externalId })
    return done(id, happened)
  })
}

/** What comes of steps that were done in their order. `replaced`: these and nobody else, before `come` and `gone`. */
interface Outcome {
  name?: string
  externalId?: string | null
  replaced: string[] | null
  come: Set<string>
  gone: Set<string>
}

function outcomeOf(steps: GroupStep[]): Outcome {
  const end: Outcome = { replaced: null, come: new Set(), gone: new Set() }
  for (const one of steps) {
    if (one.kind === 'rename') end.name = one.displayName
    if (one.kind === 'externalId') end.externalId = one.externalId
    if (one.kind === 'replace') Object.assign(end, { replaced: one.ids, come: new Set(), gone: new Set() })
    if (one.kind === 'add') for (const id of one.ids) move(id, end.gone, end.come)
    if (one.kind === 'remove') for (const id of one.ids) move(id, end.come, end.gone)
  }
  return end
}

function move(id: string, from: Set<string>, to: Set<string>) {
  from.delete(id)
  to.add(id)
}

/** Who comes and who goes: only where members are replaced it is asked whom the provider had put in. */
async function changesOf(
  tx: Writer,
  { workspaceId }: Caller,
  groupId: string,
  { replaced, come, gone }: Pick<Outcome, 'replaced' | 'come' | 'gone'>,
) {
  if (replaced === null) return { come: [...come], gone: [...gone] }
  const wanted = new Set([...replaced, ...come].filter((id) => !gone.has(id)))
  const said = await queries.listSaid(tx, workspaceId, groupId)
  const present = new Set(said)
  return { come: [...wanted].filter((id) => !present.has(id)), gone: said.filter((id) => !wanted.has(id)) }
}

/** Step: the provider puts people into a group, and takes others out of it. Raises `scim-invalid` for an id that is nobody's. */
async function fill(
  tx: Writer,
  caller: Caller,
  group: { id: string; name: string },
  { come, gone }: { come: string[]; gone: string[] },
): Promise<Happened[]> {
  if (come.length + gone.length === 0) return []
  const { workspaceId, now } = caller
  const people = await findPeople(tx, workspaceId, [...come, ...gone])
  const stranger = come.find((id) => !people.has(id))
  if (stranger !== undefined) throw invalid('invalidValue', `There is no user with the id ${stranger}.`)

  const fresh = come.filter((id) => people.get(id)?.known === false)
  if (fresh.length > 0) await adopt(tx, workspaceId, fresh, now)
  if (come.length > 0) await queries.insertSaid(tx, workspaceId, group.id, come)
  const left = gone.length > 0 ? await queries.deleteSaid(tx, workspaceId, group.id, gone) : []
  const subjects = (ids: string[]) => ids.flatMap((id) => subjectOf(people.get(id)))
  return fillByProvider(tx, caller, group, { come: subjects(come), gone: subjects(left) })
}

/** By parts, between which others are answered: also where the database computes in this thread. */
async function findPeople(tx: Writer, workspaceId: string, ids: string[]) {
  const people = new Map<string, queries.PersonRow>()
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    if (start > 0) await othersFirst()
    const found = await queries.findPeople(tx, workspaceId, ids.slice(start, start + IDS_AT_ONCE))
    for (const person of found) people.set(person.id, person)
  }
  return people
}

/** Nobody where they are not in the workspace now: they come into the group when they come back. */
function subjectOf(person: queries.PersonRow | undefined): Subject[] {
  if (!person?.principalId || !person.kind) return []
  const { principalId: id, kind, email, name } = person
  return [{ id, kind, email, name }]
}
