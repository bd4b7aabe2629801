/**
 * By the number of a principal, the instant at which its membership of the workspace, or its place in a group, ends. Who is not in it has no
 * end. Kept beside the principals, so that those without an end cost nothing.
 */
export type Ends = Map<number, number>

/** Nobody's membership ends. Shared by all, and never written to. */
export const noEnds: Ends = new Map()

/** When it ends for this one, exclusive; Infinity where it does not. */
export function endFor(ends: Ends, number: number): number {
  return ends.size === 0 ? Infinity : (ends.get(number) ?? Infinity)
}

/** The ends with this one's as it is now, which may be the same map; undefined: it does not end. */
export function withEnd(ends: Ends, number: number, end: number | undefined): Ends {
  if (end === undefined) {
    if (ends.size > 0) ends.delete(number)
    return ends
  }
  return (ends === noEnds ? new Map<number, number>() : ends).set(number, end)
}
