/** How many people one call invites (contract/invites.ts). */
export const ADDRESSES_MAX = 500

/** What separates addresses where several are typed or pasted. */
export const separators = [',', ';', ' ', '\t', '\n', '\r']

/** Whether a text can be an address at all; the server is the judge. */
export function isAddress(text: string): boolean {
  return /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>]+$/.test(text) && text.length <= 254
}

/**
 * The addresses among what was added to a list at once. Mail programs write `Ada Lovelace <ada@example.com>`: then the words
 * before are names, and no addresses.
 */
export function addressesAmong(words: readonly string[]): string[] {
  const bare = words.map((word) => word.replace(/^<(.+)>$/, '$1'))
  const isFromMail = words.some((word, place) => word !== bare[place])
  return isFromMail ? bare.filter((word) => word.includes('@')) : bare
}

/** A list of addresses after something was added to it or taken from it: each address once, whatever its case. */
export function tidied(before: readonly string[], after: readonly string[]): string[] {
  const kept = after.filter((one) => before.includes(one))
  const added = addressesAmong(after.filter((one) => !before.includes(one)))
  const seen = new Set<string>()
  return [...kept, ...added].filter((address) => {
    const key = address.toLowerCase()
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}
