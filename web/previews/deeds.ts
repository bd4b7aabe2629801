import type { ResourceType } from '../workspaces/here.ts'

/** What people do with most things. The rest is said in the words of the catalog. */
export const verbs = ['read', 'change', 'create', 'delete'] as const
export type Verb = (typeof verbs)[number]

const verbOf: Record<string, Verb> = { read: 'read', edit: 'change', create: 'create', delete: 'delete' }

const SPELT_OUT_MAX = 3

export interface Deeds {
  verbs: Verb[]
  /** The sentences of all other actions. */
  others: string[]
  /** The sentences of all actions. */
  all: string[]
  /** Few enough, and without plain words, so that their sentences are the shortest way to say them. */
  isSpeltOut: boolean
}

/** Sorts actions of a type: `source:edit` of a source is "change"; what has no such plain word is kept as a sentence. */
export function deedsOf(type: ResourceType | undefined, actions: readonly string[]): Deeds {
  const sentence = (action: string) => type?.actions.find(({ name }) => name === action)?.says ?? action
  const word = (action: string) => plainVerb(type, action)
  const found = verbs.filter((verb) => actions.some((action) => word(action) === verb))
  return {
    verbs: found,
    isSpeltOut: found.length === 0 && actions.length <= SPELT_OUT_MAX,
    others: actions.filter((action) => word(action) === undefined).map(sentence),
    all: actions.map(sentence),
  }
}

function plainVerb(type: ResourceType | undefined, action: string): Verb | undefined {
  const [noun, verb] = action.includes(':') ? action.split(':') : [undefined, action]
  const isOfType = noun === undefined || noun === type?.type.toLowerCase().replaceAll('_', '-')
  if (!isOfType || type?.type === 'WORKSPACE') return undefined
  return Object.hasOwn(verbOf, verb ?? '') ? verbOf[verb ?? ''] : undefined
}
