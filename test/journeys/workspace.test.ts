import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { workspaces } from '../../contract/workspaces.ts'
import { setHipaa } from '../../server/workspaces/workspaces.ts'
import { builtConsole, takeSeatAs } from '../console.ts'
import { person } from '../group-journey.ts'
import { acting, openWorkspace } from '../house.ts'
import { ownerAt } from '../people.ts'
import { setUpTotp } from '../second-factor.ts'
import { noSettings } from '../settings.ts'

before(builtConsole)

const NARROW = { viewport: { width: 360, height: 740 } }

test('an owner renames the workspace and moves it to another address, and is led there', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, 'settings')
  const slug = `${workspace.slug}-new`

  await seat.fill('Name', 'Köln & Co')
  await seat.fill('Address', 'Not an address')
  await seat.press('Save')
  await seat.page.getByText('Small letters, digits, and hyphens between them.', { exact: true }).waitFor()
  await seat.fill('Address', slug)
  await seat.reads('Links to this workspace change')
  await seat.isAccessible()
  await seat.press('Save')
  await seat.page.waitForURL(`**/w/${slug}/settings`)
  await seat.page.getByRole('button', { name: /Köln & Co/ }).waitFor()
  await seat.isAccessible()

  const { workspace: found } = await workspace.owner(workspaces.get, {})
  assert.deepEqual([found.name, found.slug], ['Köln & Co', slug])
  await seat.open(`/w/${workspace.slug}`)
  await seat.sees('You cannot enter this workspace')
  seat.isQuiet()
})

test('the general settings say what the plan includes, and give what a program needs', async () => {
  const workspace = await openWorkspace({ plan: 'free' })
  const seat = await ownerAt(workspace, 'settings')
  const rich = await openWorkspace()
  await setHipaa(acting(rich.app), rich.slug, true)
  const richSeat = await ownerAt(rich, 'settings')

  await seat.sees('Plan: Free')
  await seat.reads(/^Up to \d+ label/)
  await seat.reads(workspace.id)
  await seat.isAccessible()
  await richSeat.sees('Plan: Business')
  await richSeat.reads('User groups')
  await richSeat.reads('HIPAA')
  await richSeat.reads(/15 minutes without activity/)
  await richSeat.isAccessible()
  seat.isQuiet()
})

test('a member sees the general settings as they are, and leaves the workspace', async () => {
  const workspace = await openWorkspace()
  const seat = await takeSeatAs(workspace.app.config.publicUrl, await person(workspace, 'ada'))

  await seat.open(`/w/${workspace.slug}/settings`)
  await seat.isAccessible()
  await seat.page.getByRole('button', { name: 'Save' }).hover()
  await seat.reads(/You need a role for this/)
  await seat.press('Leave the workspace')
  await seat.page
    .getByRole('dialog')
    .getByText(/only by a new invite/)
    .waitFor()
  await seat.isAccessible()
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Leave the workspace' }).click()
  await seat.sees('Your workspaces')
  await seat.open(`/w/${workspace.slug}`)
  await seat.sees('You cannot enter this workspace')
  seat.isQuiet()
})

test('an owner with a second factor requires one of everybody, and sees how many that holds up', async () => {
  const workspace = await openWorkspace()
  const ada = await person(workspace, 'ada')
  const owner = await workspace.ownerInPerson()
  const origin = workspace.app.config.publicUrl
  const without = await takeSeatAs(origin, owner)
  await without.open(`/w/${workspace.slug}/access/authentication/rules`)
  await without.reads('2 members have no second factor.')
  await without.reads('Set one up for yourself first')
  await without.isAccessible()
  await setUpTotp(workspace, owner)

  const seat = await takeSeatAs(origin, await workspace.ownerInPerson({ twoFactors: true }))
  await seat.open(`/w/${workspace.slug}/access/authentication/rules`)
  await seat.reads('1 member has no second factor.')
  await seat.page.getByRole('switch', { name: 'Require two-step verification' }).click({ force: true })
  await seat.reads('Saved.')
  await seat.isAccessible()
  await seat.page.getByRole('link', { name: 'Show them' }).click()
  await seat.page.getByRole('row', { name: /Ada/ }).waitFor()
  const barred = await takeSeatAs(origin, ada)
  await barred.open(`/w/${workspace.slug}`)
  await barred.sees('Two-step verification is needed here')
  seat.isQuiet()
})

