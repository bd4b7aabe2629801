/** Numbers that look random and are the same for the same seed (mulberry32): a failure can be had again. */
export interface Random {
  /** From 0 to below 1. */
  next(): number
  /** A whole number from 0 to below `below`. */
  below(below: number): number
  pick<Item>(items: readonly Item[]): Item
  /** True once in so many times. */
  once(inSoMany: number): boolean
}

/** Opens such numbers. */
export function openRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    once: (inSoMany) => below(inSoMany) === 0,
    pick(items) {
      const found = items[below(items.length)]
      if (found === undefined) throw new Error('there is nothing to pick from')
      return found
    },
  }
}
