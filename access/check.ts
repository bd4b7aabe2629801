import type { Question, ResourceName } from './facts.ts'
import { allows, reachOf } from './reach.ts'
import type { World } from './world.ts'
import { locate } from './world.ts'

/**
 * May `who` do this here, at this instant? False too for an unknown principal, type or action, and for any workspace but
 * this one. Roles only add, so one grant that covers it is enough (rules 2.6).
 */
export function check(world: World, { who, action, resource, at }: Question): boolean {
  const principal = world.principals.get(who)
  const type = world.rules.types.get(resource.type)
  const number = type?.actions.get(action)
  if (!principal || !type || number === undefined) return false
  const target = locate(world, type, resource.id)
  if (target === 'nowhere') return false

  return allows(world, reachOf(world, principal, at), number, target === 'unregistered' ? undefined : target)
}

/** The names of all actions that `check` would allow on this resource, in the order of the catalog. */
export function listActions(
  world: World,
  { who, resource, at }: { who: string; resource: ResourceName; at: number },
): string[] {
  const actions = world.rules.types.get(resource.type)?.actions.keys() ?? []
  return Array.from(actions).filter((action) => check(world, { who, action, resource, at }))
}
