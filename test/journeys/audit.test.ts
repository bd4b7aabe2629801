import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { roles } from '../../contract/roles.ts'
import { builtConsole, type Seat, takeSeatAs } from '../console.ts'
import { openWorkspace, type Person, type TestWorkspace } from '../house.ts'
import { onAll } from '../registry.ts'
import { hasFocus, thereAre } from '../steps.ts'

before(builtConsole)

const HOSTILE = '<img src=x onerror="document.title=1"> \u202etxet ✨ {{who}} $t(audit.title)'

test('the trail tells in words who did what, and shows what was before and after', async () => {
  const workspace = await openWorkspace()
  const owner = await workspace.ownerInPerson()
  const grace = await workspace.member([], `grace@${workspace.slug}.test`)
  await owner.call(grants.replaceForUser, {
    params: { userId: grace.id },
    body: { permissions: [onAll(workspace, 'Source Admin')] },
  })
  const { userGroup } = await owner.call(groups.create, { body: { name: 'Analysts' } })
  await owner.call(groups.rename, { params: { userGroupId: userGroup.id }, body: { name: 'Data' } })
  const seat = await at(workspace, owner)
  await line(seat, 'Olivia Owner granted Source Admin to Grace').waitFor()
  await seat.isAccessible()

  const renamed = line(seat, 'Olivia Owner renamed the user group Data')
  await renamed.click()
  const table = seat.page.getByRole('table')
  await table.getByRole('cell', { name: 'Analysts' }).waitFor()
  await table.getByRole('cell', { name: 'Data' }).waitFor()
  await renamed.and(seat.page.locator('[aria-expanded=true]')).waitFor()
  const link = await seat.page.getByRole('link', { name: 'Data', exact: true }).getAttribute('href')
  assert.equal(link, `/w/${workspace.slug}/access/groups/${userGroup.id}`)
  await seat.reads('127.0.0.1')
  await seat.isAccessible()
  await seat.press('Everything about Data')
  await line(seat, 'granted Source Admin').waitFor({ state: 'detached' })
  await thereAre(2, seat.page.locator('.audit-line'))
  await seat.isAccessible()

  await seat.press('Clear all filters')
  await line(seat, 'granted Source Admin').waitFor()
  seat.isQuiet()
})

test('the trail is filtered by event, person and days, and all of it stands in the address', async () => {
  const workspace = await openWorkspace()
  const owner = await workspace.ownerInPerson()
  await owner.call(groups.create, { body: { name: 'By Olivia' } })
  await workspace.owner(groups.create, { body: { name: 'By a token' } })
  const seat = await at(workspace, owner)
  await line(seat, 'API token owner created the user group By a token').waitFor()

  await seat.page.getByRole('combobox', { name: 'Who did it' }).fill('Oliv')
  await seat.page.getByRole('option', { name: /^Olivia Owner/ }).click()
  await line(seat, 'By a token').waitFor({ state: 'detached' })
  await seat.page.getByRole('combobox', { name: 'What happened' }).fill('created the user')
  await seat.page.getByRole('option', { name: 'Created the user group …' }).click()
  await line(seat, 'Olivia Owner created the user group By Olivia').waitFor()
  const { search } = new URL(seat.page.url())
  await seat.fill('Until', '2020-01-01')
  await seat.reads('Nothing matches')
  await seat.isAccessible()

  assert.equal(new URLSearchParams(search).get('actor'), owner.id)
  assert.equal(new URLSearchParams(search).get('event'), 'User Group Created')
  await seat.open(`/w/${workspace.slug}/access/audit${search}`)
  await line(seat, 'By Olivia').waitFor()
  await thereAre(1, seat.page.locator('.audit-line'))
  await seat.page.waitForFunction(() =>
    [...document.querySelectorAll('input')].some(({ value }) => value.startsWith('Olivia Owner')),
  )
  seat.isQuiet()
})

test('a long trail is paged, and downloaded whole', async () => {
  const workspace = await openWorkspace()
  const owner = await workspace.ownerInPerson()
  for (let number = 1; number <= 60; number++) {
    await workspace.owner(groups.create, {
      body: { name: number === 1 ? '=1+1, "first"' : `Group ${number}` },
    })
  }
  const seat = await at(workspace, owner, '?event=User+Group+Created')
  await line(seat, 'Group 60').waitFor()

  await seat.press('Next')
  await line(seat, '=1+1, "first"').waitFor()
  await seat.press('Previous')
  await line(seat, 'Group 60').waitFor()
  await seat.press('Export')
  const [download] = await Promise.all([
    seat.page.waitForEvent('download'),
    seat.page.getByRole('menuitem', { name: 'As CSV, for spreadsheets' }).click(),
  ])
  await seat.reads('60 events are in the file.')
  const text = readFileSync(await download.path(), 'utf8')

  assert.equal(text.split('\r\n').length, 62)
  assert.match(text, /,"'=1\+1, ""first""",/)
  assert.equal(download.suggestedFilename(), `${workspace.slug}-audit-trail.csv`)
  seat.isQuiet()
})

