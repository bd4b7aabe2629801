import { decisions } from '../../contract/decisions.ts'
import { isWorkspace } from '../grants/roles.ts'
import { readActionOf } from '../resources/capacity.ts'
import { useAddress } from '../shell/addresses.ts'
import { type ResourceType, useHere, useMay } from '../workspaces/here.ts'

export type Action = ResourceType['actions'][number]

/** Whom a question is about. */
export interface Asked {
  type: 'user' | 'token'
  id: string
}

/** What the address of the page asks: who, does what, on which resource. */
export interface Question {
  subject: Asked
  type: ResourceType
  action: Action
  /** The resource as the API is asked for it; without an id, the type as a whole, as when something new is made. */
  resource: { type: string; id?: string }
  /** Whether a resource is to be chosen for this action. */
  isOnOne: boolean
  /** Nothing is left to be chosen. */
  isWhole: boolean
}

/**
 * The question in the address. What the address does not say is filled in: the person who looks, the first type, its reading action.
 * Who may ask about themselves only is always the one in question. Undefined where the catalog has nothing to ask about.
 */
export function useQuestion({ isListed = false } = {}): Question | undefined {
  const { types, me, workspace } = useHere()
  const may = useMay()
  const [{ subjectType, subject, type: wire, action: name, resource: id }] = useAddress()
  const offered = typesToAsk(types, isListed)
  const type = offered.find((one) => one.type === wire?.toUpperCase()) ?? offered[0]
  const actions = type ? actionsToAsk(type, isListed) : []
  const usual = type && readActionOf(type)
  const action =
    actions.find((one) => one.name === name) ?? actions.find((one) => one.name === usual) ?? actions[0]
  if (!type || !action) return undefined

  const isOwn = !subject || !may(decisions.whoCan)
  const isOnOne = !isWorkspace(type.type) && !action.creates
  const resourceId = isWorkspace(type.type) ? workspace.id : isOnOne ? id : undefined
  return {
    subject: isOwn
      ? { type: me.kind, id: me.id }
      : { type: subjectType === 'token' ? 'token' : 'user', id: subject },
    type,
    action,
    resource: { type: type.type.toLowerCase(), ...(resourceId !== undefined && { id: resourceId }) },
    isOnOne,
    isWhole: !isOnOne || resourceId !== undefined,
  }
}

/** The types that can be asked about, those of the product first; of lists of resources, the workspace is none. */
export function typesToAsk(types: readonly ResourceType[], isListed: boolean): ResourceType[] {
  const product = types.filter(({ type }) => !isWorkspace(type))
  return isListed ? product : [...product, ...types.filter(({ type }) => isWorkspace(type))]
}

/** The actions of a type that can be asked about; making something new is done on no resource that is there. */
export function actionsToAsk({ actions }: ResourceType, isListed: boolean): Action[] {
  return actions.filter(({ creates }) => !(isListed && creates))
}