test('an owner makes sessions shorter, and takes that back', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, 'access/authentication/rules')
  const settings = async () => (await workspace.owner(workspaces.get, {})).workspace.settings

  await seat.fill('Sign in again after (hours)', '200')
  await seat.press('Save')
  await seat.reads('A whole number from 1 to 168, or nothing.')
  await seat.isAccessible()
  await seat.fill('Sign in again after (hours)', '12')
  await seat.fill('Sign in again after being idle for (minutes)', '30')
  await seat.press('Save')
  await seat.reads('Nothing is changed yet.')
  assert.deepEqual(await settings(), { ...noSettings, sessionHours: 12, idleMinutes: 30 })
  await seat.fill('Sign in again after (hours)', '')
  await seat.press('Save')
  await seat.reads('Nothing is changed yet.')
  assert.deepEqual(await settings(), { ...noSettings, idleMinutes: 30 })
  seat.isQuiet()
})

test('the keyboard alone goes through the frame: over the navigation, into the palette, and back', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, 'settings')
  const { page } = seat

  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement?.closest('main') !== null), true)
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Search' }).waitFor()
  await seat.isAccessible()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Search' }).waitFor({ state: 'detached' })
  await page.locator('main :focus').waitFor()
  await page.keyboard.press('Control+k')
  await page.waitForFunction(() => document.activeElement?.closest('[role=dialog]'))
  await page.keyboard.type('olivia')
  await page.getByRole('dialog').getByText('Olivia Owner').waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await seat.sees('Olivia Owner')
  seat.isQuiet()
})

test('on a small screen the navigation opens, is left with Escape, and closes when a page is chosen', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, 'settings', NARROW)
  const { page } = seat
  const navigation = page.getByRole('navigation', { name: 'Workspace navigation' })

  const isShut = () => navigation.and(page.locator('[inert]')).waitFor({ state: 'attached' })
  await isShut()
  await page.getByRole('button', { name: 'Open the navigation' }).press('Enter')
  await navigation.getByRole('link', { name: 'User Groups' }).focus()
  await seat.isAccessible()
  await page.keyboard.press('Escape')
  const opener = page.getByRole('button', { name: 'Open the navigation' })
  await opener.and(page.locator(':focus')).waitFor()
  await opener.press('Enter')
  await navigation.getByRole('link', { name: 'User Groups' }).click()
  await seat.sees('User Groups')
  await opener.waitFor()
  await isShut()
  seat.isQuiet()
})

test('an unknown address, a page that cannot be loaded and a lost network leave the frame where it is', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, 'nowhere/at/all')
  const { page } = seat
  const navigation = page.getByRole('navigation', { name: 'Workspace navigation' })

  await seat.sees('Nothing here')
  await navigation.waitFor()
  await seat.isAccessible()
  await page.route(/ConnectionsPage.*\.js/, (route) => route.abort())
  await navigation.getByRole('link', { name: 'Authentication' }).click()
  await seat.sees('This could not be loaded')
  await navigation.waitFor()
  await seat.isAccessible()
  await navigation.getByRole('link', { name: 'General settings' }).click()
  await seat.sees('General settings')
  await page.context().setOffline(true)
  await seat.reads('You are offline')
  await seat.isAccessible()
  await seat.fill('Name', 'Another')
  await seat.press('Save')
  await seat.reads('The server cannot be reached.')
  await page.context().setOffline(false)
  await page.getByText('You are offline').waitFor({ state: 'detached' })
})

test('the frame and its settings are there in German', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, 'settings', { locale: 'de-DE' })

  await seat.sees('Allgemeine Einstellungen')
  await seat.open(`/w/${workspace.slug}/access/why?type=workspace`)
  await seat.sees('Warum und wer')
  await seat.sees('Ja')
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/access/authentication/rules`)
  await seat.sees('Zweiter Faktor')
  await seat.isAccessible()
  seat.isQuiet()
})
