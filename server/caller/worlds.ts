import { applyChange, type Change, openWorld, type World } from '../../access/index.ts'
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
  /** The world as it is in memory, without asking the database: only where this process is the only writer. */
  current(workspaceId: string): World | undefined
  has(workspaceId: string): boolean
  /** The access version that a world in memory is at; 0 for one that was not read here. */
  revisionOf(world: World): number
  committed(workspaceId: string, version: number, change: Change): void
  /** How many workspaces are in memory. */
  size(): number
}

/** Opens the memory over a database. `app` is read at use time, because the app holds this value itself. */
export function openWorlds(app: () => Pick<App, 'database' | 'rules' | 'config'>): Worlds {
  const held = new Map<string, Held>()
  const loading = new Map<string, Promise<World>>()
  const heldAs = new WeakMap<World, Held>()

  function keep(workspaceId: string, one: Held): World {
    held.delete(workspaceId)
    held.set(workspaceId, one)
    const oldest = held.keys().next().value
    if (held.size > app().config.worldsInMemory && oldest !== undefined) held.delete(oldest)
    return one.world
  }

  async function freshen(workspaceId: string): Promise<World> {
    const one = held.get(workspaceId)
    const caughtUp = one ? await catchUp(app(), workspaceId, one) : false
    if (one && caughtUp) return keep(workspaceId, one)
    const loaded = await load(app(), workspaceId)
    heldAs.set(loaded.world, loaded)
    return keep(workspaceId, loaded)
  }

  async function at(workspaceId: string, version: number): Promise<World> {
    const one = held.get(workspaceId)
    if (one && one.version >= version) return keep(workspaceId, one)
    const running = loading.get(workspaceId)
    if (running) {
      await running
      return at(workspaceId, version)
    }
    const started = freshen(workspaceId).finally(() => loading.delete(workspaceId))
    loading.set(workspaceId, started)
    return started
  }

  return {
    at,
    current: (workspaceId) => held.get(workspaceId)?.world,
    has: (workspaceId) => held.has(workspaceId),
    revisionOf: (world) => heldAs.get(world)?.version ?? 0,
    size: () => held.size,
    committed(workspaceId, version, change) {
      const one = held.get(workspaceId)
      if (!one || one.version >= version) return
      if (one.version !== version - 1) {
        held.delete(workspaceId)
        return
      }
      applyChange(one.world, change)
      one.version = version
    },
  }
}

async function load(
  { database, rules }: Pick<App, 'database' | 'rules'>,
  workspaceId: string,
): Promise<Held> {
  const read = database.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  const { about, facts } = await read.execute(async (tx) => {
    const row = await findVersion(tx, workspaceId)
    if (!row) throw new Error(`workspace ${workspaceId} vanished while its access was being read`)
    return { about: row, facts: await readFacts(tx, workspaceId) }
  })
  const world = openWorld(rules, { workspaceId, plan: about.plan }, facts)
  return { world, version: about.version }
}

/** Brings a world in memory to the database's present version by what the versions since then touched. False: it cannot. */
async function catchUp(
  { database }: Pick<App, 'database'>,
  workspaceId: string,
  one: Held,
): Promise<boolean> {
  const read = database.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  const found = await read.execute(async (tx) => {
    const row = await findVersion(tx, workspaceId)
    const steps = await listTouched(tx, workspaceId, one.version)
    if (!row || steps.length !== row.version - one.version) return null
    const touched = mergeTouched(steps.map((step) => step.touched as Touched))
    if (sizeOfTouched(touched) > TOUCHED_MAX) return null
    const change = await readTouched(tx, workspaceId, touched)
    return {
      version: row.version,
      change: touched.plan ? { ...change, plan: row.plan } : change,
    }
  })
  if (!found) return false

  // A change committed by this process meanwhile has already brought the world further: then these facts are older.
  if (one.version < found.version) {
    applyChange(one.world, found.change)
    one.version = found.version
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
