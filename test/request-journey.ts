import { setTimeout as sleep } from 'node:timers/promises'
import { start } from '../server/main.ts'
import { openLog } from '../server/platform/log.ts'
import { type Seat, takeSeatAs } from './console.ts'
import { closeAfterTests, testDatabase } from './database.ts'
import { roleId } from './fixture.ts'
import { clock, openWorkspace, type Person, type TestWorkspace } from './house.ts'
import { openMailServer, type Received } from './mail-server.ts'
import { aSource } from './people.ts'
import { dialogOf } from './steps.ts'

/** What people do around requests for access, in the console. */

const PATIENCE_MS = 10_000

/** A workspace with the source `ios`, on a server whose letters a real mail server takes. */
export async function workspaceWithMail() {
  const mail = await openMailServer()
  const on = await start(mail.config, { database: await testDatabase(), clock, log: openLog('silent') })
  closeAfterTests(() => on.http.close())
  const workspace = await openWorkspace({ on })
  await aSource(workspace, 'ios')
  return { workspace, mail }
}

/** Waits for so many letters to an address, and answers them all. */
export async function lettersTo(
  { received }: { received: Received[] },
  { email }: { email: string },
  count: number,
): Promise<Received[]> {
  const found = () => received.filter(({ to }) => to === email)
  for (let waited = 0; found().length < count && waited < PATIENCE_MS; waited += 50) await sleep(50)
  return found()
}

/** The page of the console that a letter leads to. */
export function pageIn({ text }: Received, { app }: TestWorkspace): string {
  const link = new RegExp(`${app.config.publicUrl}(/w/\\S+)`).exec(text)?.[1]
  if (!link) throw new Error(`no link in ${text}`)
  return link
}

/** One more owner of the workspace. */
export function anotherOwner(workspace: TestWorkspace, name: string): Promise<Person> {
  const granted = [{ roleId: roleId('Workspace Owner'), resources: [workspace.everything] }]
  return workspace.member(granted, `${name}@${workspace.slug}.test`)
}

/** Takes a seat as somebody, at a page of the workspace. */
export async function seatAt(
  workspace: TestWorkspace,
  who: Person,
  path: string,
  options: Parameters<typeof takeSeatAs>[2] = {},
): Promise<Seat> {
  const seat = await takeSeatAs(workspace.app.config.publicUrl, who, options)
  await seat.open(`/w/${workspace.slug}/${path}`)
  return seat
}

/** Presses the button at the door that is open in the seat, and opens the dialog. */
export async function askAt(seat: Seat) {
  await seat.press('Ask for access')
  return dialogOf(seat, 'Ask for access')
}
