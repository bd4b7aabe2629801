import { connections } from '../contract/connections.ts'
import { domains } from '../contract/domains.ts'
import { members } from '../contract/members.ts'
import { provisioning } from '../contract/provisioning.ts'
import { owner, workspace } from '../server/demo/acme.ts'
import { fill } from '../server/demo/fill.ts'
import type { Running } from '../server/main.ts'
import { openWorkspace } from '../server/workspaces/workspaces.ts'
import { completeSaml } from './connections.ts'
import { jarOf, type Seat, signInAs } from './console.ts'
import { acting } from './house.ts'
import { providerOf } from './scim-client.ts'
import { line, pushTeam } from './scim-journey.ts'
import { startSession } from './sessions.ts'
import { type PageName, pagePath } from './workspace-pages.ts'

/** Called at each stop of a tour: the page is as it should be looked at. */
type Stop = (name: string) => Promise<void>

const at = (page: PageName, told?: Record<string, string>) => `/w/${workspace.slug}${pagePath(page, told)}`

/** Fills the workspace of the demo, and takes a seat in it as its owner, whose id is answered. */
export async function openAcme(on: Running, seat: Seat) {
  const opened = await openWorkspace(acting(on.app), {
    ...workspace,
    owner: { ...owner, passwordHash: null },
  })
  await fill(on.app, {
    workspace: { id: opened.workspaceId, ...workspace, plan: 'business' },
    owner: { ...owner, id: opened.owner.id },
  })
  await sitDown(on, seat, opened.owner.id)
  return opened.owner.id
}

/** Every page of a workspace, as its owner sees it. */
export async function tourWorkspace(on: Running, seat: Seat, stop: Stop) {
  await openAcme(on, seat)
  await seat.open(at('home'))
  await seat.reads('You are a Workspace Owner')
  await stop('home')
  await seat.page.keyboard.press('Control+k')
  await seat.page.getByRole('dialog').getByText('User Groups').waitFor()
  await stop('palette')
  await seat.page.keyboard.press('Escape')
  await tourPeople(on, seat, stop)
  await tourGroups(seat, stop)
  await tourRest(seat, stop)
  await tourSso(on, seat, stop)
  await tourSync(on, seat, stop)
}

async function tourPeople(on: Running, seat: Seat, stop: Stop) {
  const jar = await jarOf(seat, on.app.config.publicUrl)
  const query = { search: 'ben.carter', pagination: { count: 1 } }
  const { users } = await jar.within(workspace.slug)(members.directory, { query })
  const ben = users[0]?.id ?? ''
  await seat.open(at('users', { user: ben }))
  await seat.page.getByRole('heading', { name: 'Admin access' }).waitFor()
  await stop('users')
  await seat.open(at('user-roles', { user: ben }))
  await seat.page.getByRole('checkbox', { name: 'Warehouse Admin' }).waitFor()
  await seat.page.getByRole('checkbox', { name: 'Function Admin' }).click()
  await seat.page.getByRole('dialog').waitFor()
  await stop('scope')
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click()
  await stop('user-roles')
  await seat.press('Review and save')
  await seat.reads('1 person gains access')
  await stop('review')
  await seat.page.keyboard.press('Escape')
  await seat.open(at('user-groups-of', { user: ben }))
  await seat.page.getByRole('button', { name: 'Add to user group' }).first().waitFor()
  await stop('user-groups-of')
  await seat.open(at('effective-access', { user: ben }))
  await seat.page.getByRole('button', { name: /^Why/ }).first().waitFor()
  await stop('effective-access')
  await seat.open(at('invite-people'))
  await stop('invite-people')
  await seat.open(at('invites'))
  await seat.page.getByRole('table').waitFor()
  await stop('invites')
}

async function tourGroups(seat: Seat, stop: Stop) {
  await seat.open(at('all-groups'))
  await seat.page.getByRole('button', { name: 'Governance' }).click()
  await seat.page.getByRole('heading', { name: 'Admin access' }).waitFor()
  await stop('groups')
  await seat.page.getByRole('link', { name: 'Edit user group' }).click()
  await seat.page.getByRole('checkbox', { name: 'Tracking Plan Admin' }).waitFor()
  await stop('group-roles')
  await seat.page.getByRole('tab', { name: 'Members' }).click()
  await seat.page.getByRole('table').first().waitFor()
  await stop('group-members')
  await seat.open(at('new-group'))
  await stop('new-group')
}

async function tourRest(seat: Seat, stop: Stop) {
  for (const [name, text] of [
    ['tokens', /Terraform|CI|API/],
    ['new-token', /.*/],
    ['labels', 'environment'],
    ['assign-labels', 'Anvil shop'],
    ['roles', 'Source Admin'],
    ['new-role', /.*/],
    ['why', /.*/],
    ['who', /.*/],
    ['what', /.*/],
    ['authentication', 'No connection yet'],
    ['sign-in-rules', 'Require single sign-on'],
    ['new-connection', 'Okta'],
    ['audit', /.*/],
    ['settings', /.*/],
    ['connections', 'Anvil shop'],
  ] as const) {
    await seat.open(at(name, { area: 'connections' }))
    await seat.page.getByText(text).first().waitFor()
    await seat.settles()
    await stop(name)
  }
  await seat.page.getByRole('link', { name: 'Anvil shop', exact: true }).click()
  await seat.sees('Anvil shop')
  await stop('resource')
}

