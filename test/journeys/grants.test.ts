import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { grants } from '../../contract/grants.ts'
import { labels } from '../../contract/labels.ts'
import { members } from '../../contract/members.ts'
import { resources } from '../../contract/resources.ts'
import { builtConsole, type Seat } from '../console.ts'
import { roleId } from '../fixture.ts'
import { openWorkspace, type TestWorkspace } from '../house.ts'
import { ownerAt } from '../people.ts'
import { hasFocus } from '../steps.ts'

before(builtConsole)

const NARROW = { viewport: { width: 360, height: 740 } }
const HOSTILE = `<img src=x onerror="document.title='harmed'"> \u202etxet ✨${'wide'.repeat(45)}`
const prod = { key: 'environment', value: 'prod' }
const dev = { key: 'environment', value: 'dev' }
const truck = { key: 'product', value: 'truck' }

test('a role is narrowed to labels that must all match, and by another scope to the one or the other', async () => {
  const workspace = await openWorkspace()
  await registerSources(workspace)
  const ada = await workspace.member()
  const seat = await ownerAt(workspace, `access/users/${ada.id}`)

  const chooser = await assign(seat, 'Source Admin')
  await chooser.getByText('3 sources now').waitFor()
  await chooser.getByText('May create new sources.').waitFor()
  await chooser.getByRole('radio', { name: 'By label' }).check()
  await choose(seat, 'environment:prod')
  await chooser.getByText('2 sources now').waitFor()
  await seat.page
    .getByRole('option', { name: 'environment:dev' })
    .and(seat.page.locator('[aria-disabled], [data-combobox-disabled]'))
    .waitFor()
  await choose(seat, 'product:truck')
  await chooser.getByText('1 source now').waitFor()
  await chooser.getByText(/must carry all of them/).waitFor()
  await seat.page.keyboard.press('Tab')
  await seat.isAccessible()
  await chooser.getByRole('button', { name: 'Apply' }).click()
  await seat.press('Add another scope to Source Admin')
  await chooser.getByRole('radio', { name: 'Specific sources' }).check()
  await chooser.getByRole('checkbox', { name: /Sandbox/ }).check()
  await chooser.getByText('Chosen: 1 source').waitFor()
  await seat.isAccessible()
  await chooser.getByRole('button', { name: 'Apply' }).click()
  await seat.reads('1 source: Sandbox')
  const review = await reviewed(seat)
  await review.getByText('1 person gains access').waitFor()
  await review.getByText('2 sources', { exact: true }).waitFor()
  await review.getByText('Sandbox · Truck app').or(review.getByText('Truck app · Sandbox')).waitFor()
  await seat.isAccessible()
  await review.getByRole('button', { name: 'Save' }).click()
  await review.waitFor({ state: 'detached' })

  const { user } = await workspace.owner(members.get, { params: { userId: ada.id } })
  const held = user.permissions.flatMap((one) => one.resources.map((on) => [on.type, on.labels.length]))
  assert.deepEqual(held, [
    ['WORKSPACE', 2],
    ['SOURCE', 0],
  ])
  seat.isQuiet()
})

test('among many sources some are searched for, and all that were found are chosen at once', async () => {
  const workspace = await openWorkspace()
  const names = Array.from({ length: 130 }, (_, place) => `shop ${place % 2 === 0 ? 'eu' : 'us'} ${place}`)
  const upserts = names.map((name, place) => ({ type: 'source', id: `s${place}`, name }))
  await workspace.owner(resources.bulk, { body: { upserts } })
  const ada = await workspace.member()
  const seat = await ownerAt(workspace, `access/users/${ada.id}`)

  const chooser = await assign(seat, 'Source Read-only')
  await chooser.getByRole('radio', { name: 'Specific sources' }).check()
  await chooser.getByText('130 found', { exact: true }).waitFor()
  await chooser.getByRole('textbox', { name: 'Search sources' }).fill('EU')
  await chooser.getByRole('button', { name: 'Select all 65 found' }).click()
  await chooser.getByText('Chosen: 65 sources').waitFor()
  await chooser.getByRole('button', { name: 'Apply' }).click()
  const review = await reviewed(seat)
  await review.getByText('65 sources', { exact: true }).waitFor()
  await review.getByRole('button', { name: 'Save' }).click()
  await review.waitFor({ state: 'detached' })

  const { user } = await workspace.owner(members.get, { params: { userId: ada.id } })
  assert.equal(user.permissions[0]?.resources.length, 65)
  seat.isQuiet()
})

test('the review warns of a new owner, and the last owner cannot be made a member', async () => {
  const workspace = await openWorkspace()
  await registerSources(workspace)
  const ada = await workspace.member([], `ada@${workspace.slug}.test`)
  const seat = await ownerAt(workspace, `access/users/${ada.id}`)

  await seat.page.getByRole('radio', { name: /Workspace Owner/ }).click()
  await seat.isAccessible()
  const review = await reviewed(seat)
  await review.getByText(/Ada becomes an owner, who may do everything/).waitFor()
  await review.getByText('All current and future sources').waitFor()
  await seat.isAccessible()
  await seat.page.keyboard.press('Escape')
  await review.waitFor({ state: 'detached' })
  await seat.press('Discard changes')
  await seat.open(`/w/${workspace.slug}/access/users/${workspace.ownerPerson.id}`)
  await seat.page.getByRole('radio', { name: /Workspace Member/ }).click()
  await seat.reads('No role chosen.')
  const refused = await reviewed(seat)
  await refused.getByText('This cannot be done').waitFor()
  await refused.getByText('Make somebody else an owner first.').waitFor()
  await seat.isAccessible()

  await refused.getByRole('button', { name: 'Save', disabled: true }).waitFor()
  seat.isQuiet()
})

