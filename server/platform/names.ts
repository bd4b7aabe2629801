/** A name as people mean it: without space around it, in Unicode's composed form. */
export function tidyName(name: string): string {
  return name.trim().normalize('NFC')
}

/** What two names or two e-mail addresses are compared by: composed, without case, the same on every database (invariant 50). */
export function keyOf(name: string): string {
  return tidyName(name).toLowerCase()
}
