import { findLinkOf, linkUrl, type Purpose } from '../server/links/links.ts'
import { type Running, start } from '../server/main.ts'
import { openLog } from '../server/platform/log.ts'
import { openMailbox } from '../server/platform/mailbox.ts'
import { closeAfterTests, testDatabase } from './database.ts'
import { clock, testConfig } from './house.ts'

let running: Promise<Running> | undefined
closeAfterTests(async () => (await running)?.http.close())

/** A second server of this test process: one whose letters go into a mailbox, as a demo's do. */
export function houseWithMail(): Promise<Running> {
  running ??= startHouse()
  return running
}

async function startHouse(): Promise<Running> {
  const parts = { database: await testDatabase(), clock, mailbox: openMailbox() }
  return start(testConfig(), { ...parts, log: openLog(process.env.CLAVIGER_TEST_LOG ?? 'silent') })
}

/** What stands behind `#token=` in the letter that this account was sent last; its kind is that of the link. */
export async function mailedToken({ app }: Running, userId: string, purpose: Purpose): Promise<string> {
  const link = await findLinkOf(app.database.db, userId, purpose)
  if (!link) throw new Error(`no link to ${purpose} waits for ${userId}`)
  return linkUrl(app, link).split('#token=')[1] as string
}

/** What is in the outbox about this account, by its kind; of a notice, its event and where it goes. */
export async function lettersAbout({ app }: Pick<Running, 'app'>, userId: string): Promise<string[]> {
  const rows = await app.database.db
    .selectFrom('outbox')
    .orderBy('created_at')
    .select(['kind', 'payload'])
    .execute()
  return rows.flatMap(({ kind, payload }) => {
    if (payload.userId !== userId) return []
    return [`${kind}: ${payload.type}${payload.to ? ` to ${payload.to}` : ''}`]
  })
}
