import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { roles } from '../../contract/roles.ts'
import { builtConsole, takeSeatAs } from '../console.ts'
import { openWorkspace, type TestWorkspace } from '../house.ts'
import { onAll, roleNamed } from '../registry.ts'
import { hasFocus, thereAre } from '../steps.ts'

before(builtConsole)

const HOSTILE = '<img src=x onerror="document.title=1"> \u202etxet ✨'

test('an owner finds a role by what it allows, and sees what it gives, what not, and who holds it', async () => {
  const workspace = await openWorkspace()
  await workspace.member([onAll(workspace, 'Source Admin')], `ada@${workspace.slug}.test`)
  const { userGroup } = await workspace.owner(groups.create, {
    body: { name: 'Release', permissions: [onAll(workspace, 'Source Admin')] },
  })
  const seat = await ownerAt(workspace, '')
  await seat.sees('Connections')
  await seat.isAccessible()

  await seat.page.getByRole('searchbox', { name: 'Search roles and what they allow' }).fill('write key')
  await seat.reads('roles found')
  await seat.page.getByRole('link', { name: 'Source Admin' }).click()
  await seat.sees('What it does not give')
  const heading = seat.page.getByRole('heading', { name: 'What it gives' })
  const gives = seat.page.locator('section').filter({ has: heading })
  await gives.getByText('See the write key of a source.').waitFor()
  await gives.getByText('Only where the role is granted on everything.').waitFor()
  await thereAre(0, gives.getByText('See personal data of a source unmasked.'))
  await seat.page.getByRole('link', { name: 'Release' }).waitFor()
  await seat.page.getByRole('link', { name: '1 person' }).waitFor()
  await seat.isAccessible()
  const link = await seat.page.getByRole('link', { name: '1 person' }).getAttribute('href')
  const toGroup = await seat.page.getByRole('link', { name: 'Release' }).getAttribute('href')

  assert.equal(link, `/w/${workspace.slug}/access/users?role=${roleNamed('Source Admin')}`)
  assert.equal(toGroup, `/w/${workspace.slug}/access/groups/${userGroup.id}`)
  seat.isQuiet()
})

