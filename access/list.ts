import type { LabelFact, PageRequest } from './facts.ts'
import type { Source } from './lists.ts'
import { resourcesByLabel, resourcesByList, resourcesByParent } from './lists.ts'
import { advance, itemAt, startAfter } from './ordered.ts'
import { allows, gives, reachOf } from './reach.ts'
import { knownLabels, rarest, resourcesOf } from './registry.ts'
import type { TypeRule } from './rules.ts'
import { chainOf } from './rules.ts'
import type { Reach, Resource, World } from './world.ts'

/** On which resources of this type may `who` do this, at this instant? */
export interface ResourceQuestion {
  who: string
  action: string
  type: string
  at: number
}

export interface ResourcePage extends PageRequest {
  /** Only resources that carry all of these. */
  labels?: LabelFact[]
}

/**
 * The registered resources of a type on which `check` says yes, by id in code unit order, at least one per page; `next` is
 * the `after` of the next page, left out on the last one. Pages survive changes: each continues after an id, there or not.
 */
export function listResources(
  world: World,
  question: ResourceQuestion,
  page: ResourcePage,
): { ids: string[]; next?: string } {
  const principal = world.principals.get(question.who)
  const type = world.rules.types.get(question.type)
  const action = type?.actions.get(question.action)
  if (!principal || !type || action === undefined) return { ids: [] }

  const reach = reachOf(world, principal, question.at)
  const wanted = knownLabels(world, page.labels ?? [])
  const next = merge(sourcesOf(world, reach, { type, action, wanted }), page.after)
  const needsMore = (world.rules.actions[action]?.needs ?? -1) >= 0
  const count = Math.max(1, Math.floor(page.count))
  const ids: string[] = []
  for (let resource = next(); resource; resource = next()) {
    if (wanted.length > 0 && !hasAll(resource, wanted)) continue
    if (needsMore && !allows(world, reach, action, resource)) continue
    if (ids.length === count) return { ids, next: ids[count - 1] as string } // as long as the page
    ids.push(resource.id)
  }
  return { ids }
}

/** What together covers everything on which one of the actions is given: the narrowest one, if it needs others. */
function sourcesOf(
  world: World,
  reach: Reach,
  sought: { type: TypeRule; action: number; wanted: number[] },
): Source[] {
  const { type, wanted } = sought
  const chain = chainOf(world.rules, sought.action)
  const action = chain.find(({ number }) => !gives(world, reach, number, undefined))?.number
  if (action === undefined) {
    return [
      {
        list: wanted.length > 0 ? rarest(world, type, wanted) : resourcesOf(world, type),
        covers: () => true,
      },
    ]
  }

  const sources = resourcesByLabel(world, reach, { type, action })
  const listed = resourcesByList(world, reach, { type, action })
  if (listed.size > 0) sources.push({ list: listed, covers: (resource) => resource.registered })
  const inherited = type.parent && resourcesByParent(world, reach, { type, action })
  if (inherited) sources.push({ list: inherited, covers: () => true })
  return sources
}

/** Merges sources into one without repetitions, beginning after an id. */
function merge(sources: Source[], after: string | undefined): () => Resource | undefined {
  const streams = sources.map(({ list, covers }) => {
    const cursor = startAfter(list, after)
    return { cursor, covers, head: itemAt(cursor) }
  })
  return () => {
    for (;;) {
      let first: Resource | undefined
      for (const { head } of streams) {
        if (head && head !== first && (!first || head.id < first.id)) first = head
      }
      if (!first) return undefined
      let isCovered = false
      for (const stream of streams) {
        if (stream.head !== first) continue
        isCovered ||= stream.covers(first)
        advance(stream.cursor)
        stream.head = itemAt(stream.cursor)
      }
      if (isCovered) return first
    }
  }
}

function hasAll(resource: Resource, labels: readonly number[]): boolean {
  return labels.every((label) => resource.labels.includes(label))
}
