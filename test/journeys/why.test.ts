import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, test } from 'node:test'
import { groups } from '../../contract/groups.ts'
import { resources } from '../../contract/resources.ts'
import { builtConsole, type Seat, takeSeatAs } from '../console.ts'
import { roleId } from '../fixture.ts'
import { at, person, tabTo } from '../group-journey.ts'
import { openWorkspace, type TestWorkspace } from '../house.ts'
import { ownerAt } from '../people.ts'
import { thereAre } from '../steps.ts'

before(builtConsole)

const prod = { key: 'environment', value: 'prod' }
const dev = { key: 'environment', value: 'dev' }

test('an owner asks whether somebody may do something, and sees the role, the group and the labels that allow it', async () => {
  const { workspace, group } = await teamOnLabel()
  const seat = await ownerAt(workspace, 'access/why')

  await seat.reads('Choose what the question is about')
  await seat.isAccessible()
  await find(seat, 'User or token', 'ada', /^Ada/)
  await find(seat, 'Which source', 'Shop', /^Shop/)
  await pick(seat, 'Action', /^Change a source/)
  await seat.sees('Yes')
  await seat.reads('Ada may do this on the source “Shop”')
  await seat.page.getByRole('link', { name: 'Source Admin' }).waitFor()
  await seat.page.getByRole('link', { name: 'environment:prod' }).waitFor()
  await seat.isAccessible()

  const another = await takeSeatAs(workspace.app.config.publicUrl, await workspace.ownerInPerson())
  const { pathname, search } = new URL(seat.page.url())
  await another.open(pathname + search)
  await another.sees('Yes')
  await another.page.getByRole('link', { name: 'Analysts' }).click()
  await another.sees('Analysts')
  await another.page.waitForURL(`**/w/${workspace.slug}/access/groups/${group}`)
  seat.isQuiet()
  another.isQuiet()
})

test('for a no it says what comes nearest, what is missing, which role would do, and who can grant it', async () => {
  const { workspace } = await teamOnLabel()
  const question = `subjectType=user&subject=${at(workspace, 'ada')}&type=source&action=source:edit`
  const seat = await ownerAt(workspace, `access/why?${question}&resource=lab`)

  await seat.sees('No')
  await seat.reads('Would allow it if it were labelled environment:prod.')
  await seat.sees('The smallest roles that would allow it')
  await seat.page.getByRole('link', { name: 'Olivia Owner' }).waitFor()
  await seat.isAccessible()
  await find(seat, 'Which source', 'not-registered', /not-registered/)
  await seat.reads('the source “not-registered”')
  await seat.isAccessible()
  await pick(seat, 'Type', /^Workspace/)
  await seat.reads('Ada may not do this on this workspace')
  await seat.isAccessible()
  seat.isQuiet()
})

test('an owner sees who can reach something, people and tokens apart, and keeps the list as a file', async () => {
  const { workspace } = await teamOnLabel()
  const seat = await ownerAt(workspace, 'access/why?tab=who&type=source&action=source:edit&resource=shop')
  const rows = seat.page.getByRole('row').filter({ has: seat.page.getByRole('cell') })

  await seat.reads('3 may do this')
  await seat.isAccessible()
  await seat.page.getByText('Users', { exact: true }).last().click()
  await seat.reads('2 may do this')
  await thereAre(2, rows)
  await thereAre(2, rows.filter({ hasText: '@' }))
  const saved = seat.page.waitForEvent('download')
  await seat.press('Download as CSV')
  const text = await readFile(await (await saved).path(), 'utf8')
  assert.equal(text.trim().split('\n').length, 4)
  await seat.page.getByRole('link', { name: 'Why may Ada do this?' }).click()
  await seat.sees('Yes')
  seat.isQuiet()
})

