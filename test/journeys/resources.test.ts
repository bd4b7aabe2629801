import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { labels } from '../../contract/labels.ts'
import { resources } from '../../contract/resources.ts'
import { builtConsole, type Seat, takeSeatAs } from '../console.ts'
import { roleId } from '../fixture.ts'
import { openWorkspace, type Person, type TestWorkspace } from '../house.ts'
import { thereAre } from '../steps.ts'

before(builtConsole)

const prod = { key: 'environment', value: 'prod' }
const dev = { key: 'environment', value: 'dev' }
const HOSTILE = `<img src=x onerror="document.title=1"> ${'\u202e'}txet ✨ ${'long '.repeat(40)}`

test('a member sees what they may see, in which capacity, and the doors that are closed', async () => {
  const workspace = await openWorkspace()
  await register(workspace)
  const ada = await workspace.member([
    { roleId: roleId('Source Admin'), resources: [{ id: 'ios', type: 'SOURCE', labels: [] }] },
    { roleId: roleId('Source Read-only'), resources: [{ id: 'web/é ?', type: 'SOURCE', labels: [] }] },
  ])
  const seat = await seatAt(workspace, ada, '')

  await seat.sees('Test')
  await seat.reads('You have Source Admin and Source Read-only.')
  await seat.isAccessible()
  await seat.page.getByRole('main').getByRole('link', { name: 'Connections' }).click()
  await seat.page.getByRole('row', { name: /ios.*Admin/ }).waitFor()
  await seat.page.getByRole('row', { name: /web.*Read-only/ }).waitFor()
  await thereAre(0, seat.page.getByText('secret'))
  await seat.isAccessible()
  await seat.page.getByRole('tab', { name: 'Destinations' }).click()
  await seat.page.getByRole('row', { name: /Slack.*ios.*Admin/ }).waitFor()
  await seat.page.getByRole('link', { name: 'Slack' }).click()
  await seat.sees('Slack')
  await seat.page.getByRole('link', { name: 'Destinations' }).click()
  await seat.page.getByRole('row', { name: /Slack.*ios.*Admin/ }).waitFor()
  await seat.open(`/w/${workspace.slug}/areas/storage`)
  await seat.sees('You see no warehouses')
  await seat.reads('Warehouse Read-only')
  await seat.reads('Olivia Owner')
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/resources/source/secret`)
  await seat.sees('You do not see this source')
  await seat.isAccessible()
  seat.isQuiet()
})

test('an admin of a source changes its labels, but not those that access depends on', async () => {
  const workspace = await openWorkspace()
  await register(workspace)
  const ada = await workspace.member([
    { roleId: roleId('Source Admin'), resources: [{ ...workspace.everything, labels: [prod] }] },
  ])
  const grace = await workspace.member([
    { roleId: roleId('Source Admin'), resources: [{ id: 'ios', type: 'SOURCE', labels: [] }] },
  ])
  const scoped = await seatAt(workspace, ada, 'resources/source/ios')
  await scoped.page.getByRole('tab', { name: 'Settings' }).click()
  await chooseValue(scoped, 'environment', 'dev')
  await scoped.press('Review and save')
  await scoped.reads(/Grants depend on environment:dev|Grants depend on environment:prod/)
  await scoped.isAccessible()

  const seat = await seatAt(workspace, grace, 'resources/source/ios?tab=settings')
  await chooseValue(seat, 'brand', 'anvil')
  await seat.isAccessible()
  await seat.press('Review and save')
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await seat.page.getByRole('dialog').waitFor({ state: 'detached' })
  await seat.reads('brand:anvil')

  const { resource } = await workspace.owner(resources.get, { params: { type: 'source', id: 'ios' } })
  assert.deepEqual(
    resource.labels.map(({ key, value }) => `${key}:${value}`),
    ['brand:anvil', 'environment:prod'],
  )
  scoped.isQuiet()
  seat.isQuiet()
})

test('an owner sees who has access to a resource, and why, by the keyboard alone', async () => {
  const workspace = await openWorkspace()
  await register(workspace)
  const { userGroup } = await workspace.owner(groups.create, { body: { name: 'Mobile' } })
  await workspace.owner(grants.replaceForGroup, {
    params: { userGroupId: userGroup.id },
    body: {
      permissions: [
        { roleId: roleId('Source Read-only'), resources: [{ id: 'ios', type: 'SOURCE', labels: [] }] },
      ],
    },
  })
  const ada = await workspace.member([], `ada@${workspace.slug}.test`)
  await workspace.owner(groups.addUsers, {
    params: { userGroupId: userGroup.id },
    body: { emails: [ada.email] },
  })
  const seat = await seatAt(workspace, await workspace.ownerInPerson(), 'resources/source/ios')
  const { keyboard } = seat.page

  await seat.page.getByRole('tab', { name: 'Your access' }).focus()
  await keyboard.press('ArrowRight')
  await seat.page.getByRole('row', { name: /Ada/ }).waitFor()
  await seat.isAccessible()
  const why = seat.page.getByRole('button', { name: 'Why may Ada do this?' })
  await why.focus()
  await keyboard.press('Enter')
  await seat.page.getByRole('dialog').getByText('Mobile').first().waitFor()
  await seat.isAccessible()
  await keyboard.press('Escape')
  await seat.page.getByRole('dialog').waitFor({ state: 'detached' })

  await seat.page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.includes('Ada'))
  seat.isQuiet()
})

test('a list is searched and filtered in its address, and a hostile name is only a name', async () => {
  const workspace = await openWorkspace()
  await register(workspace)
  await workspace.owner(resources.put, {
    params: { type: 'source', id: 'evil' },
    body: { name: HOSTILE, labels: [dev] },
  })
  const owner = await workspace.ownerInPerson()
  const seat = await seatAt(workspace, owner, 'areas/connections?labels=environment:dev')

  await seat.page.getByRole('row', { name: /img src=x/ }).waitFor()
  await thereAre(2, seat.page.getByRole('row'))
  await seat.isAccessible()
  await seat.page.getByRole('link', { name: /img src=x/ }).click()
  await seat.sees(/img src=x/)
  await seat.page.setViewportSize({ width: 360, height: 740 })
  await seat.page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth)
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/areas/connections?q=WEB`)
  await seat.page.getByRole('row', { name: /web/ }).waitFor()
  await seat.page.getByRole('link', { name: 'web' }).click()
  await seat.page.getByRole('tab', { name: 'Settings' }).waitFor()
  await seat.reads('web/é ?')
  seat.isQuiet()
})

