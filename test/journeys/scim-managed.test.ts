import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { builtConsole } from '../console.ts'
import { groupWith, ownerAt } from '../people.ts'
import { isRefused, MARK, optionIsOff, pushed } from '../scim-journey.ts'

before(builtConsole)

test('what the provider manages cannot be changed in the console, and the reason stands there', async () => {
  const { workspace, userId, team } = await pushed()
  const other = await groupWith(workspace, 'By hand', 'Source Read-only')
  const seat = await ownerAt(workspace, `access/users/${userId}`)

  await seat.reads('That they are in this workspace is decided there.')
  await isRefused(seat, 'Remove from workspace', /Remove them there, or take them over first/)
  await seat.isAccessible()
  await seat.page.getByRole('checkbox', { name: 'Tracking Plan Read-only' }).check()
  await seat.press('Review and save')
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await seat.page.getByRole('dialog').waitFor({ state: 'detached' })
  await seat.open(`/w/${workspace.slug}/access/users/${userId}?tab=groups`)
  await seat.page.getByRole('checkbox', { name: 'Choose Analysts' }).check()
  await isRefused(seat, 'Remove', /manages some of these groups/)
  await seat.press('Add to user group')
  await seat.page.getByRole('combobox', { name: 'User groups' }).fill('a')
  await seat.page.getByRole('option', { name: /Analysts\s*managed by identity provider/ }).waitFor()
  assert.equal(await optionIsOff(seat, /^Analysts/), true)
  await seat.isAccessible()
  await seat.page.keyboard.press('Escape')

  await seat.open(`/w/${workspace.slug}/access/users`)
  await seat.page.getByRole('checkbox', { name: 'Choose Ada Lovelace' }).check()
  await isRefused(seat, 'Remove from workspace', /manages some of them/)
  await seat.open(`/w/${workspace.slug}/access/groups/${team.id}?tab=members`)
  await seat.reads('Its name and who is in it are decided there.')
  for (const name of ['Rename', 'Delete']) await isRefused(seat, name, /take it over first/)
  for (const name of ['Add members', 'Move to …', 'Remove'])
    await isRefused(seat, name, /manages who is in this group/)
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/access/users/invite`)
  await seat.page.getByRole('combobox', { name: 'Add to user groups' }).fill('a')
  await seat.page.getByRole('option', { name: /^By hand/ }).waitFor()
  assert.equal(await optionIsOff(seat, /^Analysts/), true)
  assert.equal(await optionIsOff(seat, /^By hand/), false)

  const { user } = await workspace.owner(members.get, { params: { userId } })
  assert.deepEqual(
    user.permissions.map(({ roleName }) => roleName),
    ['Tracking Plan Read-only'],
  )
  assert.equal(
    (await workspace.owner(groups.get, { params: { userGroupId: other } })).userGroup.managed,
    false,
  )
  seat.isQuiet()
})

test('an invite keeps its place in a group that the provider took over meanwhile, and the reason stands there', async () => {
  const { workspace, there } = await pushed()
  const [team, other] = [
    await groupWith(workspace, 'Taken over', 'Source Read-only'),
    await groupWith(workspace, 'By hand', 'Source Read-only'),
  ]
  const email = `eve@${workspace.slug}.test`
  await workspace.owner(invites.create, { body: { invites: [{ email, groupIds: [team, other] }] } })
  await there.patch(`/Groups/${team}`, [{ op: 'replace', value: { displayName: 'Taken over' } }])
  const seat = await ownerAt(workspace, 'access/invites')

  await seat.page.getByRole('button', { name: `Actions for ${email}` }).click()
  await seat.page.getByRole('menuitem', { name: 'Edit invite' }).click()
  const dialog = seat.page.getByRole('dialog', { name: `Edit the invite of ${email}` })
  await dialog.getByText('The identity provider manages some of these groups.').waitFor()
  await seat.isAccessible()
  const pills = dialog.locator('.mantine-Pill-root')
  assert.deepEqual((await pills.allInnerTexts()).sort(), ['By hand', 'Taken over'])
  assert.equal(await pills.filter({ hasText: 'Taken over' }).locator('button').count(), 0)
  await dialog.getByRole('combobox', { name: 'User groups' }).click()
  for (let time = 0; time < 3; time++) await seat.page.keyboard.press('Backspace')
  await seat.page.keyboard.press('Tab')
  assert.deepEqual(await pills.allInnerTexts(), ['Taken over'])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })

  const { invites: found } = await workspace.owner(invites.listDetails, { query: {} })
  assert.deepEqual(
    found.map(({ groups: within }) => within.map(({ name }) => name)),
    [['Taken over']],
  )
  seat.isQuiet()
})

test('an owner takes over a member and a group, and what is taken over is theirs to change', async () => {
  const { workspace, userId, team } = await pushed()
  const seat = await ownerAt(workspace, `access/groups/${team.id}`)

  await seat.press('Take over from the identity provider')
  await seat.reads(/stop pushing the group there first/)
  await seat.isAccessible()
  await seat.press('Take over')
  await seat.page.getByText(MARK).first().waitFor({ state: 'detached' })
  await seat.press('Rename')
  await seat.fill('Name of the user group', 'Our analysts')
  await seat.press('Save')
  await seat.sees('Our analysts')
  await seat.open(`/w/${workspace.slug}/access/users/${userId}`)
  await seat.press('Take over from the identity provider')
  await seat.reads('Take Ada Lovelace over?')
  await seat.isAccessible()
  await seat.press('Take over')
  await seat.page.getByText(MARK).first().waitFor({ state: 'detached' })
  await seat.press('Remove from workspace')
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Remove from workspace' }).click()
  await seat.sees('Users')

  const { users } = await workspace.owner(groups.listUsers, { params: { userGroupId: team.id }, query: {} })
  assert.deepEqual(
    users.map(({ name }) => name),
    ['Grace Hopper'],
  )
  seat.isQuiet()
})

test('the audit trail says that it was the identity provider, and leads to where it is set up', async () => {
  const { workspace } = await pushed()
  const seat = await ownerAt(workspace, 'access/audit')

  const event = seat.page.locator('.audit-line').filter({ hasText: 'created the user group Analysts' })
  await event.getByText('Identity provider (Okta) created').waitFor()
  await event.click()
  await seat.isAccessible()
  await seat.press('Everything done by: Identity provider (Okta)')
  await seat.page.locator('.audit-line').filter({ hasText: 'added Grace Hopper to the workspace' }).waitFor()
  await seat.page.reload()
  await seat.page.waitForFunction(() =>
    [...document.querySelectorAll('input')].some(({ value }) => value === 'Identity provider (Okta)'),
  )
  await seat.page.locator('.audit-line').filter({ hasText: 'created the user group Analysts' }).click()
  await seat.page.getByRole('link', { name: 'Identity provider (Okta)' }).click()
  await seat.reads('Sync people and groups')
  seat.isQuiet()
})
