import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import { connections } from '../../contract/connections.ts'
import { members } from '../../contract/members.ts'
import { builtConsole, takeSeat, takeSeatAs } from '../console.ts'
import { groupWith } from '../people.ts'
import {
  connectionPage,
  homeOf,
  openSsoPlace,
  type SsoPlace,
  signInByAddress,
  somebody,
} from '../sso-journey.ts'
import { protocols } from '../sso-protocols.ts'

const adding = { settings: { provisionSso: true } }

let place: SsoPlace

before(async () => {
  await builtConsole()
  place = await openSsoPlace()
})

afterEach(() => {
  for (const one of Object.values(place.by)) one.mend()
})

for (const protocol of protocols) {
  test(`${protocol}: a refused sign-in says little to the person, and everything to whoever manages it`, async () => {
    const { open, spoil, told } = place.by[protocol]
    const workspace = await open(adding)
    const seat = await takeSeat(place.origin)
    const owner = await takeSeatAs(place.origin, await workspace.ownerInPerson())

    spoil()
    await signInByAddress(seat, somebody(workspace))
    await seat.reads(/The identity provider's answer was not accepted/)
    assert.equal(await seat.page.getByText(told.found).count(), 0)
    await seat.isAccessible()

    await owner.open(connectionPage(workspace, 'signIns'))
    await owner.reads(told.rule)
    await owner.reads(told.found)
    await owner.isAccessible()
    await owner.page.evaluate(() => localStorage.setItem('claviger-language', 'de'))
    await owner.page.reload()
    await owner.reads(told.german)
    seat.isQuiet()
    owner.isQuiet()
  })

  test(`${protocol}: what the provider says of groups puts people into those of the workspace`, async () => {
    const { open, says } = place.by[protocol]
    const workspace = await open(adding)
    await groupWith(workspace, 'Analysts', 'Source Read-only')
    const owner = await takeSeatAs(place.origin, await workspace.ownerInPerson())
    const seat = await takeSeat(place.origin)
    const email = somebody(workspace)

    await owner.open(connectionPage(workspace, 'people'))
    await owner.fill('Value at the provider', 'dept-42')
    await owner.page.getByRole('combobox', { name: 'User group' }).fill('analy')
    await owner.page.getByRole('option', { name: 'Analysts' }).click()
    await owner.press('Add')
    await owner.page.getByRole('button', { name: 'Do not map dept-42 to Analysts any more' }).waitFor()
    await owner.isAccessible()
    says({ groups: ['dept-42', 'dept-7'] })
    await signInByAddress(seat, email)
    await seat.page.waitForURL(homeOf(workspace))

    await owner.page.reload()
    await owner.reads('Gives: dept-42, dept-7')
    const { users } = await workspace.owner(members.directory, { query: { signIn: 'sso' } })
    await owner.open(`/w/${workspace.slug}/access/users/${users[0]?.id}?tab=groups`)
    await owner.page.getByRole('row').filter({ hasText: 'Analysts' }).getByText('Source Read-only').waitFor()
    seat.isQuiet()
    owner.isQuiet()
  })

  test(`${protocol}: a connection that is switched off lets nobody in, and whom it alone proved out`, async () => {
    const workspace = await place.by[protocol].open(adding)
    const owner = await takeSeatAs(place.origin, await workspace.ownerInPerson())
    const seat = await takeSeat(place.origin)
    const email = somebody(workspace)
    await signInByAddress(seat, email)
    await seat.page.waitForURL(homeOf(workspace))

    await owner.open(connectionPage(workspace, 'overview'))
    await owner.page.getByRole('switch', { name: 'Active: Okta' }).click()
    await owner.reads('Switch Okta off?')
    await owner.isAccessible()
    await owner.press('Switch it off')
    await owner.page.getByRole('switch', { name: 'Active: Okta', checked: false }).waitFor()

    await seat.open(`/w/${workspace.slug}`)
    await seat.sees('You cannot enter this workspace')
    await seat.page.goto(workspace.addresses.startUrl)
    await seat.reads(/This connection is not active/)
    await seat.isAccessible()
    seat.isQuiet()
    owner.isQuiet()
  })
}

test('SAML: the next certificate is added before the provider changes to it, and the old one removed afterwards', async () => {
  const workspace = await place.by.SAML.open(adding)
  const { there } = place
  const before = there.idp
  const owner = await takeSeatAs(place.origin, await workspace.ownerInPerson())
  const seat = await takeSeat(place.origin)
  const signIn = () => signInByAddress(seat, somebody(workspace))
  const certificates = async () => {
    const params = { connectionId: workspace.connectionId }
    const { connection } = await workspace.owner(connections.get, { params })
    return [connection.isActive, connection.saml?.certificates.map(({ pem }) => pem.trim())]
  }
  there.rotate()
  const after = there.idp

  await signIn()
  await seat.reads(/The identity provider's answer was not accepted/)
  await owner.open(connectionPage(workspace, 'settings'))
  await owner.fill('Metadata as XML', there.metadata())
  await owner.press('Read metadata')
  await owner.press('Take this over')
  await owner.reads('Saved.')
  await owner.isAccessible()
  await signIn()
  await seat.page.waitForURL(homeOf(workspace))
  assert.deepEqual(await certificates(), [true, [before.certificate.trim(), after.certificate.trim()]])

  // As it looks the next day.
  await owner.page.reload()
  await owner.page
    .getByRole('button', { name: /^Remove the certificate until/ })
    .first()
    .click()
  await owner.reads('Remove this certificate?')
  await owner.isAccessible()
  await owner.press('Remove')
  await owner.page
    .getByRole('button', { name: /^Remove the certificate until/ })
    .nth(1)
    .waitFor({ state: 'detached' })
  assert.deepEqual(await certificates(), [true, [after.certificate.trim()]])
  await signIn()
  await seat.page.waitForURL(homeOf(workspace))
  there.idp = before
  await signIn()
  await seat.reads(/The identity provider's answer was not accepted/)
  there.idp = after
  owner.isQuiet()
  seat.isQuiet()
})

test('SAML: the metadata of a provider is read from its address', async () => {
  const workspace = await place.by.SAML.open(adding)
  const { there } = place
  const owner = await takeSeatAs(place.origin, await workspace.ownerInPerson())
  const seat = await takeSeat(place.origin)
  there.rotate()

  await owner.open(connectionPage(workspace, 'settings'))
  await owner.fill('Address of the metadata', there.idp.ssoUrl)
  await owner.press('Read metadata')
  await owner.reads(/This is no metadata of a SAML 2.0 identity provider/)
  await owner.isAccessible()
  await owner.fill('Address of the metadata', there.idp.entityId)
  await owner.press('Read metadata')
  const found = owner.page.getByRole('region', { name: 'Found in the metadata' })
  await found.getByText(there.idp.entityId).waitFor()
  await owner.press('Take this over')
  await owner.reads('Saved.')
  await signInByAddress(seat, somebody(workspace))
  await seat.page.waitForURL(homeOf(workspace))

  owner.isQuiet()
  seat.isQuiet()
})
