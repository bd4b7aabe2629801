import type { ResourceType } from './here.ts'

/** Types of resources that the console lists together, by what the catalog calls their area. */
export interface Area {
  /** The name as it stands in an address. */
  id: string
  name: string
  types: ResourceType[]
}

/** The areas of the running catalog, in its order. The workspace itself is in none. */
export function areasOf(types: readonly ResourceType[]): Area[] {
  const areas = new Map<string, Area>()
  for (const type of types) {
    if (type.type.toLowerCase() === 'workspace') continue
    const id = type.area.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
    const area = areas.get(id) ?? { id, name: type.areaName, types: [] }
    area.types.push(type)
    areas.set(id, area)
  }
  return [...areas.values()]
}
