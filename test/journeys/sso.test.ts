import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import { connections } from '../../contract/connections.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { newId } from '../../server/platform/ids.ts'
import { aPerson } from '../alone.ts'
import { builtConsole, jarOf, takeSeat, takeSeatAs } from '../console.ts'
import { roleId } from '../fixture.ts'
import { clock } from '../house.ts'
import { openProvider } from '../oidc.ts'
import { linkedWith, type SamlWorkspace, tracesOf } from '../sso-house.ts'
import { openSsoPlace, openThere, type SsoPlace, signInByAddress, signInThere } from '../sso-journey.ts'
import { openOidcWorkspace } from '../sso-oidc.ts'
import { signInBy } from '../steps.ts'

const STALE_MS = 11 * 60_000

let place: SsoPlace

before(async () => {
  await builtConsole()
  place = await openSsoPlace()
})

afterEach(() => {
  clock.reset()
  place.there.instead = {}
})

const somebody = ({ domain }: SamlWorkspace) => `${newId().toLowerCase()}@${domain}`
const homeOf = ({ slug }: { slug: string }) => new RegExp(`/w/${slug}$`)

test('somebody new comes in from the sign-in page, and sees of their account what single sign-on may', async () => {
  const workspace = await openThere(place, { settings: { provisionSso: true } })
  const seat = await takeSeat(place.origin)
  const email = somebody(workspace)

  await seat.open('/sign-in')
  await seat.press('Sign in with single sign-on')
  await seat.isAccessible()
  await seat.fill('E-mail address', 'ada@nobody-has-this.test')
  await seat.press('Continue')
  await seat.reads('No workspace has single sign-on for this address.')
  await seat.fill('E-mail address', email)
  await seat.press('Continue')
  await signInThere(seat, email)
  await seat.page.waitForURL(homeOf(workspace))
  await seat.page.getByRole('heading', { level: 1 }).waitFor()
  await seat.isAccessible()

  await seat.open('/account/security')
  await seat.reads('You came in through single sign-on')
  await seat.reads(email)
  await seat.isAccessible()
  await seat.open('/workspaces')
  await seat.page.getByRole('link', { name: new RegExp(workspace.slug) }).waitFor()
  await seat.reads('You came in through single sign-on')
  await seat.isAccessible()
  const [trace] = await tracesOf(workspace)
  assert.deepEqual([trace?.outcome, trace?.email], ['signed-in', email])
  seat.isQuiet()
})

test('whoever has an account already proves it once, and comes in by single sign-on ever after', async () => {
  const workspace = await openThere(place)
  // The address is in none of its domains: only the account itself can prove it.
  const ada = await aPerson({ on: place.running })
  await workspace.member([], ada.email)
  const seat = await takeSeat(place.origin)

  await seat.page.goto(workspace.addresses.startUrl)
  await signInThere(seat, ada.email)
  await seat.reads(/There is an account with this address already/)
  await seat.isAccessible()
  await signInBy(seat, ada.email)
  await seat.sees('Sign in through Test from now on?')
  await seat.isAccessible()
  await seat.press('Link them')
  await seat.page.waitForURL(homeOf(workspace))

  seat.isQuiet()
})

