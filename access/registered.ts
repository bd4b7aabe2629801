import type { ResourcePage } from './list.ts'
import { advance, itemAt, startAfter } from './ordered.ts'
import { knownLabels, rarest, resourcesOf } from './registry.ts'
import type { World } from './world.ts'

/** The registered resources of a type, whoever may do what with them; paged and ordered as `listResources`. */
export function listRegistered(
  world: World,
  typeName: string,
  page: ResourcePage,
): { ids: string[]; next?: string } {
  const type = world.rules.types.get(typeName)
  if (!type) return { ids: [] }

  const wanted = knownLabels(world, page.labels ?? [])
  const list = wanted.length > 0 ? rarest(world, type, wanted) : resourcesOf(world, type)
  const count = Math.max(1, Math.floor(page.count))
  const ids: string[] = []
  const cursor = startAfter(list, page.after)
  for (let resource = itemAt(cursor); resource; advance(cursor), resource = itemAt(cursor)) {
    if (!hasAll(resource.labels, wanted)) continue
    if (ids.length === count) return { ids, next: ids[count - 1] as string } // as long as the page
    ids.push(resource.id)
  }
  return { ids }
}

function hasAll(labels: readonly number[], wanted: readonly number[]): boolean {
  return wanted.every((label) => labels.includes(label))
}
