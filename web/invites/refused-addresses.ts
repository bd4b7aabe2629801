import type { TFunction } from 'i18next'
import { Refused } from '../../client/call.ts'

const FIELD = /^invites\[(\d+)\]\.email$/

/** Why the server does not invite some addresses, by address. Its sentences are in English; in other languages, that it does not. */
export function refusedAddresses(
  error: Error | null,
  emails: readonly string[],
  { t, language }: { t: TFunction; language: string },
): ReadonlyMap<string, string> {
  if (!(error instanceof Refused)) return new Map()
  return new Map(
    error.errors.flatMap(({ field, message = '' }) => {
      const email = emails[Number(FIELD.exec(field ?? '')?.[1])]
      if (email === undefined) return []
      const says = message.replace(`"${field}" `, '').replace(`: ${email}`, '')
      return [[email, language === 'en' && says ? says : t('invites.cannot')] as const]
    }),
  )
}
