import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { labels } from '../../contract/labels.ts'
import { members } from '../../contract/members.ts'
import { resources } from '../../contract/resources.ts'
import { roles } from '../../contract/roles.ts'
import { words } from '../../contract/words.ts'
import { builtConsole, type Seat, takeSeatAs } from '../console.ts'
import { roleId } from '../fixture.ts'
import { openWorkspace, type TestWorkspace } from '../house.ts'
import { aSource, groupWith, ownerAt, person } from '../people.ts'
import { onAll } from '../registry.ts'

before(builtConsole)

const GERMAN = { locale: 'de-DE' }

test('no English word of the catalog, and no English explanation, is left on German pages', async () => {
  const { workspace, ada, groupId, tokenId } = await team()
  const english = await englishOf(workspace)
  const why = (action: string, resource: string) =>
    `access/why?subjectType=user&subject=${ada}&type=source&action=${action}&resource=${resource}`
  const pages = [
    '',
    'areas/connections/source/shop',
    'areas/connections/source/shop?tab=who',
    'access/users',
    `access/users/${ada}`,
    `access/users/${ada}?tab=access`,
    'access/groups/new',
    `access/groups/${groupId}`,
    'access/roles',
    `access/roles/${roleId('Source Admin')}`,
    'access/roles/new',
    'access/tokens/new',
    `access/tokens/${tokenId}`,
    why('source:read', 'shop'),
    why('source:edit', 'shop'),
    why('source:pii', 'nowhere'),
    `access/why?tab=what&subject=${ada}`,
    'access/audit',
  ]
  const seat = await ownerAt(workspace, '', GERMAN)

  const left: string[] = []
  for (const path of pages) {
    await seat.open(`/w/${workspace.slug}/${path}`)
    await seat.settles()
    const text = await seat.page.locator('body').innerText()
    left.push(...english.filter((word) => word.test(text)).map((word) => `${path}: ${word.source}`))
  }

  assert.deepEqual(left, [])
  await seat.open(`/w/${workspace.slug}/${why('source:read', 'shop')}`)
  await seat.reads(
    'Ada darf das bei „shop“ (Quelle): Die Rolle „Quellen lesen“, durch die Gruppe „Analysts“,',
  )
  await seat.open(`/w/${workspace.slug}/${why('source:edit', 'shop')}`)
  await seat.reads('Ada darf das bei „shop“ (Quelle) nicht. Am nächsten kommt dem die Rolle „Unify und')
  await seat.isAccessible()
  seat.isQuiet()
})

test('addresses stay the same in another language, and the language changes without a new page', async () => {
  const workspace = await openWorkspace()
  await aSource(workspace, 'shop')
  const seat = await ownerAt(workspace, 'areas/connections', GERMAN)

  await seat.sees('Verbindungen')
  await seat.page.getByRole('link', { name: 'Verbindungen' }).waitFor()
  await seat.press(/Menü des Kontos/)
  await seat.page.getByText('English').click()
  await seat.sees('Connections')
  await seat.page.getByRole('link', { name: 'Connections' }).waitFor()
  assert.equal(new URL(seat.page.url()).pathname, `/w/${workspace.slug}/areas/connections`)
  seat.isQuiet()
})

test('behind a closed door there is a letter to write: addressed for those who may read the members, not for others', async () => {
  const workspace = await openWorkspace()
  const { publicUrl } = workspace.app.config
  const body = { name: 'Reader of members', may: { workspace: ['member:read'] } }
  const { role } = await workspace.owner(roles.create, { body })
  const reader = await workspace.member([{ roleId: role.id, resources: [workspace.everything] }])
  const stranger = await takeSeatAs(publicUrl, await person(workspace, 'ada'))
  const seat = await takeSeatAs(publicUrl, reader)

  await stranger.open(`/w/${workspace.slug}/access/tokens`)
  const open = await hrefOf(stranger, 'Write to them')
  await stranger.isAccessible()
  await seat.open(`/w/${workspace.slug}/access/tokens`)
  const addressed = await hrefOf(seat, 'Olivia Owner')
  await seat.open(`/w/${workspace.slug}/areas/connections`)
  const forSources = await hrefOf(seat, 'Olivia Owner')

  assert.equal(open.pathname, '')
  assert.equal(open.searchParams.get('subject'), 'Please give me access in Test')
  assert.match(
    open.searchParams.get('body') ?? '',
    /See API tokens and what they may do\.\r\n[\s\S]+access\/tokens/,
  )
  assert.equal(decodeURIComponent(addressed.pathname), workspace.ownerPerson.email)
  assert.match(forSources.searchParams.get('body') ?? '', /See a source/)
  stranger.isQuiet()
  seat.isQuiet()
})