/** Single sign-on, half set up. */
async function tourSso(on: Running, seat: Seat, stop: Stop) {
  const call = (await jarOf(seat, on.app.config.publicUrl)).within(workspace.slug)
  const id = await completeSaml(call, 'Okta')
  await call(domains.add, { body: { domain: 'acme-tour.com' } })
  for (const [name, text] of [
    ['authentication', 'Test it first.'],
    ['domains', 'acme-tour.com'],
    ['sso-provider', 'Single sign-on URL (ACS)'],
    ['sso-connection', /^SHA-256/],
    ['sso-test', 'Begin the test sign-in'],
    ['sso-on', 'Configured'],
    ['sso-overview', 'Continue the set-up'],
    ['sso-settings', 'Delete the connection'],
    ['sso-people', 'Groups'],
    ['sso-sign-ins', 'Nobody has tried to sign in yet.'],
  ] as const) {
    await seat.open(at(name, { connection: id }))
    await seat.page.getByText(text).first().waitFor()
    await seat.settles()
    await stop(name === 'authentication' ? 'sso-connections' : name)
  }
  const { url } = await call(connections.createSetUpLink, { body: { note: 'IT', days: 7 } })
  await seat.open(url.slice(on.app.config.publicUrl.length))
  await seat.sees('Set single sign-on up for')
  await seat.settles()
  await stop('set-up-link')
}

/** The sync with an identity provider: before anything has come, and what it pushed. */
async function tourSync(on: Running, seat: Seat, stop: Stop) {
  await seat.open(at('sync'))
  await seat.reads('Nothing has come yet')
  await seat.settles()
  await stop('sync-set-up')
  await seat.press('Create SCIM token')
  await seat.page.getByRole('dialog').waitFor()
  await stop('sync-new-token')
  await seat.page.keyboard.press('Escape')
  const call = (await jarOf(seat, on.app.config.publicUrl)).within(workspace.slug)
  const { secret } = await call(provisioning.createToken, { body: { description: 'Okta' } })
  const { ada, team } = await pushTeam(workspace, providerOf(on, { secret }), 'Night shift')
  const { users } = await call(members.directory, { query: { search: ada.userName } })
  await seat.open(at('sync'))
  await line(seat, 'Create the group Night shift').click()
  await seat.page.locator('.sync-detail').waitFor()
  await stop('sync')
  await seat.open(at('user-roles', { user: users[0]?.id ?? '' }))
  await seat.reads('Take over from the identity provider')
  await seat.settles()
  await stop('managed-user')
  await seat.open(at('group-members', { group: team.id }))
  await seat.reads('Take over from the identity provider')
  await seat.settles()
  await stop('managed-group')
}

/** The same workspace as a member with few rights sees it: what is closed says who opens it. */
export async function tourClosedDoors(on: Running, seat: Seat, stop: Stop) {
  const ownerId = await openAcme(on, seat)
  const jar = await jarOf(seat, on.app.config.publicUrl)
  const { users } = await jar.within(workspace.slug)(members.directory, { query: { search: 'ben.carter' } })
  await sitDown(on, seat, users[0]?.id ?? '')
  await seat.open(at('home'))
  await seat.settles()
  await stop('home-of-a-member')
  await seat.open(at('tokens'))
  await seat.sees('This is closed to you')
  await stop('closed-door')
  await tourRequest(seat, stop)
  await sitDown(on, seat, ownerId)
  await seat.open(at('requests'))
  await seat.page.getByRole('link', { name: /Carter/ }).waitFor()
  await stop('requests')
  await seat.page.getByRole('link', { name: /Carter/ }).click()
  await seat.page.getByRole('button', { name: 'Review and save' }).waitFor()
  await seat.settles()
  await stop('request')
}

/** Asks at the door that is closed. */
async function tourRequest(seat: Seat, stop: Stop) {
  await seat.press('Ask for access')
  await seat.fill(/^Message/, 'I look after the tokens of our pipelines, and replace those that end.')
  await seat.page.getByLabel('Role').waitFor()
  await stop('ask-for-access')
  await seat.press('Send the request')
  await seat.reads('You have asked for access')
  await stop('asked-for-access')
  await seat.open(at('your-requests'))
  await seat.page.getByRole('table').waitFor()
  await seat.settles()
  await stop('your-requests')
}

/** Gives the seat to somebody else, with a fresh proof: of two factors on demand. */
export async function sitDown(on: Running, seat: Seat, userId: string, proof?: { twoFactors: boolean }) {
  const session = await startSession(on.app, userId, proof)
  await signInAs(seat, on.app.config.publicUrl, session)
}
