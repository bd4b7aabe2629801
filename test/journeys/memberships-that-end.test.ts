import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import { members } from '../../contract/members.ts'
import { sources } from '../../contract/sources.ts'
import { builtConsole, type Seat } from '../console.ts'
import { clock, openWorkspace } from '../house.ts'
import { aSource, fits, groupWith, ownerAt, person, row } from '../people.ts'
import { dialogOf } from '../steps.ts'

before(builtConsole)
afterEach(() => clock.reset())

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Chooses in the dialog of this title how long something lasts. */
async function lasting(seat: Seat, title: string, term: string) {
  const chooser = await dialogOf(seat, title)
  await chooser.getByLabel('For how long').selectOption(term)
  await seat.isAccessible()
  await chooser.getByRole('button', { name: 'Apply' }).click()
  await chooser.getByLabel('For how long').waitFor({ state: 'detached' })
}

test('in the console somebody is put into a group for an hour, and made a member for a day, which both end', async () => {
  const workspace = await openWorkspace()
  await aSource(workspace, 'ios')
  const ada = await person(workspace, 'ada')
  const group = await groupWith(workspace, 'Analysts', 'Source Read-only')
  const seat = await ownerAt(workspace, `access/groups/${group}?tab=members`)
  const reads = () => ada.call(sources.get, { params: { sourceId: 'ios' } })

  await seat.page.getByRole('button', { name: 'Add members' }).first().click()
  await seat.fill('Add people by name or e-mail address', 'ada')
  await seat.page.getByRole('option', { name: /ada@/ }).click()
  await seat.press('In the group: Without end')
  await lasting(seat, 'How long in Analysts?', 'For 1 hour')
  await seat.page
    .getByRole('dialog')
    .getByText(/^until /)
    .waitFor()
  await seat.isAccessible()
  await seat.press('Review 1 person')
  await seat.reads('1 person gains access')
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Add members' }).click()
  await row(seat, 'ada@')
    .getByText(/^until /)
    .waitFor()
  await seat.isAccessible()

  await seat.open(`/w/${workspace.slug}/access/users/${ada.id}?tab=details`)
  await seat.press('Change the end of the membership')
  await lasting(seat, 'How long is Ada a member?', 'For 1 day')
  await seat.reads(/leaves the workspace|loses access|no member/)
  await seat.isAccessible()
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await seat.page.locator('.limit-badge[data-standing=until]').first().waitFor()
  await seat.isAccessible()
  await fits(seat)

  assert.equal((await reads()).source.id, 'ios')
  clock.move(HOUR_MS)
  await assert.rejects(reads(), { code: 'not-allowed' })
  clock.move(DAY_MS)
  await assert.rejects(reads(), { code: 'not-found' })
  seat.isQuiet()
})

test('what has ended is shown as that in the lists, and is extended there', async () => {
  const workspace = await openWorkspace()
  await aSource(workspace, 'ios')
  const ada = await person(workspace, 'ada')
  const group = await groupWith(workspace, 'Analysts', 'Source Read-only', [ada])
  const endsAt = new Date(clock.now().getTime() + HOUR_MS).toISOString()
  await workspace.owner(members.modify, { params: { userId: ada.id }, body: { endsAt } })
  const reads = () => ada.call(sources.get, { params: { sourceId: 'ios' } })
  clock.move(2 * HOUR_MS)
  const again = await ownerAt(workspace, '')
  await again.page.clock.setFixedTime(clock.now())
  await again.open(`/w/${workspace.slug}/access/users`)
  await row(again, 'ada@')
    .getByText(/^ended /)
    .waitFor()
  await again.isAccessible()

  await again.open(`/w/${workspace.slug}/access/users/${ada.id}?tab=details`)
  await again.press('Change the end of the membership')
  await lasting(again, 'How long is Ada a member?', 'Without end')
  await again.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await again.page.getByRole('dialog').waitFor({ state: 'detached' })
  await again.reads('Without end')
  const { user } = await workspace.owner(members.get, { params: { userId: ada.id } })
  assert.deepEqual([user.status, user.endsAt], ['active', undefined])
  await again.open(`/w/${workspace.slug}/access/groups/${group}?tab=members`)
  await again.page.getByRole('checkbox', { name: 'Choose Ada' }).check()
  await again.press('Set an end')
  await lasting(again, 'How long in Analysts?', 'For 1 hour')
  await again.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await row(again, 'ada@')
    .getByText(/^until /)
    .waitFor()
  assert.equal((await reads()).source.id, 'ios')
  again.isQuiet()
})

test('people are invited for a time, and the list of invites says so', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, 'access/users/invite')
  const addresses = seat.page.getByRole('combobox', { name: 'E-mail addresses' })

  await addresses.fill(`guest@${workspace.slug}.test`)
  await addresses.press('Enter')
  await seat.press('Membership: Without end')
  await lasting(seat, 'How long will they be members?', 'For 30 days')
  await seat.page.getByText(/^Membership: until /).waitFor()
  await seat.isAccessible()
  await seat.press('Send invite')
  await seat.reads('1 person is invited')
  await seat.open(`/w/${workspace.slug}/access/invites`)
  await row(seat, 'guest@')
    .getByText(/^Membership: until /)
    .waitFor()
  await seat.isAccessible()
  seat.isQuiet()
})
