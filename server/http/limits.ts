import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Problem } from '../../contract/problems.ts'

const SECONDS = 60

/** What a caller has used of a limit, for the `X-RateLimit-*` headers (public-api 1.7). */
export interface Used {
  consumed: number
  remaining: number
  resetsAt: Date
}

export interface Limit {
  /** Counts one call of `who`. Raises `too-many-requests` with Segment's figures. */
  use(who: string, now: Date): Promise<Used>
}

/** A limit of so many calls per minute, counted for each caller apart. 0 is without limit. */
export function openLimit(perMinute: number): Limit | null {
  if (perMinute === 0) return null
  const limiter = new RateLimiterMemory({
    points: perMinute,
    duration: SECONDS,
  })
  return {
    async use(who, now) {
      const used = await limiter.consume(who).catch((refused: unknown) => {
        if (refused instanceof RateLimiterRes) throw tooMany(refused)
        throw refused
      })
      const resetsAt = new Date(now.getTime() + used.msBeforeNext)
      return {
        consumed: used.consumedPoints,
        remaining: used.remainingPoints,
        resetsAt,
      }
    },
  }
}

function tooMany({ remainingPoints, msBeforeNext, consumedPoints }: RateLimiterRes): Problem {
  const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000))
  return new Problem('too-many-requests', {
    data: { remainingPoints, msBeforeNext, consumedPoints, retryAfterSeconds },
  })
}
