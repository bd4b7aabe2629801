import { invalid } from './invalid.ts'

/** About a hundredth of a second on a slow machine: a thousand times what providers ask for. */
const EFFORT_MAX = 20_000
const LETTERS_AT_ONCE = 4
/** What is longer is refused before it is read. */
const LETTERS_MAX = 10_000

/**
 * Adds up what one PATCH has us look at: letters of paths, names of attributes, and each value of a list with each term that it is held
 * against. Raises `scim-invalid` (invalidValue) as soon as it is too much: nobody else is answered meanwhile.
 */
export type Spend = (looks: number) => void

/** Begins to count. */
export function openEffort(): Spend {
  let left = EFFORT_MAX
  return (looks) => {
    left -= looks
    if (left < 0) throw invalid('invalidValue', 'The PATCH says too much at once. Send it in parts.')
  }
}

/** What it takes to read a path. */
export function letters(path: unknown): number {
  return typeof path === 'string' ? Math.min(path.length, LETTERS_MAX) / LETTERS_AT_ONCE : 0
}
