import { createContext, useContext } from 'react'
import type { Endpoint, Reply } from '../../contract/endpoint.ts'
import type { resources } from '../../contract/resources.ts'
import { refusesSupport } from '../../contract/support.ts'
import type { workspaces } from '../../contract/workspaces.ts'
import { entry, told, type Words } from '../words.ts'

/** A type, in the words of the person's language. `area` stays as the catalog has it, because addresses are made of it. */
export type ResourceType = Reply<typeof resources.listTypes>['types'][number] & { areaName: string }

/** The workspace that all pages under `/w/{slug}` are about, who looks at it, and what there is to grant on. */
export interface Here {
  workspace: Reply<typeof workspaces.get>['workspace']
  me: Reply<typeof workspaces.me>['me']
  types: ResourceType[]
}

export const HereContext = createContext<Here | null>(null)

/** The types of the catalog in these words. */
export function typesIn(
  { resourceTypes, areas }: Words,
  types: Reply<typeof resources.listTypes>['types'],
): ResourceType[] {
  return types.map((type) => {
    const { name = type.name, plural = type.plural, actions = {} } = entry(resourceTypes, type.type) ?? {}
    return {
      ...type,
      name,
      plural,
      areaName: told(areas, type.area, type.area),
      actions: type.actions.map((action) => ({ ...action, says: told(actions, action.name, action.says) })),
    }
  })
}

/** The workspace of this page. Only under the frame of a workspace. */
export function useHere(): Here {
  const here = useContext(HereContext)
  if (!here) throw new Error('this page stands outside of the frame of a workspace')
  return here
}

/**
 * Says whether the person may call an endpoint: the console names endpoints, never permissions (design: house, section 8). What
 * depends on one resource is asked with what they may do on that (`may` of its reply); without it, the answer is about
 * the type as a whole.
 */
export function useMay(): (endpoint: Endpoint, onResource?: readonly string[]) => boolean {
  const { me } = useHere()
  return (endpoint, onResource) => {
    const { access, stepUp } = endpoint
    if (stepUp && me.kind !== 'user') return false
    if (me.visit && refusesSupport(endpoint)) return false
    return access.kind !== 'can' || (onResource ?? me.may).includes(access.action)
  }
}

/** The id of the person who looks, to say `you` of them; null for support staff, who look with the rights of somebody else. */
export function useSelf(): string | null {
  const { me } = useHere()
  return me.visit ? null : me.id
}

/** What an endpoint asks for, in words: the sentence of its action. */
export function useNeeds(): (endpoint: Endpoint) => string {
  const { types } = useHere()
  return ({ access, says }) => {
    if (access.kind !== 'can') return says
    const type = types.find((one) => one.type.toLowerCase() === (access.on?.type ?? 'workspace'))
    return type?.actions.find((one) => one.name === access.action)?.says ?? says
  }
}

/** Whether the plan includes a feature (contract/catalog.ts). */
export function useFeature(): (feature: string) => boolean {
  const { workspace } = useHere()
  return (feature) => workspace.features.includes(feature)
}
