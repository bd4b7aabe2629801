/** Something that is timed: `run` does `count` operations, one after the other. */
export interface Lane {
  name: string
  run(count: number): void | Promise<void>
}

/** How long one lane runs in one round, and how many rounds there are. */
export interface Rounds {
  rounds: number
  roundMs: number
}

/** Nanoseconds per operation, one figure a round. */
export type Timings = Map<string, number[]>

/**
 * Runs all lanes in turns, round after round, so that whatever else the machine does meets all of them alike. A first
 * round warms up, and finds out how many operations fill `roundMs`.
 */
export async function interleave(lanes: Lane[], { rounds, roundMs }: Rounds): Promise<Timings> {
  const counts = new Map<Lane, number>()
  for (const lane of lanes) counts.set(lane, await fill(lane, roundMs))

  const timings: Timings = new Map(lanes.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    // Nobody always runs first, or always after the same neighbour's garbage.
    for (const lane of [...lanes.slice(round % lanes.length), ...lanes.slice(0, round % lanes.length)]) {
      const count = counts.get(lane) ?? 1
      timings.get(lane.name)?.push((await time(lane, count)) / count)
    }
  }
  return timings
}

/** The middle one, or the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** How many times as long one lane took as another: the median over the rounds. */
export function ratio(timings: Timings, of: string, to: string): number {
  const base = timings.get(to) ?? []
  return median((timings.get(of) ?? []).map((figure, round) => figure / (base[round] ?? Number.NaN)))
}

/** The median of a lane, in nanoseconds per operation. */
export function medianOf(timings: Timings, name: string): number {
  return median(timings.get(name) ?? [])
}

async function fill(lane: Lane, roundMs: number): Promise<number> {
  for (let count = 1; ; count *= 4) {
    const took = await time(lane, count)
    if (took >= (roundMs * 1e6) / 4) return Math.max(1, Math.round((count * roundMs * 1e6) / took))
  }
}

async function time(lane: Lane, count: number): Promise<number> {
  const start = process.hrtime.bigint()
  const running = lane.run(count)
  if (running) await running
  return Number(process.hrtime.bigint() - start)
}
