import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { members } from '../../contract/members.ts'
import { tokens } from '../../contract/tokens.ts'
import { builtConsole, takeSeatAs } from '../console.ts'
import { roleId } from '../fixture.ts'
import { person, tabTo } from '../group-journey.ts'
import { as, clock, openWorkspace, type TestWorkspace } from '../house.ts'
import { ownerAt } from '../people.ts'

before(builtConsole)

const DAY_MS = 86_400_000
const HOSTILE = `<img src=x onerror="document.title=1"> ${'\u202e'}txet ✨ ${'W'.repeat(150)}`

test('an owner creates a token, copies it this once, and finds it in the list', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, 'access/tokens', {
    permissions: ['clipboard-write', 'clipboard-read'],
  })

  await seat.reads('Select a token to view what it may do')
  await seat.isAccessible()
  await seat.press('New token')
  await seat.press('Create token')
  await seat.reads('This is needed.')
  await seat.fill('Description', 'Nightly sync')
  await seat.page.getByRole('checkbox', { name: 'Tracking Plan Read-only' }).check()
  await seat.isAccessible()
  await seat.press('Create token')
  await seat.sees('Copy the token now')
  await seat.isAccessible()
  const secret = await seat.page.locator('[data-secret]').innerText()
  await seat.press('Done')
  await seat.reads('You have not copied the token, and it is never shown again.')
  await seat.isAccessible()
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await seat.press('Copy token')
  await seat.reads('It is in your clipboard.')
  assert.equal(await seat.page.evaluate(() => navigator.clipboard.readText()), secret)
  await seat.press('Done')
  await seat.page
    .getByRole('complementary', { name: 'Nightly sync' })
    .getByText('All 0 tracking plans')
    .waitFor()
  await seat.page.getByRole('row', { name: new RegExp(`Nightly sync.*${secret.slice(-4)}`) }).waitFor()
  await seat.isAccessible()
  await seat.page.reload()
  await seat.reads('Nightly sync')
  assert.equal((await seat.page.content()).includes(secret), false)

  const { token } = await as({ url: workspace.url, token: secret })(tokens.current, {})
  const days = (Date.parse(token.expiresAt ?? '') - clock.now().getTime()) / DAY_MS
  assert.equal(token.kind, 'Member')
  assert.ok(days > 89 && days < 91, `${days} days`)
  seat.isQuiet()
})

test("a token's roles are changed after it was shown what it gains, and it is revoked from the next request on", async () => {
  const workspace = await openWorkspace()
  const { id, call } = await workspace.tokenWith([])
  await workspace.owner(tokens.describe, { params: { tokenId: id }, body: { description: 'Night job' } })
  const seat = await ownerAt(workspace, 'access/tokens')

  await seat.press(/^Night job/)
  await seat.page.getByRole('link', { name: 'Edit token' }).click()
  await seat.press('Change description')
  await seat.fill('Description', 'Day job')
  await seat.press('Save')
  await seat.sees('Day job')
  await seat.page.getByRole('checkbox', { name: 'Tracking Plan Read-only' }).check()
  await seat.press('Review and save')
  await seat.reads('1 token gains access')
  await seat.isAccessible()
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await seat.page.getByRole('dialog').waitFor({ state: 'detached' })
  const { token } = await call(tokens.current, {})
  await seat.isAccessible()
  await seat.press('Revoke')
  await seat.reads(/The very next request with it is refused/)
  await seat.reads('1 token loses access')
  await seat.isAccessible()
  await seat.press('Revoke the token')
  await seat.sees('Tokens')

  assert.deepEqual(
    token.permissions.map(({ roleName }) => roleName),
    ['Tracking Plan Read-only'],
  )
  assert.equal(token.description, 'Day job')
  await assert.rejects(call(tokens.current, {}), { status: 401 })
  seat.isQuiet()
})

