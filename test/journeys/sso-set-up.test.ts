import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { connections } from '../../contract/connections.ts'
import { domains } from '../../contract/domains.ts'
import { newId } from '../../server/platform/ids.ts'
import { completeSaml } from '../connections.ts'
import { builtConsole, type Seat, takeSeat } from '../console.ts'
import { openWorkspace, type TestWorkspace } from '../house.ts'
import { openProvider } from '../oidc.ts'
import { ownerAt, tabTo } from '../people.ts'
import { follow, openSsoPlace, type SsoPlace, signInThere } from '../sso-journey.ts'

let place: SsoPlace

before(async () => {
  await builtConsole()
  place = await openSsoPlace()
})

const open = () => openWorkspace({ on: place.running })

/** The one connection of a workspace. */
async function theConnection({ owner }: TestWorkspace) {
  const { connections: all } = await owner(connections.list, { query: {} })
  assert.equal(all.length, 1)
  return all[0] ?? assert.fail('there is no connection')
}

/** Chooses the provider, as somebody who has read what a connection is. */
async function begin(seat: Seat, provider: string, kind: string) {
  await seat.sees('Authentication')
  await seat.reads('No connection yet')
  await seat.isAccessible()
  await follow(seat, 'Add connection')
  await seat.sees('Add a connection')
  await seat.page.getByRole('radio', { name: provider }).check()
  await seat.page.getByRole('radio', { name: kind }).check()
  await seat.fill('Name of the connection', 'Acme')
  await seat.isAccessible()
  await seat.press('Continue')
  await seat.sees('Configure the identity provider')
  await seat.isAccessible()
}

test('an owner sets SAML up, is told why a test was refused, and switches it on', async () => {
  const workspace = await open()
  const seat = await ownerAt(workspace, 'access/authentication')
  const { there, dns } = place
  const domain = `${newId().toLowerCase()}.com`

  await begin(seat, 'Okta', 'SAML 2.0')
  await seat.reads((await theConnection(workspace)).copy.acsUrl ?? '')
  await follow(seat, 'Next')
  await seat.fill('Metadata as XML', there.metadata())
  await seat.press('Read metadata')
  await seat.page.getByRole('region', { name: 'Found in the metadata' }).getByText(there.idp.ssoUrl).waitFor()
  await seat.isAccessible()
  await seat.press('Take this over')
  await seat.reads('Saved.')
  await follow(seat, 'Next')
  await seat.reads('Not tested with the present settings yet.')
  await seat.isAccessible()

  there.instead = { audience: 'https://elsewhere.example/metadata' }
  await seat.press('Begin the test sign-in')
  await signInThere(seat, `ada@${domain}`)
  await seat.reads('The answer was refused')
  await seat.reads(/The message is for another audience.*SA-10/)
  await seat.reads(/What was found:.*elsewhere\.example/)
  await seat.isAccessible()
  there.instead = {}
  await seat.press('Test again')
  await signInThere(seat, `ada@${domain}`)
  await seat.reads('It works')
  await seat.page.getByRole('status').getByText(`ada@${domain}`).first().waitFor()
  await seat.reads(`Gives: ada@${domain}`)
  await seat.isAccessible()

  await follow(seat, 'Next')
  await seat.fill('Domain', domain)
  await seat.press('Add domain')
  await seat.page.getByRole('heading', { name: domain }).waitFor()
  await seat.isAccessible()
  await seat.press('Check now')
  await seat.reads(/^Checked on/)
  const [added] = (await workspace.owner(domains.list, {})).domains
  dns.entries.set(added?.txt.name ?? '', { TXT: [added?.txt.value ?? ''] })
  await seat.press('Check now')
  await seat.page.getByText('Verified', { exact: true }).waitFor()
  await seat.isAccessible()
  await follow(seat, 'Next, or do this later')
  await seat.sees('Switch it on')
  await seat.isAccessible()
  await seat.press('Switch on')
  await seat.reads('It is on')

  const made = await theConnection(workspace)
  assert.equal(made.isActive && made.isDefault, true)
  assert.deepEqual(
    made.domains.map((one) => [one.domain, one.verified]),
    [[domain, true]],
  )
  await follow(seat, 'Leave the set-up')
  await seat.page.getByRole('tab', { name: 'Last sign-ins' }).click()
  await seat.reads('Test passed')
  await seat.reads(/SA-10/)
  await seat.isAccessible()
  seat.isQuiet()
})

test('an owner sets OpenID Connect up', async () => {
  const real = await openProvider()
  real.asks = true
  real.person = { sub: 'ada', email: 'ada@there.test', email_verified: true, name: 'Ada' }
  const workspace = await open()
  const seat = await ownerAt(workspace, 'access/authentication')

  await begin(seat, 'Another provider', 'OpenID Connect')
  const { copy } = await theConnection(workspace)
  real.welcome(copy.redirectUri ?? '')
  await seat.reads(copy.redirectUri ?? '')
  await follow(seat, 'Next')
  await seat.press('Save')
  await seat.reads('This is needed.')
  await seat.fill('Issuer', real.issuer)
  await seat.fill('Client ID', real.clientId)
  await seat.fill('Client secret', real.clientSecret)
  await seat.isAccessible()
  await seat.press('Save')
  await seat.reads('Saved.')
  await follow(seat, 'Next')
  await seat.press('Begin the test sign-in')
  await signInThere(seat, 'ada')
  await seat.reads('It works')
  await seat.page.getByRole('status').getByText('ada@there.test').first().waitFor()
  await seat.isAccessible()
  await seat.page.getByRole('navigation', { name: 'Steps of the set-up' }).getByText('Switch on').click()
  await seat.press('Switch on')
  await seat.reads('It is on')

  assert.equal((await theConnection(workspace)).isActive, true)
  seat.isQuiet()
})

