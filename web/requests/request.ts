import { useTranslation } from 'react-i18next'
import { accessRequests } from '../../contract/access-requests.ts'
import { decisions } from '../../contract/decisions.ts'
import type { Endpoint, Reply } from '../../contract/endpoint.ts'
import { useReply } from '../data.ts'
import { isWorkspace } from '../grants/roles.ts'
import { useHere, useNeeds } from '../workspaces/here.ts'

/** A request for access, as lists and its own page show it. */
export type AccessRequest = Reply<typeof accessRequests.list>['accessRequests'][number]
type About = AccessRequest['resource']

export const states = ['open', 'granted', 'dismissed', 'withdrawn', 'ended'] as const

/** What somebody would like to do and may not: an action on a resource, on a type as a whole, or on the workspace. */
export interface DoorOf {
  /** As the catalog calls it, in capitals or not. */
  type: string
  /** Left out for the type as a whole, and for the workspace. */
  id?: string | undefined
  /** What the resource is called, for those who may know it. */
  name?: string | undefined
  /** Left out where no single action is meant. */
  action?: string | undefined
  /** What is missing: the sentence of the action. */
  what: string
}

/** A message and a reason are at most so long (contract/access-requests.ts). */
export const TEXT_MAX = 2_000

/** So many of the newest are looked through for one about a door. */
const MINE_MAX = 200

/** Whether the one who looks is somebody who can ask the owners: a person, in their own name. */
export function useMayAsk(): boolean {
  const { me } = useHere()
  return me.kind === 'user' && me.visit === null
}

/** What the person asked for, newest first. */
export function useMine() {
  const query = { pagination: { count: MINE_MAX } }
  return useReply(accessRequests.listMine, { query }, { enabled: useMayAsk() })
}

/** The newest request of the person about what a door is about, whatever they wanted to do there; undefined where there is none. */
export function newestAbout(mine: readonly AccessRequest[], door: DoorOf): AccessRequest | undefined {
  const about = mine.filter(({ resource }) => isAbout(resource, door))
  // One at most is open, and where one is, it is what counts.
  return about.find(({ state }) => state === 'open') ?? about[0]
}

function isAbout({ type, id }: About, door: DoorOf): boolean {
  if (isWorkspace(door.type)) return isWorkspace(type)
  return type.toUpperCase() === door.type.toUpperCase() && id === (door.id ?? null)
}

/** The door that an endpoint stands behind: on its type as a whole. */
export function useDoorTo(): (endpoint: Endpoint) => DoorOf {
  const needs = useNeeds()
  return (endpoint) => {
    const { access } = endpoint
    const what = needs(endpoint)
    if (access.kind !== 'can') return { type: 'workspace', what }
    return { type: access.on?.type ?? 'workspace', action: access.action, what }
  }
}

/** Why the person may or may not go through a door. Not asked without a door, or where it is about no single action. */
export function useExplained(door: DoorOf | undefined) {
  const { me, workspace } = useHere()
  const { type = '', action = '', id: given } = door ?? {}
  const id = isWorkspace(type) ? workspace.id : given
  const resource = { type: type.toLowerCase(), ...(id !== undefined && { id }) }
  const body = { subject: { type: me.kind, id: me.id }, action: { name: action }, resource }
  return useReply(decisions.explain, { body }, { enabled: action !== '' })
}

/** How what a request is about is written in the person's language. */
export function useThingWords() {
  const { t } = useTranslation()
  const { types } = useHere()
  const typeOf = (wire: string) => types.find(({ type }) => type === wire.toUpperCase())
  const thing = ({ type: wire, id, name }: Pick<About, 'type' | 'id' | 'name'>): string => {
    if (isWorkspace(wire)) return t('requests.workspace')
    const type = typeOf(wire)
    if (id === null) return t('requests.type', { plural: type?.plural ?? wire })
    return t('requests.thing', { name: name ?? id, type: type?.name ?? wire })
  }
  const deed = (wire: string, action: string | null): string =>
    action === null
      ? t('requests.anyAccess')
      : (typeOf(wire)?.actions.find(({ name }) => name === action)?.says ?? action)
  return {
    typeOf,
    /** `iOS app (source)`, `All sources`, `The workspace` */
    thing,
    /** The sentence of an action on a type. */
    deed,
  }
}

/** `7 days`, `8 hours`. */
export function useHoursWords(): (hours: number) => string {
  const { i18n } = useTranslation()
  return (hours) => {
    const inDays = hours % 24 === 0
    const unit = inDays ? 'day' : 'hour'
    const form = new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'long' })
    return form.format(inDays ? hours / 24 : hours)
  }
}