test('an owner of a new workspace learns how resources come in, and what to set up', async () => {
  const workspace = await openWorkspace()
  const seat = await seatAt(workspace, await workspace.ownerInPerson(), '')

  await seat.reads('You are a Workspace Owner')
  await seat.sees('Not set up yet')
  await seat.reads('Only one person owns this workspace.')
  await seat.reads('Nobody has to use a second factor here.')
  await seat.reads('No resources are registered')
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/areas/functions`)
  await seat.reads('No functions yet')
  await seat.reads(/curl -X PUT/)
  await seat.isAccessible()
  seat.isQuiet()
})

async function seatAt(workspace: TestWorkspace, person: Person, path: string): Promise<Seat> {
  const seat = await takeSeatAs(workspace.app.config.publicUrl, person)
  await seat.open(`/w/${workspace.slug}/${path}`.replace(/\/$/, ''))
  return seat
}

async function chooseValue({ page }: Seat, key: string, value: string) {
  await page.getByRole('combobox', { name: key }).click()
  await page.getByRole('option', { name: value }).click()
}

async function register({ owner }: TestWorkspace) {
  await owner(labels.create, { body: { label: { key: 'brand', value: 'anvil' } } })
  const source = (id: string, name: string, carried: (typeof prod)[] = []) => ({
    type: 'source',
    id,
    name,
    labels: carried,
  })
  const parent = { type: 'source', id: 'ios' }
  const slack = { type: 'destination', id: 'slack', name: 'Slack', parent }
  const upserts = [source('ios', 'ios', [prod]), source('web/é ?', 'web'), source('secret', 'secret'), slack]
  await owner(resources.bulk, { body: { upserts } })
}
