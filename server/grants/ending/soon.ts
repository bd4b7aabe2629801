import { type RawBuilder, sql } from 'kysely'

/**
 * Whether what was given at `since` (it may be what is later of two) and ends at `end` is to be spoken of now: three days before, if it was
 * given for more than that; a day before, if for more than a day (docs/decisions/0030). As SQL, from columns.
 */
export function isSoon(end: RawBuilder<unknown>, since: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  const [lasting, left] = [sql`(${end} - ${since})`, sql`(${end} - ${now}::timestamptz)`]
  return sql`(${end} > ${now} and ((${lasting} > interval '3 days' and ${left} <= interval '3 days')
    or (${lasting} > interval '1 day' and ${left} <= interval '1 day')))`
}

/** Whether something ended at `end`, and not so long ago that it is no news, as after a server was off. */
export function isNews(end: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  return sql`(${end} <= ${now} and ${end} > ${now}::timestamptz - interval '30 days')`
}
