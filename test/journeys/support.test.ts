import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { groups } from '../../contract/groups.ts'
import { sso } from '../../contract/sso.ts'
import { support } from '../../contract/support.ts'
import { type Running, start } from '../../server/main.ts'
import { openLog } from '../../server/platform/log.ts'
import { environmentOf } from '../child-server.ts'
import { builtConsole, type Seat, takeSeat, takeSeatAs } from '../console.ts'
import { closeAfterTests, testedDatabase, testPlace } from '../database.ts'
import { openWorkspace, type TestWorkspace, testConfig } from '../house.ts'
import { fits, ownerAt, row, tabTo } from '../people.ts'
import { decree } from '../settings.ts'
import { dialogOf } from '../steps.ts'
import { supportLink } from '../support-visit.ts'

before(builtConsole)

const command = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))
const execute = promisify(execFile)

/** A server on a database that the operator's command opens too. `link` is what `claviger support` prints for this workspace. */
async function operated() {
  const place = await testPlace()
  const { PORT: _any, ...settings } = environmentOf(place)
  const begin = (port = '0') =>
    start(testConfig({ ...settings, CLAVIGER_PORT: port }), { log: openLog('silent') })
  let running: Running = await begin()
  closeAfterTests(() => running.stop())
  const origin = running.app.config.publicUrl
  const env = { PATH: process.env.PATH, ...environmentOf(place), CLAVIGER_PUBLIC_URL: origin }
  const staff = ['--staff', 'sam@operator.test', '--name', 'Sam Support', '--reason', 'Ticket 4711']
  const link = async (slug: string) => {
    // The embedded database belongs to one process: the operator stops the server first, as the command says.
    if (testedDatabase === 'embedded') await running.stop()
    const { stdout } = await execute(process.execPath, [command, 'support', slug, ...staff], { env })
    if (testedDatabase === 'embedded') running = await begin(new URL(origin).port)
    return stdout.trim()
  }
  return { on: running, origin, link }
}

const settingsPage = ({ slug }: TestWorkspace) => `/w/${slug}/settings/support`

test('the support staff comes in by the link of `claviger support`, acts under both names, and is out as soon as it is revoked', {
  timeout: 300_000,
}, async () => {
  const { on, origin, link } = await operated()
  const workspace = await openWorkspace({ on })
  const { userGroup } = await workspace.owner(groups.create, { body: { name: 'Analysts' } })
  const owner = await takeSeatAs(origin, await workspace.ownerInPerson())
  const staff = await takeSeat(origin)

  await owner.open(settingsPage(workspace))
  await owner.reads('Nobody is let in at present.')
  await owner.isAccessible()
  await owner.page.getByLabel('For how long').selectOption('3 days')
  await owner.press('Grant support access')
  await owner.sees('Support access is granted')
  await owner.reads('Nobody has come in yet.')

  await staff.page.goto(await link(workspace.slug))
  await staff.sees('Support for Test')
  await staff.reads('You come in as Sam Support, in the name of Olivia Owner, who granted support access.')
  await staff.reads('Ticket 4711')
  await staff.isAccessible()
  await staff.press('Come in')
  await staff.reads('Support visit: Sam Support')
  await staff.reads(/^You act in the name of Olivia Owner, with their rights, until/)
  await staff.settles()
  await staff.isAccessible()
  await staff.open(`/w/${workspace.slug}/access/groups/${userGroup.id}`)
  await staff.press('Rename')
  await staff.fill('Name of the user group', 'Analysts of the north')
  await staff.press('Save')
  await staff.sees('Analysts of the north')
  await whatNeedsAnAccount(staff, workspace)

  await owner.open(`/w/${workspace.slug}/access/audit`)
  await owner.reads(/^Support access is granted until/)
  const line = owner.page.getByRole('button').filter({ hasText: 'Analysts of the north' })
  assert.match(await line.innerText(), /Sam Support \(support, in the name of Olivia Owner\)/)
  await line.click()
  await owner.page.getByRole('definition').getByRole('link', { name: 'Olivia Owner', exact: true }).waitFor()
  await owner.page.getByRole('button', { name: 'Only in the name of Olivia Owner' }).click()
  await owner.reads(/came in by support access$/)
  await owner.page.getByText(/^Olivia Owner let the support staff/).waitFor({ state: 'detached' })
  await owner.isAccessible()
  await owner.page.getByRole('link', { name: 'See who has come in' }).click()
  await owner.reads('In now')
  await owner.reads('sam@operator.test')
  await owner.isAccessible()
  await owner.press('Revoke')
  const dialog = await dialogOf(owner, 'Revoke support access?')
  await owner.isAccessible()
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await owner.reads('Nobody is let in at present.')
  await owner.page.getByText(/1 visit$/).click()
  await owner.reads('Ticket 4711')
  await owner.isAccessible()

  await staff.page.getByRole('link', { name: 'User Groups' }).click()
  await staff.sees('Your visit has ended')
  await staff.isAccessible()
  owner.isQuiet()
  staff.isQuiet()
})

