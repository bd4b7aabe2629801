import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { providers } from '../../contract/providers.ts'
import type { Running } from '../../server/main.ts'
import { newId } from '../../server/platform/ids.ts'
import { aPerson } from '../alone.ts'
import { builtConsole, jarOf, type Seat, takeSeat } from '../console.ts'
import { clock, openWorkspace } from '../house.ts'
import { openProvider, type RealProvider } from '../oidc.ts'
import { codeOf, STEP_MS, setUpTotp } from '../second-factor.ts'
import { dialogOf, signInBy, signOut, thereAre } from '../steps.ts'
import { startWith } from '../with-providers.ts'

const STALE_MS = 11 * 60_000
const MANAGE = 'https://example.com/me'
const CLOSE = 'https://example.com/close'

let real: RealProvider
let running: Running
let origin: string

before(async () => {
  await builtConsole()
  real = await openProvider()
  real.asks = true
  const { issuer, clientId, clientSecret } = real
  const example = { id: 'example', name: 'Example', issuer, clientId, clientSecret }
  running = await startWith({ providers: [{ ...example, manageUrl: MANAGE, closeUrl: CLOSE }] })
  origin = running.app.config.publicUrl
  real.welcome(`${origin}/sign-in/callback/example`)
})

afterEach(() => clock.reset())

/** Somebody with a confirmed address at the provider, who is the next one to come from there. */
function somebodyThere(email = `${newId().toLowerCase()}@there.test`) {
  const sub = newId()
  real.person = { sub, email, email_verified: true, name: 'Ada There' }
  return { sub, email }
}

/** Types the user name on the provider's own page. */
async function signInThere(seat: Seat, { sub }: { sub: string }) {
  await seat.sees('Sign in to Example')
  assert.equal(new URL(seat.page.url()).origin, real.issuer)
  await seat.fill('User name', sub)
  await seat.press('Let me in')
}

/** Signs up by the provider, with a proof that is not fresh any more, and opens a page. */
async function comeStale(seat: Seat, path: string) {
  const person = somebodyThere()
  clock.move(-STALE_MS)
  await seat.open(`/sign-in#returnTo=${encodeURIComponent(path)}`)
  await seat.press('Continue with Example')
  await signInThere(seat, person)
  await seat.sees('Account settings')
  clock.reset()
  return person
}

const emailOf = async (seat: Seat) => (await (await jarOf(seat, origin)).call(account.get, {})).account.email

test('"Continue with …" signs a new person up, and in again', async () => {
  const person = somebodyThere()
  const seat = await takeSeat(origin)

  await seat.open('/sign-up')
  await seat.page.getByRole('button', { name: 'Continue with Example' }).waitFor()
  await seat.isAccessible()
  await seat.press('Continue with Example')
  await signInThere(seat, person)
  await seat.sees('Your workspaces')
  await seat.isAccessible()
  await signOut(seat)
  await seat.press('Continue with Example')

  // The provider knows them still, and does not ask.
  await seat.sees('Your workspaces')
  assert.equal(await emailOf(seat), person.email)
  seat.isQuiet()
})

test('a deep link from the console of the provider signs in, and lands in the workspace', async () => {
  const seat = await takeSeat(origin)
  const person = somebodyThere()
  await seat.open('/sign-in')
  await seat.press('Continue with Example')
  await signInThere(seat, person)
  await seat.sees('Your workspaces')
  const workspace = await openWorkspace({ on: running })
  await workspace.member([], person.email)
  await seat.page.context().clearCookies({ domain: 'localhost' })

  await seat.page.goto(`${real.issuer}/.well-known/openid-configuration`)
  const link = `${origin}/sign-in/with/example?to=/w/${workspace.slug}`
  await seat.page.evaluate((to) => window.location.assign(to), link)

  await seat.sees(/^Test$/)
  await seat.page.waitForURL(`${origin}/w/${workspace.slug}`)
  await seat.isAccessible()
  seat.isQuiet()
})

test('an account with the address is not taken over: its own password proves it, then the two are linked', async () => {
  const { email } = await aPerson({ on: running })
  const there = somebodyThere(email)
  const seat = await takeSeat(origin)

  await seat.open('/account/linked')
  await seat.sees('Sign in')
  await seat.press('Continue with Example')
  await signInThere(seat, there)
  await seat.reads('There is an account here with the address of your Example account.')
  await seat.isAccessible()
  await assert.rejects(emailOf(seat), { code: 'not-signed-in' })
  await signInBy(seat, email)
  await seat.sees('Link your Example account?')
  await seat.isAccessible()
  await seat.press('Link the accounts')
  await seat.sees('Account settings')
  await seat.reads(new RegExp(`^${email} · Linked `))
  await seat.isAccessible()
  await signOut(seat)
  await seat.press('Continue with Example')

  await seat.sees('Your workspaces')
  assert.equal(await emailOf(seat), email)
  seat.isQuiet()
})

test('where the account has a second factor, it is asked for before the link, and after the provider', async () => {
  const person = await aPerson({ on: running })
  const { secret } = await setUpTotp({ url: origin }, person)
  const there = somebodyThere(person.email)
  const seat = await takeSeat(origin)
  await seat.open('/sign-in')
  await seat.press('Continue with Example')
  await signInThere(seat, there)

  await signInBy(seat, person.email)
  await seat.sees('Second step')
  await seat.fill('Code', codeOf(secret))
  await seat.press('Continue')
  await seat.sees('Link your Example account?')
  await seat.isAccessible()
  await seat.press('Link the accounts')
  await seat.sees('Your workspaces')
  await signOut(seat)
  clock.move(STEP_MS)
  await seat.press('Continue with Example')
  await seat.sees('Second step')
  await seat.isAccessible()
  await seat.fill('Code', codeOf(secret))
  await seat.press('Continue')

  await seat.sees('Your workspaces')
  assert.equal(await emailOf(seat), person.email)
  await seat.open('/account/security')
  await seat.reads('This is from before the account was linked.')
  await seat.isAccessible()
  seat.isQuiet()
})

