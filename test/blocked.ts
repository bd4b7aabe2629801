/** How often it is looked at the clock: less than what is looked for. */
const TICK_MS = 1

/**
 * Runs `work`, and says the longest time in milliseconds for which this thread did nothing but compute: nobody else was
 * answered meanwhile. What counts is the thread's own time on the processor, so that a machine that does other things as well blocks
 * nobody. What the caller does itself counts too: prepare beforehand what takes long to prepare.
 */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let before = process.threadCpuUsage()
  const look = () => {
    const { user, system } = process.threadCpuUsage(before)
    longest = Math.max(longest, (user + system) / 1_000)
    before = process.threadCpuUsage()
  }
  const ticking = setInterval(look, TICK_MS)
  try {
    await work()
    // What the last turn did is seen by the next one.
    await new Promise((resolve) => setTimeout(resolve, 2 * TICK_MS))
    return longest
  } finally {
    clearInterval(ticking)
  }
}

/** The shortest of the longest blocks of several attempts, as soon as one is below `most`: what happens each time is the work's own doing. */
export async function leastBlock(
  most: number,
  attempts: number,
  work: () => Promise<unknown>,
): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < attempts && least >= most; attempt++) {
    least = Math.min(least, await longestBlock(work))
  }
  return least
}
