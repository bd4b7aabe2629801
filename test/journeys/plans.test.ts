import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { members } from '../../contract/members.ts'
import { setPlan } from '../../server/workspaces/workspaces.ts'
import { builtConsole, type Seat } from '../console.ts'
import { roleId } from '../fixture.ts'
import { acting, openWorkspace, type TestWorkspace } from '../house.ts'
import { ownerAt } from '../people.ts'
import { prod } from '../registry.ts'

before(builtConsole)

const NARROW = { width: 360, height: 740 }

test('a role and a label beyond the plan say that they give nothing, and can be taken away', async () => {
  const workspace = await openWorkspace()
  const { ada, seat } = await beyondPlan(workspace)

  await seat.reads('The plan of this workspace does not include access by label.')
  await seat.sees('Gives nothing at present')
  await seat.isAccessible()
  await seat.page.getByRole('checkbox', { name: 'Warehouse Admin' }).uncheck()
  await seat.press('Change what Source Admin is on')
  const chooser = seat.page.getByRole('dialog')
  assert.equal(await chooser.getByRole('radio', { name: 'By label' }).isDisabled(), true)
  await chooser.getByRole('radio', { name: 'All current and future sources' }).check()
  await seat.isAccessible()
  await chooser.getByRole('button', { name: 'Apply' }).click()
  const review = await reviewed(seat)
  await review.getByText('1 person gains access').waitFor()
  await review.getByRole('button', { name: 'Save' }).click()
  await review.waitFor({ state: 'detached' })

  const { user } = await workspace.owner(members.get, { params: { userId: ada.id } })
  assert.deepEqual(
    user.permissions.map(({ roleName, active }) => [roleName, active]),
    [['Source Admin', true]],
  )
  seat.isQuiet()
})

test('a role of another plan is shown with that plan; who holds it keeps it while other roles change', async () => {
  const workspace = await openWorkspace()
  const { ada, seat } = await beyondPlan(workspace)
  const role = (name: string) => seat.page.getByRole('checkbox', { name })

  const held = role('Warehouse Admin')
  const refusal = 'Needs the plan Business.'
  await seat.page.locator('.role-row', { has: held }).getByText(refusal).waitFor()
  await seat.page
    .locator('.role-row', { has: role('Source Read-only') })
    .getByText(refusal)
    .waitFor()
  assert.equal(await role('Source Read-only').isDisabled(), true)
  await held.uncheck()
  await held.and(seat.page.locator(':focus')).waitFor()
  await held.check()
  await seat.reads('It stays as it is, and gives access again when the plan includes it.')
  const chooser = await assign(seat, 'Function Read-only')
  await chooser.getByRole('button', { name: 'Apply' }).click()
  await seat.page.setViewportSize(NARROW)
  await seat.isAccessible()
  const review = await reviewed(seat)
  await review.getByText('1 person gains access').waitFor()
  await review.getByRole('button', { name: 'Save' }).click()
  await review.waitFor({ state: 'detached' })

  const { user } = await workspace.owner(members.get, { params: { userId: ada.id } })
  assert.deepEqual(
    user.permissions.map(({ roleName, active }) => [roleName, active]),
    [
      ['Source Admin', false],
      ['Warehouse Admin', false],
      ['Function Read-only', true],
    ],
  )
  await seat.open(`/w/${workspace.slug}/access/users/invite`)
  assert.equal(await role('Warehouse Admin').isDisabled(), true)
  await seat.isAccessible()
  seat.isQuiet()
})

test('a role that the plan leaves out is shown with the plan that has it', async () => {
  const workspace = await openWorkspace({ plan: 'team' })
  const seat = await ownerAt(workspace, 'access/roles?q=tracking')

  await seat.page.getByText('Not in your plan').first().waitFor()
  await seat.isAccessible()
  await seat.page.getByRole('link', { name: 'Tracking Plan Admin' }).click()

  await seat.reads('Needs the plan Business.')
  await seat.reads('It cannot be granted here.')
  await seat.sees('What it gives')
  await seat.isAccessible()
  seat.isQuiet()
})

/** A member with a role and a label that the plan does not include any more, opened by the owner. */
async function beyondPlan(workspace: TestWorkspace) {
  const labelled = { id: workspace.id, type: 'WORKSPACE', labels: [prod] }
  const ada = await workspace.member([
    { roleId: roleId('Source Admin'), resources: [labelled] },
    { roleId: roleId('Warehouse Admin'), resources: [workspace.everything] },
  ])
  await setPlan(acting(workspace.app), workspace.slug, 'team')
  return { ada, seat: await ownerAt(workspace, `access/users/${ada.id}`) }
}

async function assign({ page }: Seat, role: string) {
  await page.getByRole('checkbox', { name: role, exact: true }).click()
  return page.getByRole('dialog')
}

async function reviewed(seat: Seat) {
  await seat.press('Review and save')
  return seat.page.getByRole('dialog')
}