/** Whoever visits has no account: its pages say so, what only an owner can do is not offered, and no page leads to the sign-in page. */
async function whatNeedsAnAccount(staff: Seat, { slug }: TestWorkspace) {
  await staff.open('/account')
  await staff.sees('This page belongs to an account')
  await staff.isAccessible()
  await staff.page.getByRole('link', { name: 'Back to the workspace' }).click()
  await staff.reads('Support visit: Sam Support')
  await staff.open(`/w/${slug}/settings`)
  await staff.settles()
  assert.equal(await staff.page.getByRole('button', { name: 'Leave the workspace' }).count(), 0)
  await staff.press('Support menu')
  await staff.page.getByRole('menuitem', { name: 'Leave' }).waitFor()
  assert.equal(await staff.page.getByRole('menuitem', { name: 'Account settings' }).count(), 0)
  await staff.page.keyboard.press('Escape')
  await staff.open(`/w/${slug}/settings/support`)
  const revoke = staff.page.getByRole('button', { name: 'Revoke' })
  assert.equal(await revoke.getAttribute('aria-disabled'), 'true')
  await staff.open(`/w/${slug}/access/users`)
  await row(staff, 'Olivia Owner').waitFor()
  assert.equal(await staff.page.getByText('you', { exact: true }).count(), 0)
  await staff.isAccessible()
}

test('a visit is left with a click, and its link does not work a second time', async () => {
  const workspace = await openWorkspace()
  const olivia = await workspace.ownerInPerson()
  await olivia.call(support.grant, { body: { days: 1 } })
  const link = `/support#token=${await supportLink(workspace)}`
  const staff = await takeSeat(workspace.app.config.publicUrl)
  await staff.open(link)

  await staff.press('Come in')
  await staff.reads('Support visit: Sam Support')
  await staff.page.getByRole('main').getByRole('button', { name: 'Leave' }).click()
  await staff.sees('You have left')
  await staff.isAccessible()
  await staff.open(link)
  await staff.sees('This link does not work')
  await staff.isAccessible()
  await staff.open(`/w/${workspace.slug}`)

  await staff.sees('Sign in')
  staff.isQuiet()
})

test('while single sign-on is required, the page says why nobody can be let in', async () => {
  const workspace = await openWorkspace()
  const olivia = await workspace.ownerInPerson()
  await olivia.call(sso.addExemption, { params: { userId: olivia.id } })
  await decree(workspace, { requireSso: true })
  const seat = await ownerAt(workspace, 'settings/support')

  await seat.reads('Not available while single sign-on is required')
  await seat.isAccessible()
  assert.equal(await seat.page.getByRole('button', { name: 'Grant support access' }).count(), 0)
  await seat.page.getByRole('main').getByRole('link', { name: 'Sign-in rules' }).click()
  await seat.sees('Authentication')
  seat.isQuiet()
})

test('support access is granted with the keyboard alone, on a narrow screen, in German', async () => {
  const workspace = await openWorkspace()
  const viewport = { width: 360, height: 740 }
  const seat = await ownerAt(workspace, 'settings/support', {
    locale: 'de-DE',
    viewport,
    colorScheme: 'dark',
  })

  await seat.reads('Zurzeit ist niemand hereingelassen.')
  await tabTo(seat, 'Wie lange')
  await seat.page.keyboard.press('ArrowDown')
  await tabTo(seat, 'Supportzugriff gewähren')
  await seat.page.keyboard.press('Enter')
  await seat.sees('Supportzugriff ist gewährt')
  await fits(seat)
  await seat.isAccessible()
  seat.isQuiet()
})
