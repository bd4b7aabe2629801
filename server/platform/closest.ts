const longest = 100

/**
 * The word of `among` that somebody who wrote `word` most likely meant, ignoring case: at most one slip in three letters,
 * or the beginning of a longer word. Undefined if nothing comes near.
 */
export function closest(word: string, among: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase()
  if (wanted.length > longest) return undefined

  let best: string | undefined
  let fewest = Math.floor(wanted.length / 3) + 1
  for (const candidate of among) {
    if (wanted.length > 2 && candidate.toLowerCase().startsWith(wanted)) best ??= candidate
    if (Math.abs(candidate.length - wanted.length) >= fewest) continue
    const slips = slipsBetween(wanted, candidate.toLowerCase())
    if (slips < fewest) {
      fewest = slips
      best = candidate
    }
  }
  return best
}

/** Letters to add, drop, replace, or swap with their neighbour (optimal string alignment). */
function slipsBetween(one: string, other: string): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, i) => i)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      const replaced = at(row, j - 1) + (same ? 0 : 1)
      let slips = Math.min(replaced, at(row, j) + 1, at(next, j - 1) + 1)
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      if (swapped) slips = Math.min(slips, at(before, j - 2) + 1)
      next.push(slips)
    }
    before = row
    row = next
  }
  return at(row, other.length)
}

function at(row: number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
