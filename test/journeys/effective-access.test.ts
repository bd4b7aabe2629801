import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { resources } from '../../contract/resources.ts'
import { builtConsole, type Seat, takeSeatAs } from '../console.ts'
import { roleId } from '../fixture.ts'
import { openWorkspace, type TestWorkspace } from '../house.ts'

before(builtConsole)

const prod = { key: 'environment', value: 'prod' }

test('what somebody may do is listed with its ways, each line says why on demand, and all of it is a file', async () => {
  const workspace = await openWorkspace()
  await registerSources(workspace)
  const labelled = { id: workspace.id, type: 'WORKSPACE', labels: [prod] }
  const ada = await workspace.member([{ roleId: roleId('Source Admin'), resources: [labelled] }])
  const seat = await ownerAt(workspace, `access/users/${ada.id}?tab=access`)

  await seat.reads('2 sources')
  await seat.reads(/Source Admin · directly · environment:prod/)
  await seat.isAccessible()
  await seat.press('Why Source Admin on sources?')
  const dialog = seat.page.getByRole('dialog', { name: 'Is this allowed, and why?' })
  await dialog.getByText('Yes', { exact: true }).waitFor()
  await dialog.getByText(/covers what is labelled environment:prod/).waitFor()
  await seat.isAccessible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'detached' })
  const [download] = await Promise.all([
    seat.page.waitForEvent('download'),
    seat.page.getByRole('link', { name: 'Download as CSV' }).click(),
  ])

  assert.match(readFileSync(await download.path(), 'utf8'), /Source Admin/)
  seat.isQuiet()
})

test('what a group gives to those who are in it is counted by type, with the names on demand', async () => {
  const workspace = await openWorkspace()
  await registerSources(workspace)
  const { userGroup } = await workspace.owner(groups.create, { body: { name: 'Analysts' } })
  const labelled = { id: workspace.id, type: 'WORKSPACE', labels: [prod] }
  const permissions = [
    { roleId: roleId('Source Read-only'), resources: [workspace.everything] },
    { roleId: roleId('Source Admin'), resources: [labelled] },
  ]
  await workspace.owner(grants.replaceForGroup, {
    params: { userGroupId: userGroup.id },
    body: { permissions },
  })
  const seat = await ownerAt(workspace, `access/groups/${userGroup.id}?tab=access`)

  await seat.sees('Admin access')
  await seat.press('2 sources')
  await seat.reads('Car app')
  await seat.sees('Read-only access')
  await seat.press('1 source')
  await seat.reads('Sandbox')
  await seat.isAccessible()
  seat.isQuiet()
})

async function ownerAt(workspace: TestWorkspace, path: string): Promise<Seat> {
  const seat = await takeSeatAs(workspace.app.config.publicUrl, await workspace.ownerInPerson())
  await seat.open(`/w/${workspace.slug}/${path}`)
  return seat
}

async function registerSources(workspace: TestWorkspace) {
  const upserts = [
    { type: 'source', id: 'truck', name: 'Truck app', labels: [prod] },
    { type: 'source', id: 'car', name: 'Car app', labels: [prod] },
    { type: 'source', id: 'sandbox', name: 'Sandbox' },
  ]
  await workspace.owner(resources.bulk, { body: { upserts } })
}
