import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { connections } from '../../contract/connections.ts'
import { builtConsole, jarOf, takeSeat, takeSeatAs } from '../console.ts'
import { openSamlifyPages } from '../samlify-pages.ts'
import { openSamlWorkspace, tracesOf } from '../sso-house.ts'
import {
  homeOf,
  openSsoPlace,
  type SsoPlace,
  signInByAddress,
  signInThere,
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

test('SAML: a tile of the provider leads in where the connection allows it, and nowhere before', async () => {
  const workspace = await place.by.SAML.open(adding)
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

test('OpenID Connect: a tile of the provider begins a sign-in here, and opens nothing by itself', async () => {
  const workspace = await place.by['OpenID Connect'].open(adding)
  const seat = await takeSeat(place.origin)
  const email = somebody(workspace)
  const { startUrl } = workspace.addresses

  await seat.page.goto(place.real.tile(startUrl))
  const asked = seat.page.waitForRequest((request) => request.url().startsWith(startUrl))
  await seat.page.getByRole('link', { name: 'Claviger' }).click()
  assert.equal(new URL((await asked).url()).searchParams.get('iss'), place.real.issuer)
  await signInThere(seat, email)
  await seat.page.waitForURL(homeOf(workspace))
  const [trace] = await tracesOf(workspace)
  assert.deepEqual([trace?.outcome, trace?.email], ['signed-in', email])
  seat.isQuiet()
})

for (const protocol of protocols) {
  test(`${protocol}: whoever is signed in here is asked before a link signs them in as somebody else`, async () => {
    const workspace = await place.by[protocol].open(adding)
    const other = await place.by[protocol].open()
    const olivia = await other.ownerInPerson()
    const seat = await takeSeatAs(place.origin, olivia)
    const email = somebody(workspace)
    const whoAmI = async () => {
      const jar = await jarOf(seat, place.origin)
      const { account: me } = await jar.call(account.get, {})
      return [me.email, me.session.confined]
    }

    await seat.page.goto(`${workspace.addresses.startUrl}?returnTo=/w/${workspace.slug}/access/users`)
    await seat.sees('Continue to sign in to Test?')
    await seat.reads(new RegExp(`You are signed in as ${olivia.email}`))
    await seat.isAccessible()
    await seat.press('Stay')
    await seat.page.getByRole('link', { name: new RegExp(other.slug) }).waitFor()
    assert.deepEqual(await whoAmI(), [olivia.email, false])

    await seat.page.goBack()
    await seat.press('Continue')
    await signInThere(seat, email)
    await seat.page.waitForURL(new RegExp(`/w/${workspace.slug}/access/users$`))
    assert.deepEqual(await whoAmI(), [email, true])
    seat.isQuiet()
  })
}

test('a SAML provider that others wrote signs somebody in for the first time', async () => {
  const { idp, welcome } = await openSamlifyPages()
  const workspace = await openSamlWorkspace({ running: place.running, idp, ...adding })
  welcome(await (await fetch(workspace.addresses.metadataUrl)).text())
  const seat = await takeSeat(place.origin)
  const email = somebody(workspace)

  await signInByAddress(seat, email)
  await seat.page.waitForURL(homeOf(workspace))
  await seat.page.getByRole('heading', { level: 1 }).waitFor()

  const [trace] = await tracesOf(workspace)
  assert.deepEqual([trace?.outcome, trace?.email], ['signed-in', email])
  seat.isQuiet()
})
