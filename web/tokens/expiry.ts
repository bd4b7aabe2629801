import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { now } from '../shell/now.ts'

/** Until when a token can be used: for so many days, until a day of one's own, or as long as nobody revokes it. */
export const terms = ['30', '90', '365', 'date', 'none'] as const
export type Term = (typeof terms)[number]

const DAY_MS = 86_400_000

export interface Expiry {
  term: Term
  setTerm: (term: Term) => void
  /** `2027-03-01`; only the term `date` asks for it. */
  date: string
  setDate: (date: string) => void
  /** ISO 8601; null for a token that does not end. */
  expiresAt: string | null
  /** What is wrong with the day that was chosen. */
  fault: string | null
}

/** The choice of a term, 90 days at first where nothing else is said. */
export function useExpiry(first: Term = '90'): Expiry {
  const { t } = useTranslation()
  const [term, setTerm] = useState(first)
  const [date, setDate] = useState('')
  const isMissing = term === 'date' && !(endOf(date) > now())
  return {
    term,
    setTerm,
    date,
    setDate,
    expiresAt: isMissing ? null : momentOf(term, date),
    fault: isMissing ? t('tokens.dateNeeded') : null,
  }
}

/** Whether a token can be used no more. */
export function isExpired(expiresAt: string | null): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now()
}

/** Tomorrow, as a field for dates writes it. */
export function tomorrow(): string {
  const day = new Date(now() + DAY_MS)
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}

function momentOf(term: Term, date: string): string | null {
  if (term === 'none') return null
  const moment = term === 'date' ? endOf(date) : now() + Number(term) * DAY_MS
  return new Date(moment).toISOString()
}

/** The end of the day where the person is; not a number for what is no day. */
function endOf(date: string): number {
  return Date.parse(`${date}T23:59:59`)
}
