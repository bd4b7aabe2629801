import type { Catalog, CatalogWords } from '../../contract/catalog.ts'
import { areaOf, wireType, wordsIn } from '../../contract/complete.ts'
import type { Reply } from '../../contract/endpoint.ts'
import type { words } from '../../contract/words.ts'
import type { Caller } from '../caller/caller.ts'

type Words = Reply<typeof words.get>['words']

/** What the running catalog says in a language; nothing in one that it has no words for. */
export function getWords({ app }: Caller, language: string): Words {
  const said = wordsIn(app.catalog, language)
  const types = Object.entries(said.resourceTypes ?? {})
  return {
    resourceTypes: Object.fromEntries(
      types.map(([type, { actions = {}, ...names }]) => [wireType(type), { ...names, actions }]),
    ),
    roles: said.roles ?? {},
    areas: { ...areasOfTheirOwn(app.catalog, said), ...said.areas },
    plans: said.plans ?? {},
  }
}

/** A type without an area is listed under its plural, so that the plural's words are the area's. */
function areasOfTheirOwn({ resourceTypes }: Catalog, said: CatalogWords): Record<string, string> {
  const pairs = Object.entries(resourceTypes).flatMap(([type, spec]) => {
    const { plural } = said.resourceTypes?.[type] ?? {}
    return spec.area === undefined && plural !== undefined
      ? [[areaOf(spec), areaOf({ ...spec, plural })] as const]
      : []
  })
  return Object.fromEntries(pairs)
}
