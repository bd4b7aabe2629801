import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { members } from '../../contract/members.ts'
import { provisioning } from '../../contract/provisioning.ts'
import { builtConsole, type Seat, takeSeatAs } from '../console.ts'
import { openWorkspace } from '../house.ts'
import { fits, focusComesTo, ownerAt, person, row, tabTo } from '../people.ts'
import { addScimToken, providerOf, USER } from '../scim-client.ts'
import { isRefused, line, MARK, makeToken, pushed, pushTeam, SYNC, showOnly } from '../scim-journey.ts'

before(builtConsole)

test('an owner makes a SCIM token; what the provider pushes with it stands in the activity log, and is marked', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, SYNC, { permissions: ['clipboard-write', 'clipboard-read'] })
  const { publicUrl } = workspace.app.config

  await seat.reads('There is no SCIM token that works.')
  await seat.reads('There is no active single sign-on connection')
  await seat.reads('Nothing has come yet')
  await seat.isAccessible()
  await seat.press('Copy: Base URL')
  assert.equal(await clipboard(seat), `${publicUrl}/scim/v2`)
  const secret = await makeToken(seat, 'Okta')
  await seat.reads('A SCIM token works.')
  const there = providerOf(workspace, { secret })
  const { ada } = await pushTeam(workspace, there)
  await seat.press('Refresh')
  await line(seat, `Add ada@${workspace.slug}.test`)
    .getByText('The identity provider added Ada Lovelace to the workspace')
    .waitFor()
  await line(seat, 'Create the group Analysts').getByText('Changed').waitFor()
  await seat.reads('2 members, 1 user group')
  await seat.isAccessible()
  await line(seat, `Add ada@${workspace.slug}.test`).click()
  const detail = seat.page.locator('.sync-detail')
  await detail.waitFor()
  assert.equal(await isInSight(seat, `Add ada@${workspace.slug}.test`), true)
  await detail.getByText('"givenName": "Ada"').waitFor()
  await detail.getByText('Okta', { exact: true }).waitFor()
  assert.doesNotMatch(await detail.innerText(), /hunter2/)
  await seat.isAccessible()

  await seat.open(`/w/${workspace.slug}/access/users`)
  await row(seat, 'Ada Lovelace').getByText(MARK).waitFor()
  await row(seat, 'Grace Hopper').getByText(MARK).waitFor()
  assert.equal(await row(seat, 'Olivia Owner').getByText(MARK).count(), 0)
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/access/groups`)
  await row(seat, 'Analysts').getByText(MARK).waitFor()
  await seat.isAccessible()
  assert.equal(ada.userName, `ada@${workspace.slug}.test`)
  seat.isQuiet()
})

test('in a dry run the log shows what would change, and nothing is changed; what is refused says why', async () => {
  const { workspace, there, ada, userId } = await pushed()
  const seat = await ownerAt(workspace, SYNC)

  await seat.page.getByRole('switch', { name: 'Only try out what arrives' }).click()
  await seat.reads('What arrives is only tried out: nothing is changed.')
  const tried = await there.delete(`/Users/${ada.id}`)
  const lost = await there.get('/Users', { filter: 'userName is "ada"' })
  await seat.press('Refresh')
  const line1 = line(seat, 'Remove Ada Lovelace')
  await line1.getByText('Would have changed').waitFor()
  await line1.getByText(/removed Ada Lovelace from the workspace/).waitFor()
  await seat.isAccessible()
  await showOnly(seat, 'Refused')
  await seat.page.locator('.sync-line').filter({ hasText: 'Refused' }).getByText(lost.body.detail).waitFor()
  await line1.waitFor({ state: 'detached' })
  await seat.isAccessible()
  await showOnly(seat, 'Changed')
  await line1.waitFor()
  await seat.page.getByRole('switch', { name: 'Only try out what arrives' }).click()
  await seat.reads('A SCIM token works.')

  assert.equal(tried.status, 503)
  assert.equal(lost.status, 400)
  assert.equal((await workspace.owner(members.get, { params: { userId } })).user.managed, true)
  assert.equal((await there.delete(`/Users/${ada.id}`)).status, 204)
  seat.isQuiet()
})

test('tokens are rotated without a gap; with the last one the marks go', async () => {
  const { workspace, there, userId } = await pushed()
  const seat = await ownerAt(workspace, SYNC)

  const fresh = providerOf(workspace, { secret: await makeToken(seat, 'Okta, new') })
  await seat.press('Revoke Okta')
  await seat.reads('Revoke “Okta”?')
  assert.equal(await seat.page.getByText('It is the last one that works').count(), 0)
  await seat.press('Revoke the token')
  await seat.page.getByRole('button', { name: 'Revoke Okta', exact: true }).waitFor({ state: 'detached' })
  assert.equal((await there.get('/Users')).status, 401)
  assert.equal((await fresh.get('/Users')).status, 200)
  await seat.press('Revoke Okta, new')
  await seat.reads('It is the last one that works')
  await seat.isAccessible()
  await seat.press('Revoke the token')
  await seat.reads('There is no SCIM token that works.')
  await seat.open(`/w/${workspace.slug}/access/users/${userId}`)
  await seat.press('Remove from workspace')
  await seat.page.getByRole('dialog').getByText('Ada Lovelace').first().waitFor()

  assert.equal(await seat.page.getByText(MARK).count(), 0)
  assert.equal((await fresh.get('/Users')).status, 401)
  seat.isQuiet()
})

test('the guide of each provider names the boxes to tick, and its address can be sent on', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, SYNC, { viewport: { width: 360, height: 740 } })

  for (const [provider, text] of [
    ['Okta', /Create Users, Update User Attributes and Deactivate Users/],
    ['Microsoft Entra ID', /\?aadOptscim062020 to its end is recommended.*it is not needed/],
    ['OneLogin', /Enable provisioning/],
    ['Google Workspace', /Set up autoprovisioning/],
    ['JumpCloud', /Identity Management/],
    ['Another provider', /bearer token/],
  ] as const) {
    await seat.page.getByLabel('Identity provider', { exact: true }).selectOption(provider)
    await seat.reads(text)
    await fits(seat)
    await seat.isAccessible()
  }
  await seat.page.reload()
  await seat.reads(/switch provisioning on in that of your single sign-on connection/)
  seat.isQuiet()
})

test('the pages speak German, with nothing left in English', async () => {
  const { workspace, ada, userId, team, there } = await pushed()
  await there.post('/Users', { schemas: [USER], userName: ada.userName })
  const seat = await ownerAt(workspace, SYNC, { locale: 'de-DE' })
  const pages = [
    [SYNC, 'Die Gruppe Analysts anlegen'],
    [`${SYNC}?provider=entra`, 'Provision on demand'],
    [`access/users/${userId}`, 'Vom Identitätsanbieter übernehmen'],
    [`access/groups/${team.id}?tab=members`, 'Wie sie heißt und wer darin ist'],
    ['access/audit', 'Identitätsanbieter (Okta) hat'],
  ] as const

  for (const [path, text] of pages) {
    await seat.open(`/w/${workspace.slug}/${path}`)
    await seat.reads(text)
    await seat.settles()
    const shown = await seat.page.locator('main').innerText()
    // Between quotation marks stand the words of a provider's own console.
    assert.doesNotMatch(
      shown.replaceAll(/„[^“]*“/g, ''),
      /\b(the|your|people|with|identity provider)\b/i,
      path,
    )
  }
  await seat.open(`/w/${workspace.slug}/${SYNC}`)
  await seat.reads('Es gibt schon einen Benutzer mit diesem userName.')
  await seat.isAccessible()
  seat.isQuiet()
})

test('the keyboard alone makes a token and revokes it; closing the dialog uncopied asks first', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, SYNC)
  await seat.reads('No token yet.')

  await tabTo(seat, 'Create SCIM token')
  await seat.page.keyboard.press('Enter')
  await seat.sees('New SCIM token')
  await tabTo(seat, 'Create it')
  await seat.page.keyboard.press('Enter')
  await seat.reads('This is needed.')
  await seat.page.keyboard.type('By hand')
  await seat.isAccessible()
  await seat.page.keyboard.press('Enter')
  await seat.sees('Copy the SCIM token now')
  await focusComesTo(seat, /Copy token/)
  await seat.page.keyboard.press('Escape')
  await seat.reads('You have not copied the SCIM token, and it is never shown again.')
  await seat.isAccessible()
  await tabTo(seat, 'Leave the page')
  await seat.page.keyboard.press('Enter')
  await seat.page.getByRole('dialog').waitFor({ state: 'detached' })
  await tabTo(seat, 'Revoke By hand')
  await seat.page.keyboard.press('Enter')
  await seat.reads('Revoke “By hand”?')
  await tabTo(seat, 'Revoke the token')
  await seat.page.keyboard.press('Enter')
  await seat.reads('No token yet.')

  assert.deepEqual((await workspace.owner(provisioning.listTokens, {})).tokens, [])
  seat.isQuiet()
})

test('a plan without SCIM says what it would bring, and lets tokens that are left be revoked; others meet a closed door', async () => {
  const workspace = await openWorkspace({ plan: 'team' })
  await addScimToken(workspace)
  const ada = await person(workspace, 'ada')
  const seat = await ownerAt(workspace, SYNC)
  const closed = await takeSeatAs(workspace.app.config.publicUrl, ada)

  await seat.reads('The plan Team does not include the sync with an identity provider')
  await isRefused(seat, 'Create SCIM token', /The plan Team does not include/)
  assert.equal(await seat.page.getByText('Base URL').count(), 0)
  await seat.isAccessible()
  await seat.press('Revoke Provider')
  await seat.press('Revoke the token')
  await seat.page.getByText('SCIM tokens').waitFor({ state: 'detached' })
  await closed.open(`/w/${workspace.slug}/${SYNC}`)
  await closed.sees('This is closed to you')
  await closed.isAccessible()
  seat.isQuiet()
  closed.isQuiet()
})

function clipboard({ page }: Seat): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText())
}

/** Whether a line of the activity log can be seen without scrolling. */
function isInSight(seat: Seat, about: string): Promise<boolean> {
  return line(seat, about).evaluate((one) => {
    const { top, bottom } = one.getBoundingClientRect()
    return top < window.innerHeight && bottom > 0
  })
}
