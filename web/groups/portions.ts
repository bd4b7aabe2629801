const PORTION = 100
const PORTION_LETTERS = 6_000
/** What stands around an address in a query: `&emails%5B99%5D=`. */
const AROUND = 16

/** Addresses in portions that each fit into the query of one call. */
export function inPortions(emails: readonly string[]): string[][] {
  const portions: string[][] = []
  let letters = 0
  for (const email of emails) {
    const length = encodeURIComponent(email).length + AROUND
    const last = portions.at(-1)
    if (!last || last.length === PORTION || letters + length > PORTION_LETTERS) {
      portions.push([email])
      letters = length
    } else {
      last.push(email)
      letters += length
    }
  }
  return portions
}