test('where single sign-on is required, the door leads in; a member who is exempt just enters', async () => {
  const workspace = await openThere(place)
  const ada = await workspace.member([], somebody(workspace))
  const bob = await workspace.member([], `bob@${workspace.slug}.test`)
  const resources = [workspace.everything]
  const chief = await workspace.member(
    [{ roleId: roleId('Workspace Owner'), resources }],
    somebody(workspace),
  )
  const owner = await takeSeatAs(place.origin, chief)
  const rules = `/w/${workspace.slug}/access/authentication/rules`

  await owner.open(rules)
  await owner.reads('Sign in through single sign-on first')
  await owner.isAccessible()
  await owner.page.getByRole('combobox', { name: 'Exempt a member' }).fill('bob')
  await owner.page.getByRole('option', { name: /bob/i }).click()
  await owner.press('Exempt')
  await owner.page.getByRole('button', { name: /^Ask .* for single sign-on again$/ }).waitFor()
  await owner.isAccessible()
  await owner.press('Sign in with Okta')
  await signInThere(owner, chief.email)
  await owner.page.waitForURL(/\/rules$/)
  await owner.page.getByRole('switch', { name: 'Require single sign-on' }).click()
  await owner.reads('Require single sign-on?')
  await owner.isAccessible()
  await owner.press('Require it')
  await owner.page.getByRole('switch', { name: 'Require single sign-on', checked: true }).waitFor()
  assert.equal((await workspace.owner(workspaces.get, {})).workspace.settings.requireSso, true)

  const seat = await takeSeatAs(place.origin, ada)
  await seat.open(`/w/${workspace.slug}/access/users`)
  await seat.sees('This workspace asks for single sign-on')
  await seat.isAccessible()
  await seat.press('Continue with Okta')
  await signInThere(seat, ada.email)
  await seat.page.waitForURL(/access\/users/)
  await seat.sees(/Users|This is closed to you/)
  const exempt = await takeSeatAs(place.origin, bob)
  await exempt.open(`/w/${workspace.slug}`)
  await exempt.settles()
  assert.equal(await exempt.page.getByText('This workspace asks for single sign-on').count(), 0)
  seat.isQuiet()
  exempt.isQuiet()
})

