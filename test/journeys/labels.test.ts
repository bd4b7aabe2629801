import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { labels } from '../../contract/labels.ts'
import { resources } from '../../contract/resources.ts'
import { builtConsole, type Seat, takeSeatAs } from '../console.ts'
import { roleId } from '../fixture.ts'
import { openWorkspace, type TestWorkspace } from '../house.ts'
import { thereAre } from '../steps.ts'

before(builtConsole)

const dev = { key: 'environment', value: 'dev' }
const prod = { key: 'environment', value: 'prod' }
const HOSTILE = '<img src=x onerror="document.title=1"> \u202etxet ✨'

test('an owner creates a label, sees what uses the others and why they stay, and deletes it again', async () => {
  const workspace = await openWorkspace()
  await register(workspace, { ios: [prod] })
  await grantOnLabel(workspace, 'Release', prod)
  const seat = await ownerAt(workspace, 'access/labels')
  await seat.reads('1 resource and 1 group')
  await seat.isAccessible()

  await seat.press('1 resource and 1 group')
  const panel = seat.page.getByRole('complementary', { name: 'environment:prod' })
  await panel.getByRole('link', { name: 'Release' }).waitFor()
  await panel.getByRole('link', { name: 'ios' }).waitFor()
  await seat.isAccessible()
  await seat.page.keyboard.press('Escape')

  await seat.press('Create label')
  const dialog = seat.page.getByRole('dialog', { name: 'Create label' })
  await dialog.getByRole('combobox', { name: 'Key' }).fill('9th')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await dialog.getByText('Begin with a letter').first().waitFor()
  await seat.isAccessible()
  await dialog.getByRole('combobox', { name: 'Key' }).fill('region')
  await dialog.getByLabel('Value').fill('eu')
  await dialog.getByLabel('Description').fill(HOSTILE)
  await dialog.getByRole('button', { name: 'Create' }).click()
  await seat.sees('region')
  await seat.press('Delete region:eu')
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await seat.page.getByRole('heading', { name: 'region', exact: true }).waitFor({ state: 'detached' })

  const left = (await workspace.owner(labels.list, {})).labels.map(({ key, value }) => `${key}:${value}`)
  assert.deepEqual(left, ['environment:dev', 'environment:prod'])
  seat.isQuiet()
})

test('labels are put on many sources at once, after a look at who gains access', async () => {
  const workspace = await openWorkspace()
  await register(workspace, { android: [], ios: [dev], web: [dev] })
  const group = await grantOnLabel(workspace, 'Release', prod)
  const ada = await workspace.member([], `ada@${workspace.slug}.test`)
  await workspace.owner(groups.addUsers, {
    params: { userGroupId: group },
    body: { emails: [ada.email] },
  })
  const seat = await ownerAt(workspace, 'access/labels?tab=assign')

  await seat.page.getByLabel('Choose all on this page').check()
  await seat.page.getByLabel('Choose web').uncheck()
  await choose(seat, 'Label 2 sources as …', 'environment:prod')
  await seat.reads('2 changes not saved yet')
  await seat.page.getByRole('link', { name: 'Home' }).click()
  await seat.page.getByRole('dialog').getByText('2 changes of labels are not saved yet').waitFor()
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await seat.page.getByRole('tab', { name: 'View labels' }).click()
  await seat.page.getByRole('tab', { name: 'Assign labels' }).click()
  await seat.press('Show them')
  await seat.reads('environment dev → prod')
  await seat.isAccessible()
  await seat.press('Review and save')
  const dialog = seat.page.getByRole('dialog', { name: 'Assign labels' })
  await dialog.getByText('Ada').first().waitFor()
  await seat.isAccessible()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await seat.reads('0 chosen')

  assert.deepEqual(await labelsOf(workspace), { android: [prod], ios: [prod], web: [dev] })
  seat.isQuiet()
})

test('a key is taken off, and a change that was not meant is taken back, with the keyboard alone', async () => {
  const workspace = await openWorkspace()
  await register(workspace, { ios: [dev], web: [dev] })
  const seat = await ownerAt(workspace, 'access/labels?tab=assign')
  const { keyboard } = seat.page

  await seat.page.getByLabel('Choose all on this page').focus()
  await keyboard.press('Space')
  await seat.page.getByRole('combobox', { name: 'Label 2 sources as …' }).focus()
  await keyboard.type('remove')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await seat.reads('2 changes not saved yet')
  await seat.page.getByRole('button', { name: 'Show them' }).focus()
  await keyboard.press('Enter')
  await seat.page.getByRole('button', { name: 'Take back the change of ios' }).focus()
  await keyboard.press('Enter')
  await seat.reads('1 change not saved yet')
  await seat.page.getByRole('button', { name: 'Review and save' }).focus()
  await keyboard.press('Enter')
  const save = seat.page.getByRole('dialog').getByRole('button', { name: 'Save' })
  await seat.page.getByRole('dialog').getByText('Nobody').first().waitFor()
  await save.focus()
  await keyboard.press('Enter')
  await seat.page.getByRole('dialog').waitFor({ state: 'detached' })

  assert.deepEqual(await labelsOf(workspace), { ios: [dev], web: [] })
  seat.isQuiet()
})

