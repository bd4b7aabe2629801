import { before, test } from 'node:test'
import { builtConsole } from '../console.ts'
import { roleId } from '../fixture.ts'
import { clock, openWorkspace } from '../house.ts'
import { aSource } from '../people.ts'
import { seatAt } from '../request-journey.ts'
import { dialogOf } from '../steps.ts'

before(builtConsole)

const HOUR_MS = 3_600_000

test('who was given a role for a time asks for longer, and the owner is told that it is about that', async () => {
  const workspace = await openWorkspace()
  await aSource(workspace, 'ios')
  const endsAt = new Date(clock.now().getTime() + HOUR_MS).toISOString()
  const resources = [{ id: 'ios', type: 'SOURCE', labels: [] as [] }]
  const ada = await workspace.member([{ roleId: roleId('Source Admin'), resources, endsAt }])
  const hers = await seatAt(workspace, ada, '')

  await hers.press('Ask for longer: Source Admin')
  const dialog = await dialogOf(hers, 'Ask for access')
  await dialog.getByText('ios (source)').waitFor()
  await dialog
    .getByLabel('Role')
    .locator('option:checked', { hasText: 'Source Admin' })
    .waitFor({ state: 'attached' })
  await hers.isAccessible()
  await dialog.getByLabel('Message').fill('The clean-up takes another day.')
  await dialog.getByLabel('For how long').selectOption('For 1 day')
  await dialog.getByRole('button', { name: 'Send the request' }).click()
  await dialog.getByText('You have asked for access').waitFor()

  const seat = await seatAt(workspace, await workspace.ownerInPerson(), 'access/requests')
  await seat.page.getByText(/^For longer than until /).waitFor()
  await seat.page
    .getByRole('link', { name: /The clean-up|@/ })
    .first()
    .click()
  await seat.sees('How it stands now')
  await seat.reads(/^Filled in for you: Source Admin \(until /)
  await seat.settles()
  await seat.isAccessible()
  await seat.press('Review and save')
  const review = seat.page.getByRole('dialog')
  await review.getByRole('button', { name: 'Save', disabled: false }).click()
  await review.waitFor({ state: 'detached' })
  await seat.reads(/^Olivia Owner gave access\./)
  seat.isQuiet()
  hers.isQuiet()
})