test('a set-up link does the same without any rights, until it is revoked', async () => {
  const workspace = await open()
  const owner = await ownerAt(workspace, 'access/authentication')
  await owner.press('Send a set-up link to your IT administrator')
  await owner.fill('For whom', 'Grace in IT')
  await owner.isAccessible()
  await owner.press('Make the link')
  await owner.reads(/never shown again/)
  await owner.isAccessible()
  const url = await owner.page.getByRole('dialog').locator('code').innerText()
  await owner.press('Done')
  await owner.reads('Grace in IT')

  const seat = await takeSeat(place.origin)
  await seat.open(url.slice(place.origin.length))
  await seat.sees('Set single sign-on up for Test')
  assert.equal(new URL(seat.page.url()).hash, '')
  await seat.isAccessible()
  await follow(seat, 'Add connection')
  await seat.fill('Name of the connection', 'By hand')
  await seat.press('Continue')
  await seat.sees('Configure the identity provider')
  await follow(seat, 'Next')
  await seat.fill('Metadata as XML', place.there.metadata())
  await seat.press('Read metadata')
  await seat.press('Take this over')
  await seat.reads('Saved.')
  await follow(seat, 'Next')
  await seat.press('Begin the test sign-in')
  await signInThere(seat, 'grace@there.test')
  await seat.reads('It works')
  await seat.isAccessible()
  await seat.page.getByRole('navigation', { name: 'Steps of the set-up' }).getByText('Switch on').click()
  await seat.press('Switch on')
  await seat.reads('It is on')
  await seat.open('/set-up/domains')
  await seat.sees('Domains')
  await seat.isAccessible()

  await owner.press('Revoke the link for Grace in IT')
  await owner.reads('There is no link now.')
  await seat.open('/set-up')
  await seat.sees('This link does not work any more')
  await seat.isAccessible()
  assert.equal((await theConnection(workspace)).isActive, true)
  seat.isQuiet()
  owner.isQuiet()
})

test('the pages speak German, with nothing left in English', async () => {
  const workspace = await open()
  const id = await completeSaml(workspace.owner, 'Okta')
  const seat = await ownerAt(workspace, 'access/authentication', { locale: 'de-DE' })
  const connection = `/w/${workspace.slug}/access/authentication/connections/${id}`

  await seat.sees('Links zum Einrichten')
  await seat.reads('Testen Sie sie zuerst.')
  for (const [search, text] of [
    ['?step=idp', 'Single-Sign-on-URL (ACS)'],
    ['?step=settings', 'Metadaten lesen'],
    ['?step=test', 'Testanmeldung beginnen'],
    ['?step=domains', 'Domain hinzufügen'],
    ['?step=on', 'Testen Sie sie zuerst.'],
    ['?tab=settings', 'Verbindung löschen'],
    ['?tab=people', 'Attribut der E-Mail-Adresse'],
    ['?tab=signIns', 'Noch hat niemand versucht, sich anzumelden.'],
  ] as const) {
    await seat.open(connection + search)
    await seat.reads(text)
    const shown = await seat.page.locator('main').innerText()
    assert.doesNotMatch(shown, /\b(the|your|people|with|sign-in)\b/i, search)
  }
  seat.isQuiet()
})

test('the keyboard alone adds a connection, and deletes it', async () => {
  const workspace = await open()
  const seat = await ownerAt(workspace, 'access/authentication')
  await seat.reads('No connection yet')

  await tabTo(seat, 'Add connection')
  await seat.page.keyboard.press('Enter')
  await seat.sees('Add a connection')
  await tabTo(seat, 'Okta')
  await seat.page.keyboard.press('ArrowDown')
  await tabTo(seat, 'Continue')
  await seat.page.keyboard.press('Enter')
  await seat.sees('Configure the identity provider')
  await tabTo(seat, 'Leave the set-up')
  await seat.page.keyboard.press('Enter')
  await seat.page.getByRole('tab', { name: 'Overview' }).focus()
  await seat.page.keyboard.press('ArrowRight')
  await tabTo(seat, 'Delete the connection')
  await seat.page.keyboard.press('Enter')
  await seat.reads('Delete Microsoft Entra ID?')
  await seat.isAccessible()
  await tabTo(seat, 'Delete it')
  await seat.page.keyboard.press('Enter')
  await seat.reads('No connection yet')

  assert.deepEqual((await workspace.owner(connections.list, { query: {} })).connections, [])
  seat.isQuiet()
})
