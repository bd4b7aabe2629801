import type { ResourceType } from '../workspaces/here.ts'

/** In what capacity somebody is there: may do everything, only look, only some things, or nothing. */
export type Capacity = 'admin' | 'read' | 'some' | 'none'

/** What can be done to a resource of this type that is there. */
export function actionsOn(type: ResourceType) {
  return type.actions.filter(({ creates }) => !creates)
}

/** The action without which nothing of this type is seen: the first that reads, or else the first. */
export function readActionOf(type: ResourceType): string | undefined {
  const actions = actionsOn(type)
  return (actions.find(({ name }) => isReading(name)) ?? actions[0])?.name
}

/** Sums up the actions that somebody may do to a resource. What only adds to another action, such as unmasking, decides nothing. */
export function capacityOf(may: readonly string[], type: ResourceType): Capacity {
  const actions = actionsOn(type).filter(({ needs }) => needs === null)
  const held = actions.filter(({ name }) => may.includes(name))
  if (held.length === 0) return 'none'
  if (held.every(({ name }) => isReading(name))) return 'read'
  return held.length === actions.length ? 'admin' : 'some'
}

function isReading(action: string): boolean {
  return action.endsWith(':read')
}
