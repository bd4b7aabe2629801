import { check, openWorld, type World } from '../../access/index.ts'
import { type NaiveWorld, naiveCheck } from '../../access/naive.ts'
import { catalog, type Generated, plan, rules } from '../worlds.ts'
import type { Contestant } from './contestant.ts'

/** Compiles a generated world. */
export function compileWorld({ workspaceId, facts }: Generated): World {
  return openWorld(rules, { workspaceId, plan }, facts)
}

/** Our own engine. */
export function openEngine(world: World): Contestant {
  return { name: 'engine', warm: () => {}, check: (question) => check(world, question) }
}

/** The rules once more, to be read: what the engine is held against, and no contestant. */
export function openNaive({ workspaceId, facts }: Generated): Contestant {
  const world: NaiveWorld = { catalog, workspaceId, plan, facts }
  return { name: 'naive', warm: () => {}, check: (question) => naiveCheck(world, question) }
}
