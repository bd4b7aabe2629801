import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { builtConsole } from '../console.ts'
import { at, choose, groupWith, inGroup, invite, person, tabTo, theGroup } from '../group-journey.ts'
import { openWorkspace } from '../house.ts'
import { ownerAt } from '../people.ts'

before(builtConsole)

test("several people are added from the group's page, moved to another group, and removed", async () => {
  const workspace = await openWorkspace()
  for (const name of ['ada', 'grace', 'mary']) await person(workspace, name)
  await invite(workspace, 'guest')
  await groupWith(workspace, 'Analysts', 'Source Read-only', ['mary'])
  await groupWith(workspace, 'Engineers', 'Source Admin', [])
  const seat = await ownerAt(workspace, 'access/groups')

  await seat.press('Analysts')
  await seat.page.getByRole('link', { name: 'Edit user group' }).click()
  await seat.page.getByRole('tab', { name: 'Members' }).click()
  await seat.press('Add members')
  await seat.fill('Add people by name or e-mail address', 'mary')
  await seat.page.getByRole('option', { name: /in this group already/ }).waitFor()
  for (const name of ['ada', 'grace', 'guest']) await choose(seat, name)
  await seat.isAccessible()
  await seat.press('Review 3 people')
  await seat.reads('2 people gain access')
  await seat.isAccessible()
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Add members' }).click()
  await seat.page.getByRole('row', { name: /guest@.*Invite Pending/ }).waitFor()
  await seat.isAccessible()

  await seat.page.getByRole('checkbox', { name: 'Choose Ada' }).check()
  await seat.press('Move to …')
  await seat.page.getByRole('combobox', { name: 'To the user group' }).click()
  await seat.page.getByRole('option', { name: 'Engineers' }).click()
  await seat.press('Review the move')
  await seat.reads('1 person gains access')
  await seat.isAccessible()
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Move', exact: true }).click()
  await seat.page.getByRole('row', { name: /Ada/ }).waitFor({ state: 'detached' })

  await seat.page.getByRole('checkbox', { name: 'Choose Grace' }).check()
  await seat.page.getByRole('checkbox', { name: /Choose guest@/ }).check()
  await seat.press('Remove')
  await seat.reads('1 person loses access')
  await seat.isAccessible()
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await seat.page.getByRole('row', { name: /Grace/ }).waitFor({ state: 'detached' })

  const [analysts, engineers] = [
    await theGroup(workspace, 'Analysts'),
    await theGroup(workspace, 'Engineers'),
  ]
  assert.deepEqual(await inGroup(workspace, analysts.userGroup.id), [at(workspace, 'mary')])
  assert.deepEqual(await inGroup(workspace, engineers.userGroup.id), [at(workspace, 'ada')])
  seat.isQuiet()
})

test('a move that stops half-way says who is where, and nobody has lost anything', async () => {
  const workspace = await openWorkspace()
  await person(workspace, 'ada')
  const from = await groupWith(workspace, 'Analysts', 'Source Read-only', ['ada'])
  const to = await groupWith(workspace, 'Engineers', 'Source Admin', [])
  const seat = await ownerAt(workspace, `access/groups/${from}?tab=members`)
  await seat.page.route(/\/users\?emails/, (route) => route.abort())

  await seat.page.getByRole('checkbox', { name: 'Choose Ada' }).check()
  await seat.press('Move to …')
  await seat.page.getByRole('combobox', { name: 'To the user group' }).click()
  await seat.page.getByRole('option', { name: 'Engineers' }).click()
  await seat.press('Review the move')
  await seat.reads('1 person gains access')
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Move', exact: true }).click()
  await seat.reads(/They are in Engineers now, but not all of them could be taken out of Analysts/)
  await seat.isAccessible()

  assert.deepEqual(await inGroup(workspace, from), [at(workspace, 'ada')])
  assert.deepEqual(await inGroup(workspace, to), [at(workspace, 'ada')])
})

test('the keyboard alone adds somebody to a group, and the focus comes back', async () => {
  const workspace = await openWorkspace()
  await person(workspace, 'ada')
  const id = await groupWith(workspace, 'Analysts', 'Source Read-only', [])
  const seat = await ownerAt(workspace, `access/groups/${id}`)

  await seat.page.getByRole('tab', { name: 'Roles' }).waitFor()
  await tabTo(seat, 'Delete')
  await seat.page.keyboard.press('Tab')
  await seat.page.keyboard.press('ArrowRight')
  await seat.reads('Nobody is in this group yet')
  await tabTo(seat, 'Add members')
  await seat.page.keyboard.press('Enter')
  await seat.page.getByRole('dialog', { name: 'Add members to Analysts' }).waitFor()
  await seat.page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
  await seat.page.keyboard.type('ada')
  await seat.page.getByRole('option', { name: /Ada/ }).waitFor()
  await seat.page.keyboard.press('ArrowDown')
  await seat.page.keyboard.press('Enter')
  await tabTo(seat, 'Review 1 person')
  await seat.page.keyboard.press('Enter')
  await seat.reads('1 person gains access')
  await tabTo(seat, 'Add members')
  await seat.page.keyboard.press('Enter')
  await seat.page.getByRole('row', { name: /Ada/ }).waitFor()
  await seat.page.waitForFunction(() => document.activeElement?.textContent === 'Add members')

  assert.deepEqual(await inGroup(workspace, id), [at(workspace, 'ada')])
  seat.isQuiet()
})