test('with the keyboard alone a role is chosen, narrowed, and its change saved; Escape takes back only the chooser', async () => {
  const workspace = await openWorkspace()
  await registerSources(workspace)
  const ada = await workspace.member()
  const seat = await ownerAt(workspace, `access/users/${ada.id}`)
  const { keyboard } = seat.page
  const role = seat.page.getByRole('checkbox', { name: 'Source Read-only' })
  const chooser = seat.page.getByRole('dialog')

  await role.focus()
  await keyboard.press('Space')
  await chooser.waitFor()
  await keyboard.press('Escape')
  await chooser.waitFor({ state: 'detached' })
  await role.and(seat.page.locator(':not(:checked)')).waitFor()
  await hasFocus(role)
  await keyboard.press('Space')
  await chooser
    .getByRole('radio', { name: 'All current and future sources' })
    .and(seat.page.locator(':focus'))
    .waitFor()
  await keyboard.press('ArrowUp')
  await tabTo(seat, chooser.getByRole('checkbox', { name: /Truck app/ }))
  await keyboard.press('Space')
  await tabTo(seat, chooser.getByRole('button', { name: 'Apply' }))
  await keyboard.press('Enter')
  await chooser.waitFor({ state: 'detached' })
  await tabTo(seat, seat.page.getByRole('button', { name: 'Review and save' }))
  await keyboard.press('Enter')
  await chooser.getByText('1 source', { exact: true }).waitFor()
  await tabTo(seat, chooser.getByRole('button', { name: 'Save' }))
  await keyboard.press('Enter')
  await chooser.waitFor({ state: 'detached' })

  const { user } = await workspace.owner(members.get, { params: { userId: ada.id } })
  assert.deepEqual(user.permissions[0]?.resources, [{ type: 'SOURCE', id: 'truck', labels: [] }])
  seat.isQuiet()
})

test('roles on warehouses are given on all of them, and nothing narrower is offered', async () => {
  const workspace = await openWorkspace()
  const ada = await workspace.member()
  const seat = await ownerAt(workspace, `access/users/${ada.id}`)

  await seat.page.getByRole('checkbox', { name: 'Warehouse Admin' }).check()

  await seat.reads('All current and future warehouses')
  await seat.reads('May create new warehouses.')
  assert.equal(await seat.page.getByRole('dialog').count(), 0)
  assert.equal(await seat.page.getByRole('button', { name: 'Change what Warehouse Admin is on' }).count(), 0)
  await seat.isAccessible()
  seat.isQuiet()
})

test('hostile names of people and sources break neither the chooser nor the review, on a narrow screen either', async () => {
  const workspace = await openWorkspace()
  await workspace.owner(resources.bulk, {
    body: { upserts: [{ type: 'source', id: 'evil', name: HOSTILE }] },
  })
  const mallory = await workspace.member([
    { roleId: roleId('Source Read-only'), resources: [workspace.everything] },
  ])
  await mallory.self(account.modify, { body: { name: HOSTILE } })
  await workspace.owner(grants.replaceForUser, {
    params: { userId: mallory.id },
    body: {
      permissions: [{ roleId: roleId('Source Read-only'), resources: [{ type: 'SOURCE', id: 'evil' }] }],
    },
  })
  const seat = await ownerAt(workspace, `access/users/${mallory.id}`, NARROW)

  await seat.reads(/1 source: <img src=x/)
  await isNarrow(seat)
  const chooser = await assign(seat, 'Source Admin')
  await chooser.getByRole('radio', { name: 'Specific sources' }).check()
  await chooser.getByRole('checkbox', { name: /<img src=x/ }).check()
  await isNarrow(seat)
  await seat.isAccessible()
  await chooser.getByRole('button', { name: 'Apply' }).click()
  const review = await reviewed(seat)
  await review.getByText('1 person gains access').waitFor()
  await isNarrow(seat)
  await seat.isAccessible()

  assert.notEqual(await seat.page.title(), 'harmed')
  seat.isQuiet()
})

async function registerSources(workspace: TestWorkspace) {
  await workspace.owner(labels.create, { body: { label: truck } })
  const upserts = [
    { type: 'source', id: 'truck', name: 'Truck app', labels: [prod, truck] },
    { type: 'source', id: 'car', name: 'Car app', labels: [prod] },
    { type: 'source', id: 'sandbox', name: 'Sandbox', labels: [dev] },
  ]
  await workspace.owner(resources.bulk, { body: { upserts } })
}

async function assign({ page }: Seat, role: string) {
  await page.getByRole('checkbox', { name: role, exact: true }).click()
  const chooser = page.getByRole('dialog')
  await chooser.waitFor()
  return chooser
}

async function choose({ page }: Seat, label: string) {
  const option = page.getByRole('option', { name: label })
  const field = page.getByRole('dialog').getByRole('combobox', { name: 'Labels' })
  if (!(await option.isVisible())) await field.click()
  await option.click()
}

async function reviewed(seat: Seat) {
  await seat.press('Review and save')
  const review = seat.page.getByRole('dialog')
  await review.waitFor()
  return review
}

async function isNarrow({ page }: Seat) {
  // What is placed by a script takes a moment to find its place.
  await page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth)
}

const STEPS_MAX = 80

/** Presses Tab until this has the focus. */
async function tabTo({ page }: Seat, wanted: ReturnType<Seat['page']['locator']>) {
  for (let step = 0; step < STEPS_MAX; step++) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluate((one) => one === document.activeElement)) return
  }
  throw new Error(`${wanted} is not reached with the keyboard`)
}
