/**
 * Many short chains of values in two arrays: an array of its own for each of hundreds of thousands of chains would cost
 * far more. A chain is named by its first link; 0 is the empty chain.
 */
export interface Links<Value> {
  values: (Value | undefined)[]
  nexts: number[]
  /** The first of the links that are free to be used again. */
  free: number
}

/** Room for chains, with none in it. */
export function createLinks<Value>(): Links<Value> {
  return { values: [undefined], nexts: [0], free: 0 }
}

/** The chain with one more value. */
export function linked<Value>(links: Links<Value>, chain: number, value: Value): number {
  const link = links.free === 0 ? links.nexts.length : links.free
  links.free = links.nexts[links.free] ?? 0
  links.values[link] = value
  links.nexts[link] = chain
  return link
}

/** The chain without the value, once; the same chain if the value is not in it. */
export function unlinked<Value>(links: Links<Value>, chain: number, value: Value): number {
  let before = 0
  let link = chain
  while (link !== 0 && links.values[link] !== value) {
    before = link
    link = links.nexts[link] ?? 0
  }
  if (link === 0) return chain

  const after = links.nexts[link] ?? 0
  if (before !== 0) links.nexts[before] = after
  release(links, link)
  return before === 0 ? after : chain
}

/** Every value of a chain once, however often it is in it. */
export function valuesOf<Value>(links: Links<Value>, chain: number): Set<Value> {
  const found = new Set<Value>()
  for (let link = chain; link !== 0; link = links.nexts[link] ?? 0) {
    const value = links.values[link]
    if (value !== undefined) found.add(value)
  }
  return found
}

/** Frees all links of a chain. */
export function unlinkAll<Value>(links: Links<Value>, chain: number) {
  for (let link = chain; link !== 0; ) {
    const next = links.nexts[link] ?? 0
    release(links, link)
    link = next
  }
}

function release<Value>(links: Links<Value>, link: number) {
  links.values[link] = undefined
  links.nexts[link] = links.free
  links.free = link
}
