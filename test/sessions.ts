import type { App } from '../server/caller/app.ts'
import { openSession } from '../server/sessions/sessions.ts'

/** Starts a session for a person as a sign-in would, by one factor unless said otherwise, and answers its secret. */
export function startSession(
  app: App,
  userId: string,
  { twoFactors } = { twoFactors: false },
): Promise<string> {
  const place = { app, now: app.clock.now(), ip: null, userAgent: null }
  const proof = { methods: twoFactors ? ['pwd', 'otp'] : ['pwd'], twoFactors }
  const { db } = app.database
  return db.transaction().execute(async (tx) => (await openSession(tx, place, userId, proof)).secret)
}
