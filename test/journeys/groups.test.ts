import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { groups } from '../../contract/groups.ts'
import { resources } from '../../contract/resources.ts'
import { builtConsole, takeSeatAs } from '../console.ts'
import { at, choose, groupWith, inGroup, invite, person, theGroup } from '../group-journey.ts'
import { openWorkspace, type TestWorkspace } from '../house.ts'
import { ownerAt } from '../people.ts'
import { thereAre } from '../steps.ts'

before(builtConsole)

const HOSTILE = `<img src=x onerror="document.title=1"> ${'\u202e'}txet ✨ ${'W'.repeat(150)}`

test('an owner creates a group with its roles and its people, and sees before what that will mean', async () => {
  const workspace = await openWorkspace()
  await person(workspace, 'ada')
  await invite(workspace, 'guest')
  await register(workspace, 'ios')
  const seat = await ownerAt(workspace, 'access/groups')

  await seat.reads('No user groups yet')
  await seat.isAccessible()
  await seat.page.getByRole('button', { name: 'Create user group' }).first().click()
  await seat.page.getByLabel('Name of the user group').waitFor()
  await seat.press('Create user group')
  await seat.reads('Give the user group a name.')
  await seat.fill('Name of the user group', 'Analysts')
  await seat.page.getByRole('checkbox', { name: 'Tracking Plan Read-only' }).check()
  await seat.page.getByRole('checkbox', { name: 'Source Admin' }).click()
  const chooser = seat.page.getByRole('dialog')
  await chooser.getByRole('radio', { name: 'Specific sources' }).check()
  await chooser.getByRole('checkbox', { name: 'ios' }).check()
  await chooser.getByRole('button', { name: 'Apply' }).click()
  await choose(seat, 'ada')
  await choose(seat, 'guest')
  const review = seat.page.getByRole('complementary', { name: 'Review' })
  await review.getByText('2 people join it.').waitFor()
  await review.getByText('It gives: Tracking Plan Read-only, Source Admin (1).').waitFor()
  await review.getByText('1 person gains access').waitFor()
  await seat.isAccessible()
  await review.getByRole('button', { name: 'Create user group' }).click()
  await seat.page
    .getByRole('row', { name: /Analysts.*Tracking Plan Read-only, Source Admin \(1\)/ })
    .waitFor()
  await seat.page.getByRole('complementary', { name: 'Analysts' }).getByText('All 0 tracking plans').waitFor()
  await seat.isAccessible()

  const { userGroup } = await theGroup(workspace, 'Analysts')
  const held = userGroup.permissions.map(({ roleName }) => roleName)
  assert.deepEqual(held.sort(), ['Source Admin', 'Tracking Plan Read-only'])
  assert.deepEqual(await inGroup(workspace, userGroup.id), [at(workspace, 'ada'), at(workspace, 'guest')])
  seat.isQuiet()
})

test('the roles of a group are changed after it was shown who gains and loses what', async () => {
  const workspace = await openWorkspace()
  await person(workspace, 'ada')
  const id = await groupWith(workspace, 'Analysts', 'Warehouse Read-only', ['ada'])
  const seat = await ownerAt(workspace, `access/groups/${id}`)

  await seat.page.getByRole('checkbox', { name: 'Tracking Plan Admin' }).check()
  await seat.page.getByRole('link', { name: 'All user groups' }).click()
  await seat.reads('The changed roles are not saved.')
  await seat.isAccessible()
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await seat.press('Review and save')
  await seat.reads('1 person gains access')
  await seat.isAccessible()
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await seat.page.getByRole('dialog').waitFor({ state: 'detached' })
  await seat.page.getByRole('tab', { name: 'Effective access' }).click()
  await seat.reads('All 0 tracking plans')
  await seat.isAccessible()

  const { userGroup } = await theGroup(workspace, 'Analysts')
  const held = userGroup.permissions.map(({ roleName }) => roleName)
  assert.deepEqual(held.sort(), ['Tracking Plan Admin', 'Warehouse Read-only'])
  seat.isQuiet()
})