test('more than a thousand are labelled at once, part by part', async () => {
  const workspace = await openWorkspace()
  const ids = Array.from({ length: 1_010 }, (_, n) => `s${n}`)
  await register(workspace, Object.fromEntries(ids.slice(0, 1_000).map((id) => [id, []])))
  await register(workspace, Object.fromEntries(ids.slice(1_000).map((id) => [id, []])))
  const seat = await ownerAt(workspace, 'access/labels?tab=assign')

  await seat.page.getByLabel('Choose all on this page').check()
  await seat.press('Choose all 1010 that were found')
  await choose(seat, 'Label 1010 sources as …', 'environment:prod')
  await seat.reads('1010 changes not saved yet')
  await seat.press('Review and save')
  const dialog = seat.page.getByRole('dialog', { name: 'Assign labels' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })

  const query = { type: 'source', labels: ['environment:prod'], pagination: { count: 1 } }
  const { pagination } = await workspace.owner(resources.list, { query })
  assert.equal(pagination.totalEntries, 1_010)
  seat.isQuiet()
})

test('hundreds of labels are drawn a page at a time, and searched all at once', async () => {
  const workspace = await openWorkspace()
  const values = Array.from({ length: 300 }, (_, n) => `c${String(n).padStart(3, '0')}`)
  // A few at once: three hundred would wait longer for a connection to the database than the server lets anybody wait.
  for (let from = 0; from < values.length; from += 10) {
    const some = values.slice(from, from + 10)
    const make = (value: string) => ({ label: { key: `customer${value.at(1)}`, value, description: '' } })
    await Promise.all(some.map((value) => workspace.owner(labels.create, { body: make(value) })))
  }
  const seat = await ownerAt(workspace, 'access/labels')
  const rows = seat.page.locator('tbody tr')

  await seat.reads('1 to 50 of 302')
  assert.equal(await rows.count(), 50)
  await seat.press('Next')
  await seat.reads('51 to 100 of 302')
  await seat.page.getByRole('searchbox', { name: 'Search labels' }).fill('c299')
  await seat.reads('1 to 1 of 1')

  assert.match(await rows.innerText(), /customer2:c299/)
  seat.isQuiet()
})

test('a smaller plan says how many labels are left, and when there are none', async () => {
  const workspace = await openWorkspace({ plan: 'team' })
  for (const value of ['a', 'b', 'c', 'd'])
    await workspace.owner(labels.create, { body: { label: { key: 'brand', value } } })
  const seat = await ownerAt(workspace, 'access/labels')
  await seat.reads('4 of 5 used')

  await seat.press('Create label')
  await seat.page.getByRole('combobox', { name: 'Key' }).fill('brand')
  await seat.page.getByRole('dialog').getByLabel('Value').fill('e')
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()

  await seat.reads('5 of 5 used')
  const create = seat.page.getByRole('button', { name: 'Create label' })
  await create.and(seat.page.locator('[aria-description*="Team includes 5 labels"]')).waitFor()
  seat.isQuiet()
})

test('who may not manage labels sees which there are, and who could help', async () => {
  const workspace = await openWorkspace()
  const ada = await workspace.member()
  const seat = await takeSeatAs(workspace.app.config.publicUrl, ada)

  await seat.open(`/w/${workspace.slug}/access/labels`)
  await seat.reads('environment:prod')
  await thereAre(0, seat.page.getByText('In use by'))
  await seat.isAccessible()
  await seat.page.getByRole('tab', { name: 'Assign labels' }).click()
  await seat.sees('This is closed to you')
  await seat.reads(/Olivia Owner/)
  await seat.isAccessible()
  seat.isQuiet()
})

async function ownerAt(workspace: TestWorkspace, path: string): Promise<Seat> {
  const seat = await takeSeatAs(workspace.app.config.publicUrl, await workspace.ownerInPerson())
  await seat.open(`/w/${workspace.slug}/${path}`)
  return seat
}

async function choose({ page }: Seat, field: string, option: string) {
  await page.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name: option }).click()
}

async function register({ owner }: TestWorkspace, sources: Record<string, (typeof dev)[]>) {
  const upserts = Object.entries(sources).map(([id, labels]) => ({ type: 'source', id, name: id, labels }))
  await owner(resources.bulk, { body: { upserts } })
}

async function labelsOf({ owner }: TestWorkspace) {
  const { resources: rows } = await owner(resources.list, { query: { type: 'source' } })
  return Object.fromEntries(
    rows.map(({ id, labels }) => [id, labels.map(({ key, value }) => ({ key, value }))]),
  )
}

async function grantOnLabel({ owner, id }: TestWorkspace, name: string, label: typeof dev): Promise<string> {
  const { userGroup } = await owner(groups.create, { body: { name } })
  const on = { id, type: 'WORKSPACE', labels: [label] }
  await owner(grants.replaceForGroup, {
    params: { userGroupId: userGroup.id },
    body: { permissions: [{ roleId: roleId('Source Admin'), resources: [on] }] },
  })
  return userGroup.id
}
