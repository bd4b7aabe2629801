import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import { workspaces } from '../../contract/workspaces.ts'
import { aPerson } from '../alone.ts'
import { builtConsole, jarOf, type Seat, takeSeat, takeSeatAs } from '../console.ts'
import { roleId } from '../fixture.ts'
import { clock } from '../house.ts'
import { linkedWith, type SsoWorkspace, tracesOf } from '../sso-house.ts'
import {
  connectionPage,
  homeOf,
  openSsoPlace,
  type SsoPlace,
  signInByAddress,
  signInThere,
  somebody,
} from '../sso-journey.ts'
import { protocols } from '../sso-protocols.ts'
import { signInBy } from '../steps.ts'

const STALE_MS = 11 * 60_000
const adding = { settings: { provisionSso: true } }

let place: SsoPlace

before(async () => {
  await builtConsole()
  place = await openSsoPlace()
})

afterEach(() => {
  for (const one of Object.values(place.by)) one.mend()
})

/** Adds an owner with an address in the workspace's domain. */
function chiefOf(workspace: SsoWorkspace) {
  const resources = [workspace.everything]
  return workspace.member([{ roleId: roleId('Workspace Owner'), resources }], somebody(workspace))
}

/** Exempts a member on the page of the rules. */
async function exempt(seat: Seat, name: string) {
  await seat.page.getByRole('combobox', { name: 'Exempt a member' }).fill(name)
  await seat.page.getByRole('option', { name: new RegExp(name, 'i') }).click()
  await seat.press('Exempt')
}

for (const protocol of protocols) {
  test(`${protocol}: somebody new comes in from the sign-in page, and sees of their account what single sign-on may`, async () => {
    const workspace = await place.by[protocol].open(adding)
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

  test(`${protocol}: whoever has an account already proves it once, and comes in by single sign-on ever after`, async () => {
    const workspace = await place.by[protocol].open()
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

    const other = await takeSeat(place.origin)
    await other.page.goto(workspace.addresses.startUrl)
    await signInThere(other, ada.email)
    await other.page.waitForURL(homeOf(workspace))
    seat.isQuiet()
  })

  test(`${protocol}: where single sign-on is required, the door leads in; a member who is exempt just enters`, async () => {
    const workspace = await place.by[protocol].open()
    const ada = await workspace.member([], somebody(workspace))
    const bob = await workspace.member([], `bob@${workspace.slug}.test`)
    const chief = await chiefOf(workspace)
    const owner = await takeSeatAs(place.origin, chief)
    const rules = `/w/${workspace.slug}/access/authentication/rules`

    await owner.open(rules)
    await owner.reads('Sign in through single sign-on first')
    await owner.isAccessible()
    await exempt(owner, 'bob')
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
    const outside = await takeSeatAs(place.origin, bob)
    await outside.open(`/w/${workspace.slug}`)
    await outside.settles()
    assert.equal(await outside.page.getByText('This workspace asks for single sign-on').count(), 0)
    seat.isQuiet()
    outside.isQuiet()
  })

  test(`${protocol}: one browser comes into two workspaces, each by its own single sign-on`, async () => {
    const { open, subjectOf } = place.by[protocol]
    const [one, other] = [await open(adding), await open(adding)]
    const seat = await takeSeat(place.origin)
    const email = somebody(one)
    const mine = async () => {
      const jar = await jarOf(seat, place.origin)
      return (await jar.call(workspaces.listMine, { query: {} })).workspaces.map(({ slug }) => slug)
    }

    await signInByAddress(seat, email)
    await seat.page.waitForURL(homeOf(one))
    const { id } = await other.member([], email)
    await linkedWith(other, { id, email, subject: subjectOf(email) })
    assert.deepEqual(await mine(), [one.slug])
    await seat.open(`/w/${other.slug}`)
    await seat.sees('You cannot enter this workspace')
    await seat.reads('You came in through single sign-on')
    await seat.isAccessible()
    await seat.page.goto(other.addresses.startUrl)
    await seat.sees('Continue to sign in to Test?')
    await seat.press('Continue')
    await signInThere(seat, email)
    await seat.page.waitForURL(homeOf(other))
    await seat.page.getByRole('heading', { level: 1 }).waitFor()
    assert.deepEqual((await mine()).sort(), [one.slug, other.slug].sort())
    seat.isQuiet()
  })

  test(`${protocol}: while the provider is down, people come in by their password, and are told so where we know it`, async () => {
    const { openLost, isAskedFirst } = place.by[protocol]
    const workspace = await openLost()
    const ada = await aPerson({ email: somebody(workspace), on: place.running })
    await workspace.member([], ada.email)
    const seat = await takeSeat(place.origin)

    await seat.open('/sign-in')
    await seat.press('Sign in with single sign-on')
    await seat.fill('E-mail address', ada.email)
    await seat.press('Continue')
    if (isAskedFirst) await seat.reads('The identity provider does not answer now. Try again in a moment.')
    else await seat.page.waitForFunction(() => location.protocol === 'chrome-error:')
    await seat.open('/sign-in')
    await signInBy(seat, ada.email)
    await seat.page.waitForURL(/\/workspaces$/)
    await seat.page.getByRole('link', { name: new RegExp(workspace.slug) }).waitFor()

    if (isAskedFirst) {
      const owner = await takeSeatAs(place.origin, await workspace.ownerInPerson())
      await owner.open(connectionPage(workspace, 'signIns'))
      await owner.reads(/The provider does not answer/)
      await owner.isAccessible()
      owner.isQuiet()
    }
    seat.isQuiet()
  })

  test(`${protocol}: who came in through single sign-on alone proves themselves there again`, async () => {
    const workspace = await place.by[protocol].open()
    const chief = await chiefOf(workspace)
    const seat = await takeSeat(place.origin)

    await signInByAddress(seat, chief.email)
    await seat.page.waitForURL(homeOf(workspace))
    await letProofGrowOld(workspace)
    await seat.open(`/w/${workspace.slug}/access/authentication/rules`)
    await exempt(seat, 'olivia')
    await seat.page.getByRole('dialog').waitFor()
    await seat.isAccessible()
    await seat.press('Confirm at Okta')
    await signInThere(seat, chief.email)
    await seat.page.waitForURL(/\/rules$/)
    await exempt(seat, 'olivia')
    await seat.page.getByRole('button', { name: /^Ask Olivia .* for single sign-on again$/ }).waitFor()
    seat.isQuiet()
  })
}

/** Lets the proof of a workspace's single sign-on be too old to change what matters. */
async function letProofGrowOld({ id, running }: SsoWorkspace) {
  const at = new Date(clock.now().getTime() - STALE_MS)
  const { db } = running.app.database
  const proofs = db.updateTable('session_proofs').where('workspace_id', '=', id)
  await proofs.set({ at }).execute()
}