test('a group is renamed where its name stands, its members are downloaded, and it is deleted; they stay', async () => {
  const workspace = await openWorkspace()
  const ada = await person(workspace, 'ada')
  const id = await groupWith(workspace, 'Analysts', 'Warehouse Read-only', ['ada'])
  await groupWith(workspace, 'Engineers', 'Source Admin', [])
  const seat = await ownerAt(workspace, `access/groups/${id}?tab=members`)

  await seat.press('Rename')
  await seat.fill('Name of the user group', 'engineers')
  await seat.press('Save')
  await seat.page.getByRole('alert').waitFor()
  await seat.isAccessible()
  await seat.fill('Name of the user group', 'Zoology / Köln')
  await seat.press('Save')
  await seat.sees('Zoology / Köln')
  const downloading = seat.page.waitForEvent('download')
  await seat.press('Download CSV')
  const file = await downloading
  assert.equal(file.suggestedFilename(), 'Zoology Köln.csv')
  assert.match(await readFile(await file.path(), 'utf8'), new RegExp(ada.email))
  await seat.press('Delete')
  await seat.reads('1 person loses access')
  await seat.isAccessible()
  await seat.press('Delete the group')
  await seat.page.getByRole('row', { name: /Engineers/ }).waitFor()
  await thereAre(0, seat.page.getByText('Zoology'))

  assert.equal((await ada.self(account.get, {})).account.email, ada.email)
  seat.isQuiet()
})

test('the list of groups is searched while one types, sorted, and opened by its address', async () => {
  const workspace = await openWorkspace()
  for (const name of ['Analysts', 'Zoologists', 'Botanists'])
    await groupWith(workspace, name, 'Function Admin', [])
  const seat = await ownerAt(workspace, 'access/groups')
  const names = () => seat.page.locator('tbody .opener').allInnerTexts()

  await seat.press('User group')
  await seat.press('User group')
  await seat.page.getByRole('columnheader', { name: 'User group', exact: true }).waitFor()
  await seat.page.waitForFunction(() => {
    const shown = [...document.querySelectorAll('tbody .opener')].map((one) => one.textContent ?? '')
    return shown[0]?.includes('Zoo') && shown[2]?.includes('Ana')
  })
  assert.deepEqual(
    (await names()).map((text) => text.split('\n').at(-1)),
    ['Zoologists', 'Botanists', 'Analysts'],
  )
  await seat.fill('Search user groups', 'OLO')
  await seat.page.getByText('1 to 1 of 1').waitFor()
  await seat.press('Zoologists')
  await seat.page.getByRole('complementary', { name: 'Zoologists' }).waitFor()
  await seat.open(new URL(seat.page.url()).pathname + new URL(seat.page.url()).search)
  await seat.page.getByRole('complementary', { name: 'Zoologists' }).waitFor()
  await thereAre(1, seat.page.locator('tbody .opener'))
  await seat.fill('Search user groups', 'nobody')
  await seat.reads('Nothing matches.')
  await seat.isAccessible()
  seat.isQuiet()
})

test('a hostile name is only a name, and breaks no page, on a narrow screen neither', async () => {
  const workspace = await openWorkspace()
  const { userGroup } = await workspace.owner(groups.create, { body: { name: HOSTILE } })
  const seat = await ownerAt(workspace, 'access/groups', { viewport: { width: 360, height: 740 } })

  for (const path of [
    `access/groups?show=${userGroup.id}`,
    `access/groups/${userGroup.id}`,
    `access/groups/${userGroup.id}?tab=members`,
    `access/groups/${userGroup.id}?tab=access`,
    'access/groups/new',
  ]) {
    await seat.open(`/w/${workspace.slug}/${path}`)
    if (path.includes(userGroup.id)) await seat.reads('<img src=x')
    await seat.settles()
    const isNarrow = () => document.documentElement.scrollWidth <= window.innerWidth
    await seat.page.waitForFunction(isNarrow)
    await seat.isAccessible()
  }
  assert.notEqual(await seat.page.title(), '1')
  seat.isQuiet()
})

test('where the plan has no user groups, the page says what they are; who may not see them meets a closed door', async () => {
  const workspace = await openWorkspace({ plan: 'team' })
  const ada = await person(workspace, 'ada')
  const seat = await ownerAt(workspace, 'access/groups')
  const closed = await takeSeatAs(workspace.app.config.publicUrl, ada)

  await seat.reads('User groups are not included in the Team plan')
  await seat.isAccessible()
  const refused = seat.page.getByRole('button', { name: 'Create user group', disabled: true })
  await thereAre(2, refused)
  await seat.open(`/w/${workspace.slug}/access/groups/new`)
  await seat.reads('User groups are not included in the Team plan')
  await thereAre(0, seat.page.getByLabel('Name of the user group'))
  await closed.open(`/w/${workspace.slug}/access/groups`)
  await closed.sees('This is closed to you')
  await closed.isAccessible()
  seat.isQuiet()
  closed.isQuiet()
})

async function register(workspace: TestWorkspace, id: string) {
  await workspace.owner(resources.put, { params: { type: 'source', id }, body: { name: id } })
}
