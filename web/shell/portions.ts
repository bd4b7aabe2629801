const PORTION = 50
const PORTION_LETTERS = 6_000
/** What stands around each of them in a query: `&userIds%5B49%5D=`. */
const AROUND = 18

/** Ids or addresses in portions that each fit into the query of one call, and are done soon enough to be stopped between them. */
export function inPortions(texts: readonly string[]): string[][] {
  const portions: string[][] = []
  let letters = 0
  for (const text of texts) {
    const length = encodeURIComponent(text).length + AROUND
    const last = portions.at(-1)
    if (!last || last.length === PORTION || letters + length > PORTION_LETTERS) {
      portions.push([text])
      letters = length
    } else {
      last.push(text)
      letters += length
    }
  }
  return portions
}
