import { before, test } from 'node:test'
import { invites } from '../../contract/invites.ts'
import { builtConsole } from '../console.ts'
import { openWorkspace } from '../house.ts'
import { groupWith, ownerAt, person } from '../people.ts'

before(builtConsole)

test('what opens beside a button or below a field belongs to where that stands, for those who hear it too', async () => {
  const workspace = await openWorkspace()
  await groupWith(workspace, 'Analysts', 'Source Read-only')
  await person(workspace, 'ada')
  const email = `grace@${workspace.slug}.test`
  await workspace.owner(invites.create, { body: { invites: [{ email }] } })
  const seat = await ownerAt(workspace, 'access/users')
  const { page } = seat

  await page.getByLabel('Choose Olivia Owner').check()
  await page.getByRole('button', { name: 'Remove from workspace' }).hover()
  await page.getByRole('tooltip').waitFor()
  await seat.isAccessible()
  await page.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option').first().waitFor()
  await seat.isAccessible()
  await page.keyboard.press('Escape')
  await seat.press('Add to a group')
  const adding = page.getByRole('dialog', { name: 'Add Olivia Owner to user groups' })
  await adding.getByRole('combobox', { name: 'User groups' }).click()
  await adding.getByRole('option', { name: 'Analysts' }).waitFor()
  await seat.isAccessible()
  await page.keyboard.press('Escape')
  await seat.open(`/w/${workspace.slug}/access/invites`)
  await page.getByRole('button', { name: `Actions for ${email}` }).click()
  await page.getByRole('menuitem', { name: 'Edit invite' }).waitFor()
  await seat.isAccessible()
  await page.getByRole('menuitem', { name: 'Edit invite' }).click()
  const editing = page.getByRole('dialog', { name: `Edit the invite of ${email}` })
  await editing.getByRole('button', { name: 'Save' }).hover()
  await editing.getByRole('tooltip').waitFor()
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/access/audit`)
  await page.getByRole('combobox', { name: 'What happened' }).click()
  await page.getByRole('option').first().waitFor()
  await seat.isAccessible()
  await page.keyboard.press('Escape')
  await seat.press('Account menu')
  await page.getByRole('menuitem').first().waitFor()
  await seat.isAccessible()
  seat.isQuiet()
})
