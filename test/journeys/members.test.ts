import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { builtConsole, type Seat } from '../console.ts'
import { openWorkspace } from '../house.ts'
import { aSource, fits, focusComesTo, groupWith, ownerAt, person, row, tabTo } from '../people.ts'

before(builtConsole)

const NARROW = { viewport: { width: 360, height: 740 } }
const HOSTILE = `<img src=x onerror="document.title='harmed'"> \u202etxet ✨${'wide'.repeat(45)}`

test('an owner finds somebody by name, and sees beside the list what they may do and why', async () => {
  const workspace = await openWorkspace()
  const ada = await person(workspace, 'ada', 'Source Read-only')
  await person(workspace, 'grace')
  await groupWith(workspace, 'Data engineering', 'Source Admin', [ada])
  await aSource(workspace, 'ios')
  const seat = await ownerAt(workspace, 'access/users')
  await row(seat, 'Grace').waitFor()
  await row(seat, 'Olivia Owner').getByText('you').waitFor()
  await seat.isAccessible()

  await seat.page.getByRole('searchbox', { name: 'Search by name or e-mail' }).fill('ADA@')
  await row(seat, 'Grace').waitFor({ state: 'detached' })
  await row(seat, 'Ada').getByText('Source Read-only').click()
  const panel = seat.page.getByRole('complementary', { name: 'Ada' })
  await panel.getByRole('heading', { name: 'Admin access' }).waitFor()
  await panel
    .getByText(/Source Admin · through Data engineering/)
    .first()
    .waitFor()
  await seat.isAccessible()

  await seat.page.waitForURL(/show=/)
  const address = new URL(seat.page.url())
  assert.deepEqual([address.searchParams.get('q'), address.searchParams.get('show')], ['ADA@', ada.id])
  await seat.page.reload()
  await panel.getByRole('link', { name: 'Edit user' }).click()
  await seat.page.getByRole('tab', { name: 'Roles' }).waitFor()
  await seat.sees('Ada')
  seat.isQuiet()
})

test('the list is filtered and sorted by what stands in its address, and all filters are cleared at once', async () => {
  const workspace = await openWorkspace()
  const ada = await person(workspace, 'ada', 'Source Admin')
  const grace = await person(workspace, 'grace')
  await groupWith(workspace, 'Analysts', 'Source Read-only', [grace])
  const seat = await ownerAt(workspace, 'access/users')
  await row(seat, 'Grace').waitFor()

  await choose(seat, 'Owner', 'Owners')
  await row(seat, 'Ada').waitFor({ state: 'detached' })
  assert.deepEqual(await names(seat), ['Olivia Owner'])
  await seat.press('Clear all filters')
  await row(seat, 'Ada').waitFor()
  await choose(seat, 'User group', 'Analysts')
  await row(seat, 'Ada').waitFor({ state: 'detached' })
  assert.deepEqual(await names(seat), ['Grace'])
  await seat.press('Clear all filters')
  await choose(seat, 'Role', 'Source Admin')
  await row(seat, 'Grace').waitFor({ state: 'detached' })
  await choose(seat, 'Two-step', 'Two-step on')
  await seat.reads('Nothing matches.')
  await seat.isAccessible()
  await seat.press('Clear all filters')
  await row(seat, 'Ada').waitFor()
  await seat.press('Name')
  await seat.page.locator('tbody tr').first().getByText('Olivia Owner').waitFor()
  assert.deepEqual(await names(seat), ['Olivia Owner', 'Grace', 'Ada'])
  await seat.open(`/w/${workspace.slug}/access/users?q=${encodeURIComponent(ada.email)}`)
  await row(seat, 'Ada').waitFor()
  assert.deepEqual(await names(seat), ['Ada'])
  seat.isQuiet()
})

test('several people are chosen, added to a group together, and removed together', async () => {
  const workspace = await openWorkspace()
  const people = [await person(workspace, 'ada'), await person(workspace, 'grace')]
  await person(workspace, 'katherine')
  const groupId = await groupWith(workspace, 'Analysts', 'Source Read-only', [])
  await aSource(workspace, 'ios')
  const seat = await ownerAt(workspace, 'access/users')

  await seat.page.getByLabel('Choose Ada').check()
  await seat.page.getByLabel('Choose Grace').check()
  await seat.reads('2 chosen')
  await seat.isAccessible()
  await seat.press('Add to a group')
  const dialog = seat.page.getByRole('dialog', { name: 'Add 2 people to user groups' })
  await dialog.getByRole('combobox', { name: 'User groups' }).fill('analysts')
  await seat.page.getByRole('option', { name: 'Analysts' }).click()
  await dialog.getByRole('button', { name: 'Review' }).click()
  await dialog.getByText('2 people gain access').waitFor()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await row(seat, 'Grace').getByText('Analysts').waitFor()
  const { userGroup } = await workspace.owner(groups.get, { params: { userGroupId: groupId } })
  assert.equal(userGroup.memberCount, people.length)
  await seat.page.getByLabel('Choose all on this page').check()
  const remove = seat.page.getByRole('button', { name: 'Remove from workspace' })
  await remove.and(seat.page.locator('[aria-description*="You are among them"]')).waitFor()
  await seat.page.getByLabel('Choose Olivia Owner').uncheck()
  await remove.click()
  const review = seat.page.getByRole('dialog', { name: 'Remove 3 people from the workspace?' })
  await review.getByText('3 people lose access').waitFor()
  await review.getByRole('button', { name: 'Remove from workspace' }).click()
  await row(seat, 'Ada').waitFor({ state: 'detached' })

  assert.equal((await workspace.owner(members.list, { query: {} })).users.length, 1)
  seat.isQuiet()
})

