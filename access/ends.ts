import { explain } from './explain.ts'
import type { Question } from './facts.ts'
import { reachOf } from './reach.ts'
import type { World } from './world.ts'

/**
 * The instant at which what is allowed now ends by itself, in milliseconds since the epoch: the last of the grants that give it ends then.
 * Undefined where nothing of it ends, and where it is not allowed. Grants that are yet to begin are not looked at. Costs next to nothing
 * for somebody for whom nothing is to begin or to end.
 */
export function endOf(world: World, question: Question): number | undefined {
  const principal = world.principals.get(question.who)
  if (!principal || reachOf(world, principal, question.at).until === Infinity) return undefined

  const last = new Map<string, number>()
  for (const { forAction, until = Infinity } of explain(world, question).paths) {
    last.set(forAction, Math.max(until, last.get(forAction) ?? -Infinity))
  }
  // An action goes with those that it needs: the first of them to end takes it along.
  const end = Math.min(...last.values())
  return Number.isFinite(end) ? end : undefined
}
