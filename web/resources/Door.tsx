import { type DoorOf, useExplained } from '../requests/request.ts'
import { Closed } from '../shell/Closed.tsx'
import type { ResourceType } from '../workspaces/here.ts'
import { readActionOf } from './capacity.ts'

interface Given {
  type: ResourceType
  /** Without it, the door is that of all resources of the type. */
  resourceId?: string
  title: string
}

/** In place of resources that a person may not see. */
export function Door({ type, resourceId, title }: Given) {
  return <Closed title={title} door={readingDoor(type, resourceId, title)} />
}

/** Why the person may or may not see a resource, or all resources of a type. */
export function useExplanation(type: ResourceType | undefined, resourceId?: string, isAsked = true) {
  return useExplained(type && isAsked ? readingDoor(type, resourceId) : undefined)
}

function readingDoor(type: ResourceType, id: string | undefined, otherwise = ''): DoorOf {
  const action = readActionOf(type)
  const what = type.actions.find(({ name }) => name === action)?.says ?? otherwise
  return { type: type.type, id, action, what }
}