test('a refused sign-in says little to the person, and everything to whoever manages it', async () => {
  const workspace = await openThere(place, { settings: { provisionSso: true } })
  const seat = await takeSeat(place.origin)
  const owner = await takeSeatAs(place.origin, await workspace.ownerInPerson())

  place.there.instead = { audience: 'https://elsewhere.example/metadata' }
  await signInByAddress(seat, somebody(workspace))
  await seat.reads(/The identity provider's answer was not accepted/)
  assert.equal(await seat.page.getByText('elsewhere.example').count(), 0)
  await seat.isAccessible()

  await owner.open(
    `/w/${workspace.slug}/access/authentication/connections/${workspace.connectionId}?tab=signIns`,
  )
  await owner.reads(/The message is for another audience.*SA-10/)
  await owner.reads(/elsewhere\.example/)
  await owner.isAccessible()
  await owner.page.evaluate(() => localStorage.setItem('claviger-language', 'de'))
  await owner.page.reload()
  await owner.reads(/Die Nachricht ist für einen anderen Empfängerkreis/)
  seat.isQuiet()
  owner.isQuiet()
})

test('a tile of the provider leads in where the connection allows it, and nowhere before', async () => {
  const workspace = await openThere(place, { settings: { provisionSso: true } })
  const seat = await takeSeat(place.origin)
  const email = somebody(workspace)
  const { acsUrl, entityId } = workspace.addresses

  await seat.page.goto(place.there.tile({ acsUrl, entityId }))
  await signInThere(seat, email)
  await seat.reads(/The identity provider's answer was not accepted/)
  const params = { connectionId: workspace.connectionId }
  const owner = await workspace.ownerInPerson()
  await owner.call(connections.modify, { params, body: { saml: { idpInitiated: true } } })
  await seat.page.goto(place.there.tile({ acsUrl, entityId }))
  await signInThere(seat, email)
  // The browser goes to the provider once more, on a way of our own.
  await signInThere(seat, email)
  await seat.page.waitForURL(homeOf(workspace))
  seat.isQuiet()
})

test('one browser comes into two workspaces, each by its own single sign-on', async () => {
  const [one, other] = [
    await openThere(place, { settings: { provisionSso: true } }),
    await openThere(place, { settings: { provisionSso: true } }),
  ]
  const seat = await takeSeat(place.origin)
  const email = somebody(one)
  const mine = async () => {
    const jar = await jarOf(seat, place.origin)
    return (await jar.call(workspaces.listMine, { query: {} })).workspaces.map(({ slug }) => slug)
  }

  await signInByAddress(seat, email)
  await seat.page.waitForURL(homeOf(one))
  const { id } = await other.member([], email)
  await linkedWith(other, { id, email, subject: email })
  assert.deepEqual(await mine(), [one.slug])
  await seat.open(`/w/${other.slug}`)
  await seat.sees('You cannot enter this workspace')
  await seat.reads('You came in through single sign-on')
  await seat.isAccessible()
  await seat.page.goto(other.addresses.startUrl)
  await signInThere(seat, email)
  await seat.page.waitForURL(homeOf(other))
  await seat.page.getByRole('heading', { level: 1 }).waitFor()
  assert.deepEqual((await mine()).sort(), [one.slug, other.slug].sort())
  seat.isQuiet()
})

test('an owner adds the next certificate before the provider changes to it', async () => {
  const workspace = await openThere(place, { settings: { provisionSso: true } })
  const { there } = place
  const before = there.idp
  const owner = await takeSeatAs(place.origin, await workspace.ownerInPerson())
  const page = `/w/${workspace.slug}/access/authentication/connections/${workspace.connectionId}?tab=settings`
  const seat = await takeSeat(place.origin)
  there.rotate()

  await signInByAddress(seat, somebody(workspace))
  await seat.reads(/The identity provider's answer was not accepted/)
  await owner.open(page)
  await owner.fill('Metadata as XML', there.metadata())
  await owner.press('Read metadata')
  await owner.press('Take this over')
  await owner.reads('Saved.')
  await owner.isAccessible()
  await signInByAddress(seat, somebody(workspace))
  await seat.page.waitForURL(homeOf(workspace))

  const params = { connectionId: workspace.connectionId }
  const { connection } = await workspace.owner(connections.get, { params })
  assert.equal(connection.saml?.certificates.length, 2)
  assert.equal(connection.saml?.certificates[0]?.pem.trim(), before.certificate.trim())
  assert.equal(connection.isActive, true)
  owner.isQuiet()
})

test('while the provider is down, the sign-in page says so, and the trace why', async () => {
  const real = await openProvider()
  const workspace = await openOidcWorkspace(real, { running: place.running })
  await real.close()
  const seat = await takeSeat(place.origin)

  await seat.open('/sign-in')
  await seat.press('Sign in with single sign-on')
  await seat.fill('E-mail address', `ada@${workspace.domain}`)
  await seat.press('Continue')
  await seat.page.getByRole('alert').waitFor()
  await seat.isAccessible()
  const owner = await takeSeatAs(place.origin, await workspace.ownerInPerson())
  await owner.open(
    `/w/${workspace.slug}/access/authentication/connections/${workspace.connectionId}?tab=signIns`,
  )
  await owner.reads(/The provider does not answer/)
  await owner.isAccessible()
  seat.isQuiet()
  owner.isQuiet()
})

test('who came in through single sign-on alone proves themselves there again', async () => {
  const workspace = await openThere(place)
  const resources = [workspace.everything]
  const roles = [{ roleId: roleId('Workspace Owner'), resources }]
  const chief = await workspace.member(roles, somebody(workspace))
  const seat = await takeSeat(place.origin)
  const exempt = async () => {
    await seat.page.getByRole('combobox', { name: 'Exempt a member' }).fill('olivia')
    await seat.page.getByRole('option', { name: /olivia/i }).click()
    await seat.press('Exempt')
  }

  clock.move(-STALE_MS)
  await signInByAddress(seat, chief.email)
  await seat.page.waitForURL(homeOf(workspace))
  clock.reset()
  await seat.open(`/w/${workspace.slug}/access/authentication/rules`)
  await exempt()
  await seat.page.getByRole('dialog').waitFor()
  await seat.isAccessible()
  await seat.press('Confirm at Okta')
  await signInThere(seat, chief.email)
  await seat.page.waitForURL(/\/rules$/)
  await exempt()
  await seat.page.getByRole('button', { name: /^Ask Olivia .* for single sign-on again$/ }).waitFor()
  seat.isQuiet()
})
