import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { start } from '../../server/main.ts'
import { openLog } from '../../server/platform/log.ts'
import { builtConsole, signInAs, takeSeatAs } from '../console.ts'
import { closeAfterTests, testDatabase } from '../database.ts'
import { nominated, REASON } from '../glass.ts'
import { clock, openWorkspace } from '../house.ts'
import { openMailServer } from '../mail-server.ts'
import { person } from '../people.ts'
import { codeOf, setUpTotp } from '../second-factor.ts'
import { startSession } from '../sessions.ts'
import { dialogOf, thereAre } from '../steps.ts'
import { addPasskeyThere, giveDevice } from '../virtual-authenticator.ts'

before(builtConsole)
afterEach(() => clock.reset())

/** A server whose letters arrive at a real mail server. */
async function serverWithMail() {
  const mail = await openMailServer()
  const on = await start(mail.config, { database: await testDatabase(), clock, log: openLog('silent') })
  closeAfterTests(() => on.http.close())
  return { mail, on }
}

const MINUTE_MS = 60_000

const page = ({ slug }: { slug: string }) => `/w/${slug}/settings/break-glass`
const banner = /^You are an owner until .*, by break-glass$/

test('a nominee breaks the glass with a code, the owner follows the letter that says so, and ends it', {
  timeout: 300_000,
}, async () => {
  const { mail, on } = await serverWithMail()
  const workspace = await openWorkspace({ on })
  const origin = on.app.config.publicUrl
  const nora = await person(workspace, 'nora')
  const owner = await takeSeatAs(origin, await workspace.ownerInPerson())
  const seat = await takeSeatAs(origin, nora)

  await seat.open(page(workspace))
  await seat.sees('This is closed to you')
  await owner.open(page(workspace))
  await owner.reads('Nobody is nominated, so nobody can break the glass.')
  await owner.isAccessible()
  await owner.page.getByRole('combobox', { name: 'Member' }).fill('nora')
  await owner.page.getByRole('option', { name: /Nora/ }).click()
  await owner.press('Nominate')
  await owner.reads('No second factor and no passkey: cannot break the glass yet')
  await owner.isAccessible()

  await seat.page.reload()
  await seat.reads('Set a second factor up first')
  await seat.isAccessible()
  assert.equal(await seat.page.getByRole('button', { name: /^Break the glass/ }).count(), 0)
  const { secret } = await setUpTotp(workspace, nora)
  await signInAs(seat, origin, await startSession(on.app, nora.id))
  await seat.open(page(workspace))
  await seat.press('Break the glass …')
  const dialog = await dialogOf(seat, 'Break the glass')
  await seat.fill('Reason', 'too short')
  await dialog.getByRole('button', { name: 'Break the glass' }).click()
  await seat.reads('At least 10 characters: the owners have to understand it.')
  await seat.isAccessible()
  await seat.fill('Reason', REASON)
  await seat.page.getByLabel('For how long').selectOption('2 hours')
  await dialog.getByRole('button', { name: 'Break the glass' }).click()
  const proof = await dialogOf(seat, 'Confirm that it is you')
  await seat.reads(/a password is not enough/)
  await thereAre(0, proof.getByRole('button', { name: 'Use the password' }))
  await seat.isAccessible()
  await seat.fill('Code that the app shows', codeOf(secret))
  await proof.getByRole('button', { name: 'Confirm' }).click()
  await seat.reads(banner)
  await seat.page.getByRole('link', { name: 'Users' }).click()
  await seat.reads('Olivia Owner')
  await seat.reads(banner)
  await seat.isAccessible()

  const letter = await letterTo(mail, workspace.ownerPerson.email, /^BREAK-GLASS: Nora made themselves/)
  assert.match(letter.text, new RegExp(REASON.replaceAll('.', '\\.')))
  const link = /http\S+\/settings\/break-glass/.exec(letter.text)?.[0] ?? ''
  await owner.page.goto(link)
  await owner.reads(/^Nora is an owner until .*, by break-glass$/)
  await owner.isAccessible()
  await owner.page.getByRole('button', { name: 'End now: Nora' }).click()
  await (await dialogOf(owner, 'End the ownership of Nora now?'))
    .getByRole('button', { name: 'End now' })
    .click()
  await owner.reads(/Ended by Olivia Owner on/)
  await owner.isAccessible()

  await seat.page.reload()
  await seat.sees('This is closed to you')
  await thereAre(0, seat.page.getByText(banner))
  owner.isQuiet()
  seat.isQuiet()
})

/** Waits for the letter of this subject to an address. */
async function letterTo(
  { received }: Awaited<ReturnType<typeof openMailServer>>,
  to: string,
  subject: RegExp,
) {
  for (let tries = 0; tries < 200; tries++) {
    const letter = received.find((one) => one.to.includes(to) && subject.test(one.subject))
    if (letter) return letter
    await sleep(50)
  }
  throw new Error(`no letter ${subject} came to ${to}`)
}

test('a nominee breaks the glass with a passkey, and ends it themselves', async () => {
  const workspace = await openWorkspace()
  const { nora } = await nominated(workspace)
  const seat = await takeSeatAs(workspace.app.config.publicUrl, nora)
  await giveDevice(seat)
  await seat.open('/account/security')
  await addPasskeyThere(seat)
  await seat.open(page(workspace))
  // The passkey itself was a proof; by now it is too old.
  clock.move(11 * MINUTE_MS)

  await seat.press('Break the glass …')
  await seat.fill('Reason', REASON)
  await (await dialogOf(seat, 'Break the glass')).getByRole('button', { name: 'Break the glass' }).click()
  await seat.press('Confirm with a passkey')
  await seat.reads(banner)
  await seat.isAccessible()
  await seat.press('End now')
  await (await dialogOf(seat, 'End your ownership now?')).getByRole('button', { name: 'End now' }).click()
  await thereAre(0, seat.page.getByText(banner))
  await seat.page.getByRole('button', { name: 'Break the glass …' }).waitFor()

  await seat.isAccessible()
  seat.isQuiet()
})
