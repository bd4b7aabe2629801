import { useCallback } from 'react'
import type { Reply } from '../../contract/endpoint.ts'
import { roles } from '../../contract/roles.ts'
import { useReply } from '../data.ts'
import { entry, told, useWords, type Words } from '../words.ts'
import type { ResourceType } from '../workspaces/here.ts'

export type RoleOnOffer = Reply<typeof roles.list>['roles'][number]

/** What holds roles. Who is invited is a person already. */
export type HolderKind = 'user' | 'group' | 'token'

/** All roles fit on one page: a catalog has some tens, a workspace makes at most two hundred. */
const ALL = { query: { plan: 'any' as const, pagination: { count: 1_000 } } }

/** Every role that there is here, also those that the plan leaves out: they cannot be granted, and who holds one keeps it. */
export function useRoles() {
  const words = useWords()
  const said = useCallback(
    (reply: Reply<typeof roles.list>) => ({
      ...reply,
      roles: reply.roles.map((role) => roleIn(words, role)),
    }),
    [words],
  )
  return useReply(roles.list, ALL, { said })
}

function roleIn({ roles: said, areas }: Words, role: RoleOnOffer): RoleOnOffer {
  return { ...role, ...entry(said, role.id), area: told(areas, role.area, role.area) }
}

/** Those that can be granted first, each in the order of the catalog. */
export function grantableFirst(roles: readonly RoleOnOffer[]): RoleOnOffer[] {
  return [...roles.filter(({ inPlan }) => inPlan), ...roles.filter(({ inPlan }) => !inPlan)]
}

/** Whether a role is only a word for being in the workspace, and gives nothing: Workspace Member, Minimal Workspace Access. */
export function isBare({ owner, custom, may }: RoleOnOffer): boolean {
  return !owner && !custom && Object.values(may).every((actions) => actions.length === 0)
}

/**
 * The types that a grant of this role can be narrowed to: those that it may do something with, and those that these hang on. What hangs
 * on a type that is there is left out, because it follows.
 */
export function typesOf({ may }: RoleOnOffer, types: readonly ResourceType[]): ResourceType[] {
  const reached = types.filter(({ type }) => !isWorkspace(type) && (actionsOn(may, type)?.length ?? 0) > 0)
  const roots = reached.filter(({ parent }) => !reached.some(({ type }) => type === parent))
  return types.filter((type) => roots.includes(type) || roots.some(({ parent }) => parent === type.type))
}

/** Of these types, the ones that the role may make new ones of; it does so only where it is granted on everything. */
export function createsOf({ may }: RoleOnOffer, types: readonly ResourceType[]): ResourceType[] {
  return types.filter(({ type, actions }) => {
    const given = actionsOn(may, type) ?? []
    return actions.some(({ name, creates }) => creates && (given.includes(name) || given.includes('*')))
  })
}

/** What a role may do on a type, which is written in capitals or not. */
export function actionsOn(may: RoleOnOffer['may'], type: string): string[] | undefined {
  const wanted = type.toUpperCase()
  return Object.entries(may).find(([name]) => name.toUpperCase() === wanted)?.[1]
}

export function isWorkspace(type: string): boolean {
  return type.toUpperCase() === 'WORKSPACE'
}
