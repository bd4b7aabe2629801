import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Occasion } from '../outbox/outbox.ts'
import { countTry, type Policy } from '../tries/tries.ts'

/**
 * Whether a letter may go out now, by each of some limits. What is refused costs nobody an error: it waits, and its sender learns nothing
 * of others. Counted once for each letter, not for each attempt to send it.
 */
export async function isInLimits(
  app: App,
  { attempts }: Pick<Occasion, 'attempts'>,
  limits: [key: string, policy: Policy][],
): Promise<boolean> {
  if (attempts > 1) return true
  const visitor = { app, now: app.clock.now() }
  try {
    for (const [key, policy] of limits) await countTry(visitor, key, policy)
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === 'too-many-requests') return false
    throw error
  }
}
