import type { Occasion } from '../outbox/outbox.ts'
import { deviceOf } from '../sessions/sessions.ts'
import { inUtc } from './template.ts'

/** When something happened, and from where, as letters say it (standards/sign-in NO-1). */
export function circumstances({ at, ip, userAgent }: Occasion['payload']): string[] {
  const device = typeof userAgent === 'string' ? [deviceOf(userAgent)] : []
  const place = typeof ip === 'string' ? [ip, ...device] : device
  const from = place.length > 0 ? [`From: ${place.join(', ')}`] : []
  return [`When: ${inUtc(new Date(String(at)))}`, ...from]
}
