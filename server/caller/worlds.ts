import { applyChange, type Change, openWorld, type World } from '../../access/index.ts'
import type { Reader } from '../db/open.ts'
import type { App } from './app.ts'
import { readFacts, readTouched, type Touched } from './facts.ts'
import { findVersion, listTouched } from './queries.ts'

/** A change that touches more than this is cheaper to compile anew than to read piece by piece. */
const TOUCHED_MAX = 20_000

interface Held {
  world: World
  version: number
}

/**
 * The compiled access of each workspace, in memory. `at` gives a world that is at least as fresh as `version`; `committed`
 * brings in a change that this process just committed. Bounded: the least recently used workspace is dropped.
 */
export interface Worlds {
  at(workspaceId: string, version: number): Promise<World>
  /**
   * The world at the version whose workspace `tx` has locked, read through `tx` alone: to wait for another connection
   * with the lock held could be to wait for ever.
   */
  within(tx: Reader, workspaceId: string, version: number): Promise<World>
  /** The world as it is in memory, without asking the database: only where this process is the only writer. */
  current(workspaceId: string): World | undefined
  has(workspaceId: string): boolean
  /** The access version that a world in memory is at; 0 for one that was not read here. */
  revisionOf(world: World): number
  committed(workspaceId: string, version: number, change: Change): void
  /** Forgets a world that is not right any more; whoever asks next reads it anew. */
  drop(workspaceId: string): void
  /** How many workspaces are in memory. */
  size(): number
}

/** Opens the memory over a database. `app` is read at use time, because the app holds this value itself. */
export function openWorlds(app: () => Pick<App, 'database' | 'rules' | 'config'>): Worlds {
  const memory = openMemory(() => app().config.worldsInMemory)
  const loading = new Map<string, Promise<World>>()

  async function freshen(tx: Reader, workspaceId: string): Promise<World> {
    const one = memory.get(workspaceId)
    if (one && (await catchUp(tx, workspaceId, one))) return memory.keep(workspaceId, one)
    return memory.keep(workspaceId, await load(tx, app().rules, workspaceId))
  }

  async function at(workspaceId: string, version: number): Promise<World> {
    const one = memory.get(workspaceId)
    if (one && one.version >= version) return memory.keep(workspaceId, one)
    const running = loading.get(workspaceId)
    if (running) {
      await running
      return at(workspaceId, version)
    }
    const started = atOneMoment(app().database, (tx) => freshen(tx, workspaceId))
    const ended = started.finally(() => loading.delete(workspaceId))
    loading.set(workspaceId, ended)
    return ended
  }

  return {
    at,
    async within(tx, workspaceId, version) {
      const one = memory.get(workspaceId)
      return one?.version === version ? memory.keep(workspaceId, one) : freshen(tx, workspaceId)
    },
    current(workspaceId) {
      const one = memory.get(workspaceId)
      return one && memory.keep(workspaceId, one)
    },
    has: (workspaceId) => memory.get(workspaceId) !== undefined,
    revisionOf: memory.revisionOf,
    size: memory.size,
    drop: memory.drop,
    committed(workspaceId, version, change) {
      const one = memory.get(workspaceId)
      if (!one || one.version >= version) return
      // What was committed stays committed: a world that cannot follow is dropped, and read anew by whoever asks next.
      memory.drop(workspaceId)
      if (one.version !== version - 1) return
      applyChange(one.world, change)
      one.version = version
      memory.keep(workspaceId, one)
    },
  }
}

/** Worlds by workspace; the least recently used one goes when there are more than `max`. */
function openMemory(max: () => number) {
  const held = new Map<string, Held>()
  const heldAs = new WeakMap<World, Held>()
  return {
    get: (workspaceId: string) => held.get(workspaceId),
    drop: (workspaceId: string) => held.delete(workspaceId),
    size: () => held.size,
    revisionOf: (world: World) => heldAs.get(world)?.version ?? 0,
    keep(workspaceId: string, one: Held): World {
      held.delete(workspaceId)
      held.set(workspaceId, one)
      heldAs.set(one.world, one)
      const oldest = held.keys().next().value
      if (held.size > max() && oldest !== undefined) held.delete(oldest)
      return one.world
    },
  }
}

function atOneMoment<Found>({ db }: App['database'], work: (tx: Reader) => Promise<Found>): Promise<Found> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)
}

async function load(tx: Reader, rules: App['rules'], workspaceId: string): Promise<Held> {
  const about = await findVersion(tx, workspaceId)
  if (!about) throw new Error(`workspace ${workspaceId} vanished while its access was being read`)
  const facts = await readFacts(tx, workspaceId)
  const world = openWorld(rules, { workspaceId, plan: about.plan }, facts)
  return { world, version: about.version }
}

/** Brings a world in memory to the database's present version by what the versions since then touched. False: it cannot. */
async function catchUp(tx: Reader, workspaceId: string, one: Held): Promise<boolean> {
  const from = one.version
  const row = await findVersion(tx, workspaceId)
  const steps = await listTouched(tx, workspaceId, from)
  if (!row || steps.length !== row.version - from) return false
  const touched = mergeTouched(steps.map((step) => step.touched as Touched))
  if (sizeOfTouched(touched) > TOUCHED_MAX) return false
  const facts = await readTouched(tx, workspaceId, touched)

  // A change committed by this process meanwhile has already brought the world further: then these facts are older.
  if (one.version < row.version) {
    applyChange(one.world, touched.plan ? { ...facts, plan: row.plan } : facts)
    one.version = row.version
  }
  return true
}

/** All that several changes touched, each thing once. */
export function mergeTouched(all: Touched[]): Touched {
  const resources = new Map(
    all.flatMap((one) => one.resources ?? []).map((one) => [`${one.type}\n${one.id}`, one]),
  )
  const merged: Touched = {
    principals: [...new Set(all.flatMap((one) => one.principals ?? []))],
    groups: [...new Set(all.flatMap((one) => one.groups ?? []))],
    resources: [...resources.values()],
    roles: [...new Set(all.flatMap((one) => one.roles ?? []))],
  }
  return all.some((one) => one.plan) ? { ...merged, plan: true } : merged
}

function sizeOfTouched({ principals = [], groups = [], resources = [], roles = [] }: Touched): number {
  return principals.length + groups.length + resources.length + roles.length
}