test('a token is replaced by another with the same permissions; one of somebody who has left says so', async () => {
  const workspace = await openWorkspace()
  const { id } = await aTokenOfSomebodyGone(workspace)
  const seat = await ownerAt(workspace, 'access/tokens')

  await seat.page.getByRole('row', { name: /Old job.*creator has left/ }).waitFor()
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/access/tokens/${id}`)
  await seat.press('Create its replacement')
  await seat.reads(/It begins with what “Old job” may do/)
  await seat.fill('Description', 'New job')
  await seat.page.getByLabel('Can be used for').selectOption('Until a date …')
  await seat.press('Create token')
  await seat.reads('Choose a day in the future.')
  await seat.isAccessible()
  await seat.page.getByLabel('Can be used for').selectOption('As long as nobody revokes it')
  await seat.press('Create token')
  await seat.sees('Copy the token now')

  const all = (await workspace.owner(tokens.list, { query: {} })).tokens
  const [old, fresh] = ['Old job', 'New job'].map((name) => all.find((one) => one.description === name))
  assert.deepEqual(fresh?.permissions, old?.permissions)
  assert.equal(fresh?.expiresAt, null)
  seat.isQuiet()
})

test('the keyboard alone creates a token for an owner, and is told what that means', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, 'access/tokens')

  await tabTo(seat, 'New token')
  await seat.page.keyboard.press('Enter')
  await seat.sees('New token')
  await seat.page.getByLabel('Workspace Member').waitFor()
  await tabTo(seat, 'All tokens')
  await seat.page.keyboard.press('Tab')
  await seat.page.keyboard.type('By hand')
  await seat.page.keyboard.press('Tab')
  await seat.page.keyboard.press('Tab')
  await seat.page.keyboard.press('Space')
  await seat.reads(/Whoever has this token can do everything/)
  await seat.isAccessible()
  await tabTo(seat, 'Create token')
  await seat.page.keyboard.press('Enter')
  await seat.sees('Copy the token now')
  await seat.page.waitForFunction(() => document.activeElement?.textContent === 'Copy token')

  const all = (await workspace.owner(tokens.list, { query: {} })).tokens
  assert.equal(all.find(({ description }) => description === 'By hand')?.kind, 'Owner')
  seat.isQuiet()
})

test('a hostile description is only a text, and breaks no page, on a narrow screen neither', async () => {
  const workspace = await openWorkspace()
  const { id } = await workspace.tokenWith([])
  await workspace.owner(tokens.describe, { params: { tokenId: id }, body: { description: HOSTILE } })
  const seat = await ownerAt(workspace, 'access/tokens', { viewport: { width: 360, height: 740 } })

  for (const path of [`?show=${id}`, `/${id}`, `/new?from=${id}`]) {
    await seat.open(`/w/${workspace.slug}/access/tokens${path}`)
    await seat.reads('<img src=x')
    await seat.settles()
    await seat.page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth)
    await seat.isAccessible()
  }
  assert.notEqual(await seat.page.title(), '1')
  seat.isQuiet()
})

test('where the plan has no Public API, the page says what tokens are; who may not see them meets a closed door', async () => {
  const workspace = await openWorkspace({ plan: 'free' })
  const ada = await person(workspace, 'ada')
  const seat = await ownerAt(workspace, 'access/tokens')
  const closed = await takeSeatAs(workspace.app.config.publicUrl, ada)

  await seat.reads('Tokens are not included in the Free plan')
  await seat.isAccessible()
  await closed.open(`/w/${workspace.slug}/access/tokens`)
  await closed.sees('This is closed to you')
  await closed.isAccessible()
  seat.isQuiet()
  closed.isQuiet()
})

/** A token that somebody made who was an owner, and was removed. */
async function aTokenOfSomebodyGone(workspace: TestWorkspace) {
  const owner = [{ roleId: roleId('Workspace Owner'), resources: [workspace.everything] }]
  const ada = await workspace.member(owner)
  const permissions = [{ roleId: roleId('Source Read-only'), resources: [workspace.everything] }]
  const body = { description: 'Old job', access: 'member' as const, permissions }
  const { token } = await ada.call(tokens.create, { body })
  await workspace.owner(members.remove, { query: { userIds: [ada.id] } })
  return token
}
