import { useTranslation } from 'react-i18next'
import { now } from './now.ts'

/** How moments (ISO 8601) are written in the person's language: a day, or a day with the time. */
export function useMoments() {
  const { i18n } = useTranslation()
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' })
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  const short = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' } as const
  const inYear = new Intl.DateTimeFormat(i18n.language, short)
  const inAnother = new Intl.DateTimeFormat(i18n.language, { ...short, year: 'numeric' })
  const thisYear = new Date(now()).getFullYear()
  return {
    /** With the year only where it is another one than this. */
    short: (moment: string) => {
      const then = new Date(moment)
      return (then.getFullYear() === thisYear ? inYear : inAnother).format(then)
    },
    day: (moment: string) => day.format(new Date(moment)),
    time: (moment: string) => time.format(new Date(moment)),
  }
}
