import assert from 'node:assert/strict'
import { members } from '../contract/members.ts'
import { provisioning } from '../contract/provisioning.ts'
import type { Seat } from './console.ts'
import { openWorkspace, type TestWorkspace } from './house.ts'
import { GROUP, type Provider, providerOf, USER } from './scim-client.ts'

/** Where the sync is set up, in a workspace. */
export const SYNC = 'access/authentication/sync'
export const MARK = 'Managed by identity provider'

/** A workspace with Ada and Grace in the group Analysts, all of which the provider pushed with the token `Okta`. */
export async function pushed() {
  const workspace = await openWorkspace()
  const owner = await workspace.ownerInPerson()
  const { secret } = await owner.call(provisioning.createToken, { body: { description: 'Okta' } })
  const there = providerOf(workspace, { secret })
  const { ada, team } = await pushTeam(workspace, there)
  return { workspace, there, ada, team, userId: await memberOf(workspace, 'Ada Lovelace') }
}

/** The id of the member of this name: SCIM has ids of its own. */
async function memberOf({ owner }: TestWorkspace, name: string): Promise<string> {
  const { users } = await owner(members.list, { query: { search: name } })
  return users[0]?.id ?? assert.fail(`nobody is called ${name}`)
}

/** Pushes Ada and Grace, and a group with both. */
export async function pushTeam(
  { slug }: Pick<TestWorkspace, 'slug'>,
  there: Provider,
  displayName = 'Analysts',
) {
  const add = async (givenName: string, familyName: string) => {
    const userName = `${givenName.toLowerCase()}@${slug}.test`
    const name = { givenName, familyName }
    const full = `${givenName} ${familyName}`
    const body = {
      schemas: [USER],
      userName,
      displayName: full,
      name,
      active: true,
      password: 'hunter2hunter2',
    }
    return (await there.post('/Users', body)).body
  }
  const ada = await add('Ada', 'Lovelace')
  const grace = await add('Grace', 'Hopper')
  const of = [ada, grace].map(({ id }) => ({ value: id }))
  const made = await there.post('/Groups', { schemas: [GROUP], displayName, members: of })
  assert.equal(made.status, 201)
  return { ada, team: made.body }
}

/** Makes a token in the console, copies it, and answers what was copied. */
export async function makeToken(seat: Seat, description: string): Promise<string> {
  await seat.press('Create SCIM token')
  await seat.fill('Description', description)
  await seat.press('Create it')
  await seat.sees('Copy the SCIM token now')
  await seat.isAccessible()
  const secret = await seat.page.locator('[data-secret]').innerText()
  await seat.press('Copy token')
  await seat.reads('It is in your clipboard.')
  await seat.press('Done')
  await seat.page.getByRole('button', { name: `Revoke ${description}`, exact: true }).waitFor()
  return secret
}

/** Shows only the requests of the activity log that ended so. */
export function showOnly({ page }: Seat, outcome: string): Promise<void> {
  return page.getByRole('radiogroup', { name: 'Show' }).getByText(outcome, { exact: true }).click()
}

/** The lines of the activity log that are about this. */
export function line({ page }: Seat, about: string) {
  return page.locator('.sync-line').filter({ hasText: about })
}

/** The button is there, cannot be pressed, and says why. */
export async function isRefused({ page }: Seat, name: string, why: RegExp) {
  const button = page.getByRole('button', { name, exact: true })
  await button.and(page.locator('[aria-disabled]')).waitFor()
  assert.match((await button.getAttribute('aria-description')) ?? '', why)
}

/** Whether an option of a list cannot be chosen. */
export async function optionIsOff({ page }: Seat, name: RegExp): Promise<boolean> {
  return (await page.getByRole('option', { name }).getAttribute('data-combobox-disabled')) === 'true'
}
