/**
 * Sets of actions, each stored once and named by a small number. Bits are the numbers of actions, any many of them.
 * The empty set is number 0.
 */
export interface ActionSets {
  /** 32-bit words per set. */
  width: number
  words: Int32Array
  count: number
  numbers: Map<string, number>
  unions: Map<number, number>
}

/** An empty table for this many actions. */
export function createSets(actionCount: number): ActionSets {
  const width = Math.max(1, Math.ceil(actionCount / 32))
  const sets = { width, words: new Int32Array(width * 64), count: 0, numbers: new Map(), unions: new Map() }
  setOf(sets, [])
  return sets
}

/** The number of the set of these actions. */
export function setOf(sets: ActionSets, actions: readonly number[]): number {
  const words = new Int32Array(sets.width)
  for (const action of actions) words[action >> 5] = (words[action >> 5] ?? 0) | (1 << (action & 31))
  return intern(sets, words)
}

/** Is this action in this set? */
export function has(sets: ActionSets, set: number, action: number): boolean {
  return ((sets.words[set * sets.width + (action >> 5)] ?? 0) & (1 << (action & 31))) !== 0
}

/** The number of the union; remembered, so that it costs one look-up. */
export function union(sets: ActionSets, one: number, other: number): number {
  if (one === other || other === 0) return one
  if (one === 0) return other

  const key = one < other ? one * 2 ** 26 + other : other * 2 ** 26 + one
  const known = sets.unions.get(key)
  if (known !== undefined) return known
  const words = new Int32Array(sets.width)
  for (let i = 0; i < sets.width; i++) {
    words[i] = (sets.words[one * sets.width + i] ?? 0) | (sets.words[other * sets.width + i] ?? 0)
  }
  const number = intern(sets, words)
  sets.unions.set(key, number)
  return number
}

function intern(sets: ActionSets, words: Int32Array): number {
  const key = words.join()
  const known = sets.numbers.get(key)
  if (known !== undefined) return known

  const number = sets.count++
  if (sets.count * sets.width > sets.words.length) {
    const larger = new Int32Array(sets.words.length * 2)
    larger.set(sets.words)
    sets.words = larger
  }
  sets.words.set(words, number * sets.width)
  sets.numbers.set(key, number)
  return number
}
