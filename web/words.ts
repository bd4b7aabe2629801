import { createContext, useContext } from 'react'
import type { Reply } from '../contract/endpoint.ts'
import type { words } from '../contract/words.ts'

/** What the catalog says in the person's language, where it has words in it. */
export type Words = Reply<typeof words.get>['words']

/** In a language in which the catalog has none. */
export const noWords: Words = { resourceTypes: {}, roles: {}, areas: {}, plans: {} }

export const CatalogWords = createContext(noWords)

export function useWords(): Words {
  return useContext(CatalogWords)
}

/** The word of this name, or what the catalog says itself. */
export function told(table: Record<string, string>, name: string, itself: string): string {
  return entry(table, name) ?? itself
}

/** What a role is called: a built-in one in the person's language, the workspace's own as the workspace calls it. */
export function useRoleName(): (roleId: string, name: string) => string {
  const { roles } = useWords()
  return (roleId, name) => entry(roles, roleId)?.name ?? name
}

/** The same reply, with each role that it names beside its id called in the person's language. */
export function withRoleNames<Value>(value: Value, { roles }: Words): Value {
  if (Object.keys(roles).length === 0) return value
  const retold = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(retold)
    if (typeof part !== 'object' || part === null) return part
    const parts = Object.fromEntries(Object.entries(part).map(([key, one]) => [key, retold(one)]))
    const name = typeof parts.roleId === 'string' ? entry(roles, parts.roleId)?.name : undefined
    return name !== undefined && 'roleName' in parts ? { ...parts, roleName: name } : parts
  }
  // Nothing but texts became other texts.
  return retold(value) as Value
}

/** What a table has under a name. Names come from outside: `constructor` is none that it has. */
export function entry<Value>(table: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
