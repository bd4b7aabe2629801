import { sql } from 'kysely'
import { type Reader, readSql } from '../db/open.ts'

/** Whether a person belongs to a workspace that requires a second factor. */
export async function mustHaveSecondFactor(db: Reader, userId: string): Promise<boolean> {
  const [row] = await readSql<{ found: boolean }>(
    db,
    sql`select exists (select 1 from memberships m join workspaces w on w.id = m.workspace_id
      where m.user_id = ${userId} and (w.settings->>'requireMfa')::boolean) as found`,
  )
  return row?.found ?? false
}
