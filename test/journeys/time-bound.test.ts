import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { decisions } from '../../contract/decisions.ts'
import { members } from '../../contract/members.ts'
import { sources } from '../../contract/sources.ts'
import { tellOfEnds } from '../../server/grants/grants.ts'
import { start } from '../../server/main.ts'
import { openLog } from '../../server/platform/log.ts'
import { builtConsole, type Seat, takeSeatAs } from '../console.ts'
import { closeAfterTests, testDatabase } from '../database.ts'
import { roleId } from '../fixture.ts'
import { clock, openWorkspace } from '../house.ts'
import { openMailServer } from '../mail-server.ts'
import { aSource, assign, fits, ownerAt, person, row, tabTo } from '../people.ts'
import { dialogOf } from '../steps.ts'

before(builtConsole)
afterEach(() => clock.reset())

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The clock of the browser follows the server's. */
async function keepTime({ page }: Seat) {
  await page.clock.setFixedTime(clock.now())
}

/** A moment as the browser's fields for date and time take it. */
function fieldOf({ page }: Seat, instant: number): Promise<string> {
  return page.evaluate((at) => {
    const offset = new Date(at).getTimezoneOffset() * 60_000
    return new Date(at - offset).toISOString().slice(0, 16)
  }, instant)
}

/** Where somebody asked for it, a picture of the page. */
async function picture({ page }: Seat, name: string) {
  const folder = process.env.CLAVIGER_TEST_SCREENSHOTS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

async function serverWithMail() {
  const mail = await openMailServer()
  const on = await start(mail.config, { database: await testDatabase(), clock, log: openLog('silent') })
  closeAfterTests(() => on.http.close())
  return { mail, on }
}

test('a role is given for two days, announced a day before its end, and over at that instant; another is given back', async () => {
  const { mail, on } = await serverWithMail()
  const workspace = await openWorkspace({ on })
  await aSource(workspace, 'ios')
  const ada = await person(workspace, 'ada', 'Function Admin')
  const seat = await ownerAt(workspace, `access/users/${ada.id}`)

  await assign(seat, 'Source Admin')
  await seat.press('Without end: how long Source Admin is given')
  const chooser = await dialogOf(seat, 'How long is Source Admin given?')
  await chooser.getByLabel('For how long').selectOption('For 1 day')
  await chooser.getByText(/^Given: until /).waitFor()
  await chooser.getByLabel('For how long').selectOption('Until a date and time …')
  await chooser.getByText('Choose when it ends.').waitFor()
  await seat.isAccessible()
  const end = Math.floor((clock.now().getTime() + 2 * DAY_MS) / 60_000) * 60_000
  await chooser.getByLabel('Ends on').fill(await fieldOf(seat, end))
  await seat.isAccessible()
  await picture(seat, 'chooser')
  await chooser.getByRole('button', { name: 'Apply' }).click()
  await chooser.waitFor({ state: 'detached' })
  await seat.press('Review and save')
  const review = await dialogOf(seat, 'Change the roles of Ada?')
  await review.getByText('1 person gains access').waitFor()
  await review.getByText(/^Source Admin: until /).waitFor()
  await seat.isAccessible()
  await picture(seat, 'review')
  await review.getByRole('button', { name: 'Save' }).click()
  await review.waitFor({ state: 'detached' })
  await seat.page.locator('.limit-badge').first().waitFor()
  await seat.isAccessible()
  await picture(seat, 'editor')
  await seat.open(`/w/${workspace.slug}/access/users`)
  await row(seat, 'ada@')
    .getByText(/^Source Admin: until /)
    .waitFor()
  await seat.isAccessible()
  await picture(seat, 'list')

  clock.move(DAY_MS + HOUR_MS)
  await tellOfEnds(on.app)
  const reminders = () => mail.received.filter(({ to }) => to.includes(ada.email))
  for (let waited = 0; reminders().length === 0 && waited < 10_000; waited += 50) await sleep(50)
  assert.match(reminders()[0]?.text ?? '', /Your role Source Admin ends on/)
  assert.equal(await ada.call(sources.get, { params: { sourceId: 'ios' } }).then(() => 'open'), 'open')

  clock.move(end - clock.now().getTime())
  await assert.rejects(ada.call(sources.get, { params: { sourceId: 'ios' } }), { code: 'not-allowed' })
  const hers = await takeSeatAs(workspace.app.config.publicUrl, ada)
  await keepTime(hers)
  await hers.open(`/w/${workspace.slug}`)
  await hers.reads(/^ended /)
  await hers.isAccessible()
  await picture(hers, 'home')
  const why = `tab=why&action=source:read&type=SOURCE&resource=ios`
  await hers.open(`/w/${workspace.slug}/access/why?${why}`)
  await hers.reads(/Ended /)
  await hers.isAccessible()
  await picture(hers, 'why')
  const subject = { type: 'user', id: ada.id }
  const resource = { type: 'source', id: 'ios' }
  const body = { subject, action: { name: 'source:read' }, resource }
  const { sentence } = await ada.call(decisions.explain, { body })
  assert.match(sentence, new RegExp(`ended on ${new Date(end).toISOString()}`))

  await hers.open(`/w/${workspace.slug}`)
  await hers.press('Give back Function Admin')
  const asks = await dialogOf(hers, 'Give Function Admin back?')
  await asks.getByText('1 person loses access').waitFor()
  await hers.isAccessible()
  await picture(hers, 'give-back')
  await asks.getByRole('button', { name: 'Give back' }).click()
  await asks.waitFor({ state: 'detached' })
  await hers.page.getByRole('button', { name: 'Give back Function Admin' }).waitFor({ state: 'detached' })
  const { user } = await workspace.owner(members.get, { params: { userId: ada.id } })
  assert.deepEqual(
    user.permissions.map(({ roleName, active }) => [roleName, active]),
    [['Source Admin', false]],
  )
  hers.isQuiet()
  seat.isQuiet()
})

test('what has ended is shown as that, fits a narrow dark screen in German, and is removed with the keyboard alone', async () => {
  const workspace = await openWorkspace()
  await aSource(workspace, 'ios')
  const endsAt = new Date(clock.now().getTime() + HOUR_MS).toISOString()
  const ada = await workspace.member([
    { roleId: roleId('Source Admin'), resources: [workspace.everything], endsAt },
  ])
  clock.move(2 * HOUR_MS)
  const options = { locale: 'de-DE', viewport: { width: 360, height: 740 }, colorScheme: 'dark' as const }
  const seat = await ownerAt(workspace, '', options)
  await keepTime(seat)

  await seat.open(`/w/${workspace.slug}/access/users/${ada.id}`)
  await seat.page
    .locator('.limit-badge[data-standing=ended]')
    .getByText(/^beendet /)
    .waitFor()
  await fits(seat)
  await seat.isAccessible()
  await picture(seat, 'ended-de-dark')
  await tabTo(seat, 'Dauer ändern: wie lange')
  await seat.page.keyboard.press('Enter')
  const chooser = await dialogOf(seat, 'Wie lange gilt ')
  await chooser.getByText('Das Ende muss in der Zukunft liegen.').waitFor()
  await fits(seat)
  await seat.isAccessible()
  await picture(seat, 'chooser-de-dark')
  await seat.page.keyboard.press('Escape')
  await chooser.waitFor({ state: 'detached' })
  await tabTo(seat, 'von Quellen verwalten')
  await seat.page.keyboard.press('Enter')
  await seat.page.locator('.limit-badge').waitFor({ state: 'detached' })
  seat.isQuiet()
})
