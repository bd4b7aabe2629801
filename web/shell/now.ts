/** What time it is by the clock of this browser, in milliseconds: the console's one clock. */
export function now(): number {
  return Date.now()
}

const DAY_MS = 86_400_000

/** How many days are left until a moment (ISO 8601), a begun one counted whole, but for what clocks differ by; 0 where it is over. */
export function daysUntil(moment: string): number {
  return Math.max(0, Math.ceil((Date.parse(moment) - now()) / DAY_MS - 0.05))
}
