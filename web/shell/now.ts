/** What time it is by the clock of this browser, in milliseconds: the console's one clock. */
export function now(): number {
  return Date.now()
}
