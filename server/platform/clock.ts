/** Where time comes from. Tests hand in one that they can move. */
export interface Clock {
  now(): Date
}

/** The time of this machine. Who is called from a request takes `caller.now` instead. */
export const systemClock: Clock = { now: () => new Date() }