test('"Not now" signs in, and links nothing', async () => {
  const { email, self } = await aPerson({ on: running })
  const there = somebodyThere(email)
  const seat = await takeSeat(origin)
  await seat.open('/sign-in')
  await seat.press('Continue with Example')
  await signInThere(seat, there)

  await signInBy(seat, email)
  await seat.sees('Link your Example account?')
  await seat.press('Not now')
  await seat.sees('Your workspaces')

  const { identities } = await self(providers.list, {})
  assert.deepEqual(identities, [])
  seat.isQuiet()
})

test('what the provider manages is read-only in the account settings, with the way there', async () => {
  const seat = await takeSeat(origin)
  const person = somebodyThere()
  await seat.open('/sign-in#returnTo=%2Faccount')
  await seat.press('Continue with Example')
  await signInThere(seat, person)

  await seat.reads('Managed at Example')
  const { page } = seat
  const there = page.getByRole('link', { name: 'Change them at Example' })
  assert.equal(await there.getAttribute('href'), MANAGE)
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Ada There')
  assert.equal(await page.getByLabel('Name', { exact: true }).isEditable(), false)
  await thereAre(0, page.getByRole('button', { name: 'Save' }))
  await thereAre(0, page.getByRole('button', { name: 'Change address' }))
  await seat.isAccessible()
  await page.getByRole('link', { name: 'Security' }).click()
  await page.waitForURL('**/account/security')
  await seat.reads(/password and second factor of this account are managed at Example/)
  assert.equal(await there.getAttribute('href'), MANAGE)
  await page.locator('input').waitFor({ state: 'detached' })
  await seat.isAccessible()
  await page.getByRole('link', { name: 'Linked accounts' }).click()
  const close = page.getByRole('link', { name: 'Close the account at Example' })
  assert.equal(await close.getAttribute('href'), CLOSE)
  await seat.isAccessible()
  seat.isQuiet()
})

test('a fresh proof of a managed account is given at the provider, which leads back; asked once more, it is done', async () => {
  const seat = await takeSeat(origin)
  const person = await comeStale(seat, '/account')
  const askToDelete = async () => {
    await seat.press('Delete my account …')
    const dialog = await dialogOf(seat, 'Delete the account')
    await dialog.getByLabel(`Type ${person.email} to confirm`).fill(person.email)
    await dialog.getByRole('button', { name: 'Delete the account' }).click()
  }

  await askToDelete()
  await dialogOf(seat, 'Confirm that it is you')
  await seat.reads('Example leads you back to this page.')
  await seat.isAccessible()
  await seat.press('Confirm at Example')
  await signInThere(seat, person)
  await seat.sees('Account settings')
  await seat.page.waitForURL(`${origin}/account`)
  await askToDelete()

  await seat.sees('Sign in')
  await assert.rejects(emailOf(seat), { code: 'not-signed-in' })
  seat.isQuiet()
})

test('somebody else at the provider is no proof', async () => {
  const seat = await takeSeat(origin)
  await comeStale(seat, '/account/linked')
  await seat.press('Unlink Example')
  const dialog = await dialogOf(seat, 'Unlink Example?')
  await dialog.getByRole('button', { name: 'Unlink' }).click()

  await seat.press('Confirm at Example')
  await signInThere(seat, somebodyThere())

  await seat.sees('This did not work')
  await seat.isAccessible()
  await seat.press('Go back')
  await seat.sees('Account settings')
  await seat.page.waitForURL(`${origin}/account/linked`)
  seat.isQuiet()
})

test('unlinking says what it means, and gives the account back to its own password', async () => {
  const { email } = await aPerson({ on: running })
  const there = somebodyThere(email)
  const seat = await takeSeat(origin)
  await seat.open('/account/linked')
  await seat.press('Continue with Example')
  await signInThere(seat, there)
  await signInBy(seat, email)
  await seat.press('Link the accounts')

  await seat.press('Unlink Example')
  const dialog = await dialogOf(seat, 'Unlink Example?')
  await seat.reads(/Name, address, password and second factor are managed here again/)
  await seat.isAccessible()
  await dialog.getByRole('button', { name: 'Unlink' }).click()
  await seat.reads('None yet.')
  await seat.isAccessible()
  await seat.page.getByRole('link', { name: 'Security' }).click()
  await seat.page.getByLabel('Present password').waitFor()
  await seat.isAccessible()
  seat.isQuiet()
})

test('the only way in is not unlinked', async () => {
  const seat = await takeSeat(origin)
  const person = somebodyThere()
  await seat.open('/sign-in#returnTo=%2Faccount%2Flinked')
  await seat.press('Continue with Example')
  await signInThere(seat, person)

  await seat.press('Unlink Example')
  const dialog = await dialogOf(seat, 'Unlink Example?')
  await dialog.getByRole('button', { name: 'Unlink' }).click()

  await dialog
    .getByRole('alert')
    .getByText(/you could not sign in any more/)
    .waitFor()
  await seat.isAccessible()
  seat.isQuiet()
})