test('a download that takes long says how far it is, and is stopped', async () => {
  const workspace = await openWorkspace()
  const owner = await workspace.ownerInPerson()
  const seat = await at(workspace, owner, '')
  await line(seat, 'Olivia').first().waitFor()
  const isStopped = Promise.withResolvers<void>()
  const downloads: string[] = []
  seat.page.on('download', (download) => downloads.push(download.suggestedFilename()))
  await seat.page.route(/audit-events\?.*1000/, async (route) => {
    await isStopped.promise
    await route.continue()
  })

  await seat.press('Export')
  await seat.page.getByRole('menuitem', { name: 'As JSON, for programs' }).click()
  await seat.reads('0 events so far …')
  await seat.isAccessible()
  await seat.press('Stop the export')
  await seat.reads('Stopped: there is no file.')
  isStopped.resolve()
  await seat.press('Export')
  const [download] = await Promise.all([
    seat.page.waitForEvent('download'),
    seat.page.getByRole('menuitem', { name: 'As CSV, for spreadsheets' }).click(),
  ])
  await seat.reads(/events? (is|are) in the file/)

  assert.deepEqual(downloads, [download.suggestedFilename()])
  seat.isQuiet()
})

test('names that people made up are shown as they are, and nothing in them is executed', async () => {
  const workspace = await openWorkspace()
  const owner = await workspace.ownerInPerson()
  await owner.self(account.modify, { body: { name: HOSTILE } })
  await owner.call(groups.create, { body: { name: `${HOSTILE}${'long'.repeat(40)}` } })
  await owner.call(roles.create, { body: { name: 'A role', description: HOSTILE, may: {} } })
  const seat = await at(workspace, owner)

  await line(seat, `${HOSTILE} created the user group ${HOSTILE}`).first().click()
  await line(seat, 'created the custom role A role').click()
  await seat.page.getByRole('cell', { name: HOSTILE }).waitFor()
  await seat.page.setViewportSize({ width: 360, height: 740 })
  await seat.isAccessible()

  await seat.page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth)
  assert.notEqual(await seat.page.title(), '1')
  seat.isQuiet()
})

test('an event is opened and closed with the keyboard alone', async () => {
  const workspace = await openWorkspace()
  const owner = await workspace.ownerInPerson()
  await owner.call(groups.create, { body: { name: 'Analysts' } })
  const seat = await at(workspace, owner)
  const created = line(seat, 'created the user group Analysts')
  await created.waitFor()
  const isReached = () => created.evaluate((button) => button === document.activeElement)

  for (let step = 0; step < 60 && !(await isReached()); step++) await seat.page.keyboard.press('Tab')
  await seat.page.keyboard.press('Enter')
  await seat.reads('User Group Created')
  await seat.page.keyboard.press('Enter')

  await created.and(seat.page.locator('[aria-expanded=false]')).waitFor()
  await hasFocus(created)
  seat.isQuiet()
})

test('who may only read the trail reads who did what, without a way to what is closed to them', async () => {
  const workspace = await openWorkspace()
  const { role } = await workspace.owner(roles.create, {
    body: { name: 'Auditor', may: { workspace: ['audit:read'] } },
  })
  const ada = await workspace.member([{ roleId: role.id, resources: [workspace.everything] }])
  const seat = await at(workspace, ada)

  await line(seat, 'API token owner created the custom role Auditor').click()
  await seat.reads('127.0.0.1')
  assert.equal(await seat.page.getByRole('link', { name: 'API token owner' }).count(), 0)
  await seat.isAccessible()
  seat.isQuiet()
})

test('the trail is closed to members without a role for it, and the plan may lack it', async () => {
  const workspace = await openWorkspace()
  const closed = await at(workspace, await workspace.member())
  await closed.sees('This is closed to you')
  await closed.isAccessible()

  const small = await openWorkspace({ plan: 'team' })
  const seat = await at(small, await small.ownerInPerson())
  await seat.reads('The plan Team does not include the audit trail')
  await seat.isAccessible()
  seat.isQuiet()
})

async function at(workspace: TestWorkspace, person: Person, search = ''): Promise<Seat> {
  const seat = await takeSeatAs(workspace.app.config.publicUrl, person)
  await seat.open(`/w/${workspace.slug}/access/audit${search}`)
  return seat
}

function line({ page }: Seat, text: string) {
  return page.locator('.audit-line').filter({ hasText: text })
}