test('more than fifty people are removed part by part, which can be stopped, and goes on', async () => {
  const workspace = await openWorkspace()
  const everybody = Array.from({ length: 60 }, (_, n) => `p${n}`)
  for (const name of everybody) await person(workspace, name)
  const seat = await ownerAt(workspace, 'access/users')
  const isStopped = Promise.withResolvers<void>()
  await seat.page.route(/api\/users\?userIds/, async (route) => {
    await isStopped.promise
    await route.continue()
  })

  await seat.page.getByLabel('Choose all on this page').check()
  await seat.page.getByLabel('Choose Olivia Owner').uncheck()
  await seat.press('Next')
  await seat.reads('51 to 61 of 61')
  await seat.page.getByLabel('Choose all on this page').check()
  await seat.reads('60 chosen')
  await seat.press('Remove from workspace')
  const review = seat.page.getByRole('dialog', { name: 'Remove 60 people from the workspace?' })
  await review.getByRole('button', { name: 'Remove from workspace' }).click()
  await review.getByText('0 of 2 done').waitFor()
  await seat.isAccessible()
  await review.getByRole('button', { name: 'Stop' }).click()
  isStopped.resolve()
  await review.getByText('Stopped: 1 of 2 done. What is done stays done.').waitFor()
  await seat.isAccessible()
  assert.equal((await workspace.owner(members.list, { query: {} })).users.length, 11)
  await review.getByRole('button', { name: 'Remove from workspace' }).click()
  await review.waitFor({ state: 'detached' })

  assert.equal((await workspace.owner(members.list, { query: {} })).users.length, 1)
  seat.isQuiet()
})

test('all users are downloaded as a CSV file', async () => {
  const workspace = await openWorkspace()
  const ada = await person(workspace, 'ada', 'Source Admin')
  const seat = await ownerAt(workspace, 'access/users')

  const [download] = await Promise.all([seat.page.waitForEvent('download'), seat.press('Download CSV')])

  assert.equal(download.suggestedFilename(), `${workspace.slug}-users.csv`)
  const text = readFileSync(await download.path(), 'utf8')
  assert.match(text, new RegExp(ada.email))
  assert.match(text, /Source Admin/)
  seat.isQuiet()
})

test('with the keyboard alone somebody is found, looked at, and the focus comes back', async () => {
  const workspace = await openWorkspace()
  await person(workspace, 'ada')
  await person(workspace, 'grace')
  const seat = await ownerAt(workspace, 'access/users')
  const { keyboard } = seat.page
  await row(seat, 'Grace').waitFor()

  await tabTo(seat, 'Search by name')
  await keyboard.type('grace')
  await row(seat, 'Ada').waitFor({ state: 'detached' })
  await tabTo(seat, 'grace@')
  await keyboard.press('Enter')
  await seat.page.getByRole('complementary', { name: 'Grace' }).waitFor()
  await keyboard.press('Escape')
  await seat.page.getByRole('complementary').waitFor({ state: 'detached' })
  await focusComesTo(seat, /Grace/)
  await keyboard.press('Enter')
  await tabTo(seat, 'Edit user')
  await keyboard.press('Enter')
  await seat.page.getByRole('tab', { name: 'Roles' }).waitFor()
  await tabTo(seat, 'Remove from workspace')
  await tabTo(seat, 'Roles')
  await keyboard.press('ArrowRight')
  await seat.reads('In no user group')
  seat.isQuiet()
})

test('a hostile name of 200 characters breaks nothing, on a narrow screen either', async () => {
  const workspace = await openWorkspace()
  const mallory = await person(workspace, 'mallory', 'Source Admin')
  await mallory.self(account.modify, { body: { name: HOSTILE } })
  const seat = await ownerAt(workspace, 'access/users', NARROW)

  for (const path of ['', `?show=${mallory.id}`, `/${mallory.id}`, `/${mallory.id}?tab=details`]) {
    await seat.open(`/w/${workspace.slug}/access/users${path}`)
    await seat.reads('<img src=x')
    await fits(seat)
    assert.notEqual(await seat.page.title(), 'harmed')
    await seat.isAccessible()
  }
  seat.isQuiet()
})

function names(seat: Seat): Promise<string[]> {
  return seat.page
    .locator('tbody tr [data-shows] p:first-child')
    .evaluateAll((all) => all.map((one) => (one.firstChild?.textContent ?? '').trim()))
}

async function choose(seat: Seat, filter: string, option: string) {
  await seat.page.getByRole('combobox', { name: filter, exact: true }).click()
  await seat.page.getByRole('option', { name: option, exact: true }).click()
}
