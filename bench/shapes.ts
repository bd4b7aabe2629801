import type { Facts } from '../access/index.ts'

/** How large a world is: the table of design/speed.md. */
export interface Shape {
  name: string
  members: number
  tokens: number
  groups: number
  resources: number
  labels: { keys: number; values: number }
  memberships: number
  grants: { all: number; list: number; label: number }
  /** Resources named by list grants, all together. */
  entries: number
}

export type WorldName = 'S' | 'M' | 'L'

/** The three worlds of design/speed.md. */
export const shapes: Record<WorldName, Shape> = {
  S: {
    name: 'S',
    members: 50,
    tokens: 2,
    groups: 5,
    resources: 100,
    labels: { keys: 2, values: 3 },
    memberships: 155,
    grants: { all: 37, list: 21, label: 14 },
    entries: 46,
  },
  M: {
    name: 'M',
    members: 2_000,
    tokens: 40,
    groups: 100,
    resources: 10_000,
    labels: { keys: 5, values: 10 },
    memberships: 9_267,
    grants: { all: 1_027, list: 992, label: 472 },
    entries: 16_155,
  },
  L: {
    name: 'L',
    members: 50_000,
    tokens: 1_000,
    groups: 2_000,
    resources: 200_000,
    labels: { keys: 10, values: 50 },
    memberships: 245_494,
    grants: { all: 26_149, list: 23_923, label: 11_947 },
    entries: 418_505,
  },
}

/** A workspace of many members, for the download of all of them. */
export const crowd: Shape = {
  name: 'crowd',
  members: 100_000,
  tokens: 2,
  groups: 100,
  resources: 1_000,
  labels: { keys: 2, values: 5 },
  memberships: 350_000,
  grants: { all: 60_000, list: 40_000, label: 20_000 },
  entries: 60_000,
}

/** A workspace as large as the console has to be quick with. */
export const town: Shape = { ...shapes.L, name: 'town', resources: 10_000, entries: 40_000 }

/** A tenth of the town. */
export const village: Shape = {
  name: 'village',
  members: 5_000,
  tokens: 100,
  groups: 200,
  resources: 1_000,
  labels: { keys: 5, values: 20 },
  memberships: 24_549,
  grants: { all: 2_615, list: 2_392, label: 1_195 },
  entries: 4_000,
}

/** The smallest world with somebody in it, to warm up on. */
export const tiny: Shape = { ...shapes.S, name: 'tiny' }

/** What a world really has: counted, not taken from its shape. */
export interface Counts {
  principals: number
  groups: number
  resources: number
  labels: number
  memberships: number
  grants: number
  all: number
  list: number
  label: number
  entries: number
  resourceLabels: number
  biggestGroup: number
  /** Members who are in the group of everybody and in no other. */
  onlyInEverybody: number
}

/** Counts the facts of a world. */
export function countFacts({ principals, groups, resources }: Facts): Counts {
  const counts: Counts = {
    principals: principals.length,
    groups: groups.length,
    resources: resources.length,
    labels: new Set(resources.flatMap(({ labels }) => labels.map(({ key, value }) => `${key}:${value}`)))
      .size,
    memberships: 0,
    grants: 0,
    all: 0,
    list: 0,
    label: 0,
    entries: 0,
    resourceLabels: resources.reduce((sum, { labels }) => sum + labels.length, 0),
    biggestGroup: 0,
    onlyInEverybody: principals.filter((one) => one.groups.length === 1).length,
  }
  for (const { grants } of [...principals, ...groups]) {
    for (const { scopes } of grants) {
      counts.grants++
      const kind = scopes[0]?.kind
      if (kind) counts[kind]++
      if (kind === 'list') counts.entries += scopes.length
    }
  }
  const sizes = new Map<string, number>()
  for (const principal of principals) {
    counts.memberships += principal.groups.length
    for (const group of principal.groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  }
  counts.biggestGroup = Math.max(0, ...sizes.values())
  return counts
}

/** The number of facts by which memory is judged: memberships, grants, list entries, resource labels, resources, principals. */
export function factsIn(counts: Counts): number {
  const { memberships, grants, entries, resourceLabels, resources, principals } = counts
  return memberships + grants + entries + resourceLabels + resources + principals
}
