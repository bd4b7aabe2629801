import { administration, type Catalog } from '../../contract/catalog.ts'
import { typeFromWire } from '../../contract/complete.ts'
import { type Fault, Problem } from '../../contract/problems.ts'

/**
 * Checks what a custom role shall allow: types and actions of the catalog, and of our administration only what can be
 * delegated (docs/decisions/0004). Answers it with the catalog's names, each once. Raises `invalid-input` with every fault.
 */
export function readMay(catalog: Catalog, wanted: Record<string, string[]>): Record<string, string[]> {
  const may: Record<string, string[]> = {}
  const faults: Fault[] = []
  for (const [name, actions] of Object.entries(wanted)) {
    const type = typeFromWire(catalog, name)
    if (!type) {
      faults.push(fault(`may.${name}`, 'is not a resource type'))
      continue
    }
    for (const [index, action] of actions.entries()) {
      const what = wrongWith(catalog, type, action)
      if (what) faults.push(fault(`may.${name}.${index}`, what))
    }
    may[type] = [...new Set([...(may[type] ?? []), ...actions])]
  }
  if (faults.length > 0) throw new Problem('invalid-input', { ...faults[0], faults })
  return may
}

function wrongWith(catalog: Catalog, type: string, action: string): string | null {
  const own = Object.entries(administration).find(([name]) => type === 'workspace' && name === action)?.[1]
  if (own) return own.delegable ? null : `cannot be delegated: ${action} stays with owners`
  if (action === '*') {
    return type === 'workspace' ? 'is too much: name the actions on the workspace one by one' : null
  }
  const isKnown = Object.hasOwn(catalog.resourceTypes[type]?.actions ?? {}, action)
  return isKnown ? null : `is not an action on ${type}: ${action}`
}

function fault(field: string, what: string): Fault {
  return { field, message: `"${field}" ${what}` }
}