test('an owner sees what somebody can reach, with every role that gives it, and keeps both as files', async () => {
  const { workspace } = await teamOnLabel()
  const ada = `subjectType=user&subject=${at(workspace, 'ada')}`
  const seat = await ownerAt(workspace, `access/why?tab=what&${ada}&type=source&action=source:edit`)

  await seat.page.getByRole('link', { name: 'Shop', exact: true }).waitFor()
  await thereAre(0, seat.page.getByRole('link', { name: 'Lab', exact: true }))
  await seat.reads(/Source Admin · through Analysts/)
  await seat.isAccessible()
  const saved = seat.page.waitForEvent('download')
  await seat.press('Download as CSV')
  assert.match(await readFile(await (await saved).path(), 'utf8'), /shop/)
  const all = seat.page.waitForEvent('download')
  await seat.page.getByRole('link', { name: 'Download as CSV' }).click()
  assert.match(await readFile(await (await all).path(), 'utf8'), /Source Admin/)
  await seat.page.getByRole('link', { name: 'Why is Shop among them?' }).click()
  await seat.sees('Yes')
  seat.isQuiet()
})

test('a member asks about themselves, and is told what it takes to ask about others', async () => {
  const { workspace, ada } = await teamOnLabel()
  const seat = await takeSeatAs(workspace.app.config.publicUrl, ada)

  await seat.open(`/w/${workspace.slug}/access/why?type=source&action=source:read&resource=shop`)
  await seat.reads('You can ask about yourself here.')
  await seat.sees('Yes')
  await thereAre(0, seat.page.getByRole('combobox', { name: 'User or token' }))
  await thereAre(0, seat.page.getByRole('tab', { name: 'Who can reach this?' }))
  await seat.isAccessible()
  await seat.page.getByRole('tab', { name: 'What can you reach?' }).click()
  await seat.page.getByRole('link', { name: 'Shop', exact: true }).waitFor()
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/access/why?tab=who`)
  await seat.sees('This is closed to you')
  await seat.isAccessible()
  seat.isQuiet()
})

test('the keyboard alone asks a whole question', async () => {
  const { workspace } = await teamOnLabel()
  const seat = await ownerAt(workspace, 'access/why')
  const { keyboard } = seat.page

  await tabTo(seat, 'Why?')
  await keyboard.press('Tab')
  await keyboard.type('ada')
  await seat.page.getByRole('option', { name: /^Olivia/ }).waitFor({ state: 'detached' })
  await seat.page.locator('[data-combobox-selected]', { hasText: 'Ada' }).waitFor()
  await keyboard.press('Enter')
  await keyboard.press('Tab')
  await keyboard.press('Tab')
  await keyboard.type('shop')
  await seat.page.getByRole('option', { name: /^Lab/ }).waitFor({ state: 'detached' })
  await seat.page.locator('[data-combobox-selected]', { hasText: 'Shop' }).waitFor()
  await keyboard.press('Enter')

  await seat.sees('Yes')
  await seat.isAccessible()
  seat.isQuiet()
})

/** Ada is in a group that holds Source Admin on what is labelled `environment:prod`: the shop is, the lab is not. */
async function teamOnLabel() {
  const workspace = await openWorkspace()
  const ada = await person(workspace, 'ada')
  await register(workspace)
  const permissions = [
    { roleId: roleId('Source Admin'), resources: [{ ...workspace.everything, labels: [prod] }] },
  ]
  const body = { name: 'Analysts', permissions, emails: [ada.email] }
  const { userGroup } = await workspace.owner(groups.create, { body })
  return { workspace, ada, group: userGroup.id }
}

async function register(workspace: TestWorkspace) {
  const upserts = [
    { type: 'source', id: 'shop', name: 'Shop', labels: [prod] },
    { type: 'source', id: 'lab', name: 'Lab', labels: [dev] },
  ]
  await workspace.owner(resources.bulk, { body: { upserts } })
}

/** Types into a field that searches, and takes what is called so. */
async function find({ page }: Seat, label: string, text: string, option: RegExp) {
  await page
    .getByRole('combobox', { name: label })
    .or(page.getByLabel(label, { exact: true }))
    .first()
    .fill(text)
  await page.getByRole('option', { name: option }).click()
}

/** Opens a field with a list, and takes what is called so. */
async function pick({ page }: Seat, label: string, option: RegExp) {
  await page.getByLabel(label, { exact: true }).first().click()
  await page.getByRole('option', { name: option }).click()
}