test('editors and previews speak of groups and tokens as what they are', async () => {
  const { workspace, tokenId } = await team()
  const seat = await ownerAt(workspace, 'access/groups/new')

  await seat.reads('Gives nothing to those who are in it until you grant it')
  await seat.reads('Without a role, the group gives nothing')
  await seat.open(`/w/${workspace.slug}/access/tokens/new`)
  await seat.reads('May do nothing until you grant it')
  await seat.reads('Without a role, the token may do nothing.')
  await seat.open(`/w/${workspace.slug}/access/tokens/${tokenId}`)
  await seat.page.getByRole('radio', { name: /^Workspace Owner/ }).check()
  await seat.press('Review and save')
  await seat.reads('test may do everything, and change who may do what.')
  await seat.page.keyboard.press('Escape')
  await seat.page.getByRole('dialog').waitFor({ state: 'detached' })
  await seat.press('Discard changes')
  await seat.press('Revoke')
  await seat.reads('test stops working with the very next request.')
  await seat.isAccessible()
  assert.equal(await seat.page.getByText('leaves the workspace').count(), 0)
  seat.isQuiet()
})

test('the audit trail names who did something without asking for each of them', async () => {
  const workspace = await openWorkspace()
  const owners = [await workspace.member([onAll(workspace, 'Workspace Owner')], `ada@${workspace.slug}.test`)]
  owners.push(await workspace.member([onAll(workspace, 'Workspace Owner')], `bob@${workspace.slug}.test`))
  for (const { id, call } of owners) await call(groups.create, { body: { name: `Group of ${id}` } })
  await workspace.owner(members.remove, { query: { userIds: [owners[1]?.id ?? ''] } })
  const seat = await ownerAt(workspace, '')
  const asked: string[] = []
  seat.page.on('request', (request) => asked.push(new URL(request.url()).pathname))

  await seat.open(`/w/${workspace.slug}/access/audit`)
  await seat.page.locator('.audit-line').filter({ hasText: 'Ada created the user group' }).waitFor()
  await seat.page.locator('.audit-line').filter({ hasText: 'Bob created the user group' }).waitFor()
  await seat.settles()

  assert.deepEqual(
    asked.filter((path) => /\/api\/(users|tokens)\/(?!directory)/.test(path)),
    [],
  )
  await seat.page.locator('.audit-line').filter({ hasText: 'Ada created' }).click()
  await seat.page.getByRole('link', { name: 'Ada', exact: true }).waitFor()
  seat.isQuiet()
})

/** A workspace in which everything that the catalog has words for is to be seen. */
async function team() {
  const workspace = await openWorkspace()
  const label = { key: 'environment', value: 'prod' }
  await workspace.owner(labels.create, { body: { label } }).catch(() => {})
  const upserts = [
    { type: 'source', id: 'shop', name: 'shop', labels: [label] },
    { type: 'space', id: 'eu', name: 'eu' },
    { type: 'tracking_plan', id: 'tp', name: 'tp' },
  ]
  await workspace.owner(resources.bulk, { body: { upserts } })
  const ada = await person(workspace, 'ada', 'Function Admin')
  const groupId = await groupWith(workspace, 'Analysts', 'Source Read-only', [ada])
  const on = [{ ...workspace.everything, labels: [label] }]
  const permissions = [{ roleId: roleId('Unify and Engage Admin'), resources: on }]
  await workspace.owner(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions } })
  await workspace.owner(roles.create, { body: { name: 'Prüfung', may: { source: ['source:read'] } } })
  const { id: tokenId } = await workspace.tokenWith([onAll(workspace, 'Source Admin')])
  return { workspace, ada: ada.id, groupId, tokenId }
}

/** Everything that the catalog and its explanations say in English and in no other language. */
async function englishOf({ owner }: TestWorkspace): Promise<RegExp[]> {
  const { words: german } = await owner(words.get, { query: { language: 'de' } })
  const { types } = await owner(resources.listTypes, {})
  const { roles: all } = await owner(roles.list, { query: { pagination: { count: 200 } } })
  const builtIn = all.filter(({ custom }) => !custom)
  const texts = [
    ...types.flatMap(({ actions }) => actions.map(({ says }) => says)),
    ...types.flatMap(({ name, plural }) => [name, plural]),
    ...types.map(({ area }) => area),
    ...builtIn.flatMap(({ name, description }) => [name, description]),
    ...['may do', 'may not do', 'given directly', 'through the group', 'covers', 'Who can grant'],
  ]
  const same = new Set([german.resourceTypes, german.roles, german.areas].flatMap(textsIn))
  return [...new Set(texts)]
    .filter((text) => !same.has(text) && !same.has(text.charAt(0).toUpperCase() + text.slice(1)))
    .map((text) => new RegExp(`(?<![\\w:])${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w:])`))
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Object.values(value as object).flatMap(textsIn)
}

async function hrefOf({ page }: Seat, name: string): Promise<URL> {
  return new URL((await page.getByRole('link', { name }).first().getAttribute('href')) ?? '')
}
