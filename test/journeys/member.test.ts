import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { members } from '../../contract/members.ts'
import { builtConsole, takeSeatAs } from '../console.ts'
import { openWorkspace } from '../house.ts'
import { aSource, assign, focusComesTo, groupWith, ownerAt, person, row } from '../people.ts'

before(builtConsole)

test('a change of roles is looked at before it is saved, outlives another tab, and is not lost by leaving', async () => {
  const workspace = await openWorkspace()
  const ada = await person(workspace, 'ada', 'Source Read-only')
  await aSource(workspace, 'ios')
  const seat = await ownerAt(workspace, `access/users/${ada.id}`)
  await seat.sees('Individual roles')
  await seat.isAccessible()

  await assign(seat, 'Function Admin')
  await seat.page.getByRole('tab', { name: 'User Groups' }).click()
  await seat.reads('In no user group')
  await seat.isAccessible()
  await seat.page.getByRole('tab', { name: /Roles · not saved/ }).click()
  await seat.page.getByRole('link', { name: 'All users' }).click()
  const asks = seat.page.getByRole('dialog', { name: 'Leave without saving?' })
  await asks.waitFor()
  await seat.isAccessible()
  await asks.getByRole('button', { name: 'Cancel' }).click()
  await seat.press('Review and save')
  const review = seat.page.getByRole('dialog', { name: 'Change the roles of Ada?' })
  await review.getByText('1 person gains access').waitFor()
  await seat.isAccessible()
  await review.getByRole('button', { name: 'Save' }).click()
  await review.waitFor({ state: 'detached' })
  await seat.page.getByRole('link', { name: 'All users' }).click()
  await seat.sees('Users')

  const { user } = await workspace.owner(members.get, { params: { userId: ada.id } })
  const held = user.permissions.map(({ roleName }) => roleName).sort()
  assert.deepEqual(held, ['Function Admin', 'Source Read-only'])
  seat.isQuiet()
})

test('somebody is added to groups from their own page, and taken out of one again', async () => {
  const workspace = await openWorkspace()
  const ada = await person(workspace, 'ada')
  await groupWith(workspace, 'Analysts', 'Source Read-only', [])
  await groupWith(workspace, 'Data engineering', 'Source Admin', [])
  await aSource(workspace, 'ios')
  const seat = await ownerAt(workspace, `access/users/${ada.id}?tab=groups`)

  await seat.press('Add to user group')
  const dialog = seat.page.getByRole('dialog', { name: 'Add Ada to user groups' })
  await dialog.getByRole('combobox', { name: 'User groups' }).fill('analy')
  await seat.page.getByRole('option', { name: 'Analysts' }).click()
  await dialog.getByRole('combobox', { name: 'User groups' }).fill('data')
  await seat.page.getByRole('option', { name: 'Data engineering' }).click()
  await seat.isAccessible()
  await dialog.getByRole('button', { name: 'Review' }).click()
  await dialog.getByText('1 person gains access').waitFor()
  await seat.isAccessible()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await focusComesTo(seat, /Add to user group/)
  await row(seat, 'Data engineering').getByText('Source Admin').waitFor()
  await seat.isAccessible()
  await seat.page.getByLabel('Choose Data engineering').check()
  await seat.press('Remove')
  const review = seat.page.getByRole('dialog', { name: 'Remove Ada from these user groups?' })
  await review.getByText('1 person loses access').waitFor()
  await review.getByRole('button', { name: 'Remove' }).click()
  await review.waitFor({ state: 'detached' })
  await row(seat, 'Data engineering').waitFor({ state: 'detached' })

  const left = await workspace.owner(members.listGroups, { params: { userId: ada.id }, query: {} })
  assert.deepEqual(
    left.groups.map(({ name }) => name),
    ['Analysts'],
  )
  seat.isQuiet()
})

test('removing somebody says what they lose, and speaks of the workspace, not of their account', async () => {
  const workspace = await openWorkspace()
  const ada = await person(workspace, 'ada', 'Source Admin')
  await aSource(workspace, 'ios')
  const seat = await ownerAt(workspace, `access/users/${ada.id}`)

  await seat.press('Remove from workspace')
  const review = seat.page.getByRole('dialog', { name: 'Remove Ada from the workspace?' })
  await review.getByText(/Their account stays/).waitFor()
  await review.getByText('Leaves the workspace.').waitFor()
  await seat.isAccessible()
  await review.getByRole('button', { name: 'Remove from workspace' }).click()
  await seat.sees('Users')

  await assert.rejects(workspace.owner(members.get, { params: { userId: ada.id } }), { code: 'not-found' })
  seat.isQuiet()
})

test('who may not see the members is told what is missing, and may still leave', async () => {
  const workspace = await openWorkspace()
  const ada = await person(workspace, 'ada')
  const seat = await takeSeatAs(workspace.app.config.publicUrl, ada)

  await seat.open(`/w/${workspace.slug}/access/users`)
  await seat.sees('This is closed to you')
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/access/users/${ada.id}`)
  await seat.press('Leave the workspace')
  const dialog = seat.page.getByRole('dialog', { name: 'Leave Test?' })
  await dialog.getByText(/only by a new invite/).waitFor()
  await seat.isAccessible()
  await dialog.getByRole('button', { name: 'Leave the workspace' }).click()
  await seat.sees('Your workspaces')

  const { users } = await workspace.owner(members.list, { query: {} })
  assert.equal(users.length, 1)
  seat.isQuiet()
})

test('the last owner cannot leave, and is told what to do first', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, `access/users/${workspace.ownerPerson.id}`)

  await seat.press('Leave the workspace')
  const dialog = seat.page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Leave the workspace' }).click()

  await dialog.getByText(/Make someone else an owner first/).waitFor()
  await seat.isAccessible()
  seat.isQuiet()
})

test('an admin sets the external id of somebody, and signs them out of the workspace', async () => {
  const workspace = await openWorkspace()
  const ada = await person(workspace, 'ada')
  const seat = await ownerAt(workspace, `access/users/${ada.id}?tab=details`)

  await seat.fill('External id', 'crm-4711')
  await seat.press('Save')
  await seat.reads('Saved.')
  await seat.press('Sign out of this workspace')
  const dialog = seat.page.getByRole('dialog', { name: 'Sign Ada out?' })
  await seat.isAccessible()
  await dialog.getByRole('button', { name: 'Sign out of this workspace' }).click()
  await seat.reads('Ada is signed out of this workspace.')
  await seat.isAccessible()

  const { user } = await workspace.owner(members.get, { params: { userId: ada.id } })
  assert.equal(user.externalId, 'crm-4711')
  await assert.rejects(ada.call(members.list, { query: {} }), { code: 'sign-in-again' })
  seat.isQuiet()
})
