import { sql } from 'kysely'
import { type DatabasePlace, openDatabase } from '../server/db/open.ts'
import { openLog } from '../server/platform/log.ts'

/** The provider of which three in ten have an account. */
export const ISSUER = 'https://id.bench.test'

/**
 * Adds what a directory is asked about to a written world: days of joining, passwords (six in ten), authenticator apps (four), passkeys
 * (two), accounts at a provider (three), and two sessions each; and as many people again who belong to no workspace here. Who has
 * what hangs on their id: the same every time.
 */
export async function furnish(place: DatabasePlace): Promise<void> {
  const database = await openDatabase(place, openLog('error'))
  try {
    await database.patiently(async (db) => {
      for (const statement of statements) await statement.execute(db)
    })
  } finally {
    await database.close()
  }
}

/** A number from 0 to 99 for each person and subject. */
const chance = (subject: string) => sql`abs(hashtext(id || ${sql.lit(subject)}) % 100)`
const some = (subject: string, percent: number) =>
  sql`from users where ${chance(subject)} < ${sql.lit(percent)}`
const now = sql`timestamptz '2026-11-21 00:00:00Z'`

const statements = [
  sql`insert into users (id, email, email_key, name, name_key, created_at)
    select 'other-' || id, 'other-' || email, 'other-' || email_key, name, name_key, created_at from users`,
  sql`update memberships set created_at = created_at - abs(hashtext(user_id) % 100000) * interval '1 minute'`,
  sql`update users set password_hash = 'x' where ${chance('password')} < 60`,
  sql`insert into totp_factors (user_id, secret_sealed, created_at, confirmed_at)
    select id, '\\x00', ${now}, case when ${chance('half')} < 95 then ${now} end ${some('totp', 40)}`,
  sql`insert into passkeys (id, user_id, credential_id, public_key, sign_count, synced, name, created_at)
    select id, id, id, '\\x00', 0, false, 'Key', ${now} ${some('passkey', 20)}`,
  sql`insert into identities (issuer, subject, user_id, provider, linked_at)
    select ${sql.lit(ISSUER)}, id, id, 'bench', ${now} ${some('identity', 30)}`,
  sql`insert into sessions (id, user_id, secret_hash, created_at, expires_at, authenticated_at, factor_at, last_used_at)
    select 's' || n || id, id, sha256(convert_to(n || id, 'UTF8')), ${now}, ${now} + interval '7 days', ${now}, ${now},
      ${now} - abs(hashtext(n || id) % 100000) * interval '1 minute'
    from users, generate_series(1, 2) n where ${chance('gone')} < 80`,
  sql`analyze`,
]
