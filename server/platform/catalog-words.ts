import type { Catalog, CatalogWords, ProductCatalog, TypeWords } from '../../contract/catalog.ts'
import { areaOf } from '../../contract/complete.ts'
import { isTable, text } from './catalog-draft.ts'
import type { CatalogProblem } from './catalog-shape.ts'

/** The words of a file in other languages, by language. As the rest of a draft, it never complains. */
export function draftWords(value: unknown): Record<string, CatalogWords> {
  return tableOf(value, draftLanguage)
}

/** Words for what the catalog does not have: most likely a slip, by which the right thing stays untold. */
export function wordsProblems({ words = {} }: ProductCatalog, complete: Catalog): CatalogProblem[] {
  const { resourceTypes, roles, plans } = complete
  const areas = [...Object.values(resourceTypes).map(areaOf), ...roles.map(({ area }) => area), 'Custom']
  return Object.entries(words).flatMap(([language, said]) => {
    const path = ['words', language]
    const strangers = (table: object = {}, what: string, among: string[], ...where: string[]) =>
      Object.keys(table)
        .filter((word) => !among.includes(word))
        .map((word) => ({
          path: [...path, ...where, word],
          says: `there is no ${what} "${word}"`,
          word,
          among,
        }))
    const ofTypes = Object.entries(said.resourceTypes ?? {}).flatMap(([type, { actions }]) => {
      const known = resourceTypes[type]
      if (!known) return []
      return strangers(
        actions,
        `action of ${type}`,
        Object.keys(known.actions),
        'resourceTypes',
        type,
        'actions',
      )
    })
    return [
      ...(/^[a-z]{2}$/.test(language)
        ? []
        : [{ path, says: 'must be a language of two letters, such as de' }]),
      ...strangers(said.resourceTypes, 'resource type', Object.keys(resourceTypes), 'resourceTypes'),
      ...ofTypes,
      ...strangers(
        said.roles,
        'role with the id',
        roles.map(({ id }) => id),
        'roles',
      ),
      ...strangers(said.areas, 'area', areas, 'areas'),
      ...strangers(said.plans, 'plan', Object.keys(plans), 'plans'),
    ]
  })
}

function draftLanguage(value: unknown): CatalogWords {
  const words = isTable(value) ? value : {}
  return {
    resourceTypes: tableOf(words.resourceTypes, draftTypeWords),
    roles: tableOf(words.roles, (role) => textsOf(role, ['name', 'description'])),
    areas: tableOf(words.areas, (area) => text(area) ?? ''),
    plans: tableOf(words.plans, (plan) => text(plan) ?? ''),
  }
}

function draftTypeWords(value: unknown): TypeWords {
  const actions = isTable(value) ? value.actions : undefined
  return {
    ...textsOf(value, ['name', 'plural']),
    actions: tableOf(actions, (says) => text(says) ?? ''),
  }
}

/** Those of the keys that have a text. */
function textsOf<Key extends string>(value: unknown, keys: readonly Key[]): { [Each in Key]?: string } {
  const table = isTable(value) ? value : {}
  const given = keys.flatMap((key) => {
    const says = text(table[key])
    return says === undefined ? [] : [[key, says] as const]
  })
  // Made of these keys alone.
  return Object.fromEntries(given) as { [Each in Key]?: string }
}

function tableOf<Value>(value: unknown, draft: (entry: unknown) => Value): Record<string, Value> {
  const entries = isTable(value) ? Object.entries(value) : []
  return Object.fromEntries(entries.map(([key, entry]) => [key, draft(entry)]))
}