test('the role of an owner says that it gives everything, and one that only means belonging says so', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, `/${roleNamed('Workspace Owner')}`)

  await seat.reads('There is nothing that it does not give.')
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/access/roles/${roleNamed('Workspace Member')}`)
  await seat.reads('This role only says that somebody belongs to the workspace.')
  await seat.open(`/w/${workspace.slug}/access/roles/nothing`)
  await seat.reads('This role is not here')
  await seat.isAccessible()
  seat.isQuiet()
})

test('an owner makes a role as a copy of another, without what stays with owners', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, `/${roleNamed('Source Read-only')}`)

  await seat.press('Copy')
  await seat.sees('Create custom role')
  await seat.page.waitForFunction(() =>
    [...document.querySelectorAll('input')].some(({ value }) => value === 'Source Read-only (copy)'),
  )
  await thereAre(0, seat.page.getByLabel('Grant and take away roles.'))
  await seat.fill('Name of the role', '')
  await seat.press('Create custom role')
  await seat.reads('Give the role a name.')
  await seat.fill('Name of the role', 'Source Admin')
  await seat.page.getByLabel('Everything on functions, also what may come later').check()
  await seat.page.getByLabel('See the write key of a source.').check()
  await seat.press('Create custom role')
  await seat.reads('built-in role Source Admin')
  await seat.isAccessible()
  await seat.fill('Name of the role', HOSTILE)
  await seat.press('Create custom role')
  await seat.sees('What it does not give')
  await seat.reads('Everything, also what may come later.')
  await seat.isAccessible()

  const { roles: all } = await workspace.owner(roles.list, { query: { pagination: { count: 200 } } })
  const made = all.find((role) => role.custom)
  assert.equal(made?.name, HOSTILE)
  assert.deepEqual(made?.may, {
    source: ['source:read', 'source:write-key'],
    destination: ['destination:read'],
    function: ['*'],
  })
  await seat.open(`/w/${workspace.slug}/access/roles`)
  await seat.page.getByRole('link', { name: '<img' }).waitFor()
  await seat.isAccessible()
  assert.notEqual(await seat.page.title(), '1')
  seat.isQuiet()
})

test('a changed role shows whom it changes before it is saved', async () => {
  const workspace = await openWorkspace()
  const role = await customRole(workspace)
  const ada = await workspace.member([{ roleId: role.id, resources: [workspace.everything] }])
  const seat = await ownerAt(workspace, `/${role.id}`)

  await seat.press('Edit')
  await seat.page.getByLabel('Delete a source.').check()
  await seat.press('Review and save')
  const dialog = seat.page.getByRole('dialog', { name: 'Change Release manager for all who hold it?' })
  await dialog.getByText('1 person gains access').waitFor()
  await dialog.getByText(ada.email).waitFor()
  await seat.isAccessible()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await seat.sees('What it does not give')

  const { roles: all } = await workspace.owner(roles.list, { query: { pagination: { count: 200 } } })
  const after = all.find(({ id }) => id === role.id)
  assert.deepEqual(after?.may, { source: ['source:read', 'source:delete'] })
  seat.isQuiet()
})

test('a role is not deleted while somebody holds it: the page says who', async () => {
  const workspace = await openWorkspace()
  const role = await customRole(workspace)
  const ada = await workspace.member([{ roleId: role.id, resources: [workspace.everything] }])
  const seat = await ownerAt(workspace, `/${role.id}`)

  await seat.press('Delete')
  const refused = seat.page.getByRole('dialog', { name: 'Release manager cannot be deleted yet' })
  const holder = await refused.getByRole('link').first().getAttribute('href')
  await seat.isAccessible()
  assert.equal(holder, `/w/${workspace.slug}/access/users/${ada.id}`)
  await refused.getByText('Close', { exact: true }).click()
  await refused.waitFor({ state: 'detached' })
  await workspace.owner(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions: [] } })
  await seat.open(`/w/${workspace.slug}/access/roles/${role.id}`)
  await seat.press('Delete')
  const dialog = seat.page.getByRole('dialog', { name: 'Delete the role Release manager?' })
  await dialog.getByRole('button', { name: 'Delete role' }).click()
  await seat.page.waitForURL(/\/access\/roles$/)

  const { roles: all } = await workspace.owner(roles.list, { query: { pagination: { count: 200 } } })
  assert.equal(
    all.some(({ custom }) => custom),
    false,
  )
  seat.isQuiet()
})

test('a role is found and changed with the keyboard alone', async () => {
  const workspace = await openWorkspace()
  const role = await customRole(workspace)
  const seat = await ownerAt(workspace, '')
  const { keyboard } = seat.page
  const tabTo = async (name: string) => {
    for (let step = 0; step < 80; step++) {
      const text = await seat.page.evaluate(
        () => document.activeElement?.closest('label')?.textContent ?? document.activeElement?.textContent,
      )
      if (text === name) return
      await keyboard.press('Tab')
    }
    throw new Error(`${name} is not reached with the keyboard`)
  }
  await seat.page.getByRole('link', { name: role.name }).waitFor()

  await tabTo(role.name)
  await keyboard.press('Enter')
  await seat.sees('What it gives')
  await tabTo('Edit')
  await keyboard.press('Enter')
  await seat.page.getByLabel('Name of the role').waitFor()
  await hasFocus(seat.page.locator('#role-name'))
  await keyboard.press('End')
  await keyboard.type('s')
  await tabTo('Review and save')
  await keyboard.press('Enter')
  const dialog = seat.page.getByRole('dialog')
  await dialog.getByText("Nobody's access changes.").waitFor()
  await dialog.getByRole('button', { name: 'Save' }).focus()
  await keyboard.press('Enter')
  await seat.sees('Release managers')
  seat.isQuiet()
})

test('who may not make roles sees all of them, and what is missing', async () => {
  const workspace = await openWorkspace()
  const role = await customRole(workspace)
  const ada = await workspace.member()
  const { publicUrl } = workspace.app.config
  const seat = await takeSeatAs(publicUrl, ada)

  await seat.open(`/w/${workspace.slug}/access/roles/${role.id}`)
  await seat.reads('You need a role for this: See members, their roles and their groups.')
  await seat.press('Edit')
  const dialog = seat.page.getByRole('dialog', { name: 'Ask for access' })
  await dialog.getByText('Create, change and delete custom roles.').waitFor()
  await seat.isAccessible()
  await seat.page.keyboard.press('Escape')
  await seat.open(`/w/${workspace.slug}/access/roles/new`)
  await seat.sees('This is closed to you')
  await seat.isAccessible()
  seat.isQuiet()
})

test('a plan without custom roles says so', async () => {
  const workspace = await openWorkspace({ plan: 'team' })
  const seat = await ownerAt(workspace, '')

  await seat.reads('The plan Team does not include custom roles')
  const create = seat.page.getByRole('button', { name: 'Create custom role' })
  await create.and(seat.page.locator('[aria-disabled=true]')).waitFor()
  await seat.isAccessible()
  seat.isQuiet()
})

async function ownerAt(workspace: TestWorkspace, path: string) {
  const seat = await takeSeatAs(workspace.app.config.publicUrl, await workspace.ownerInPerson())
  await seat.open(`/w/${workspace.slug}/access/roles${path}`)
  return seat
}

async function customRole({ owner }: TestWorkspace) {
  const may = { source: ['source:read'] }
  return (await owner(roles.create, { body: { name: 'Release manager', may } })).role
}
