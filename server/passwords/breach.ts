import type { App } from '../caller/app.ts'

const TIMEOUT_MS = 2_000
/** After the service did not answer, nobody waits for it again for so long. */
const SILENT_MS = 60_000

/** Until when each service is not asked, because it did not answer. */
const silentUntil = new Map<string, number>()

/**
 * Whether a password is known from a breach elsewhere; null where that is not asked, or no answer came within two seconds: a
 * service that is away must not stop people from setting passwords. Only the first five letters of the password's SHA-1 leave this
 * server, and the answer is padded, so that its length tells nothing (rules, section 11).
 */
export async function isBreached(
  { config, clock }: Pick<App, 'config' | 'clock'>,
  password: string,
): Promise<boolean | null> {
  const { breachCheck, breachUrl } = config
  const service = breachUrl ?? ''
  const now = clock.now().getTime()
  if (breachCheck === 'off' || (silentUntil.get(service) ?? 0) > now) return null

  // Loaded only where it is used: a start is quicker by it.
  const { pwnedPassword } = await import('hibp')
  const where = breachUrl === undefined ? {} : { baseUrl: breachUrl }
  try {
    return (await pwnedPassword(password, { ...where, addPadding: true, timeoutMs: TIMEOUT_MS })) > 0
  } catch {
    silentUntil.set(service, now + SILENT_MS)
    return null
  }
}
