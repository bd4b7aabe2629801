import { afterEach, before, test } from 'node:test'
import { workspaces } from '../../contract/workspaces.ts'
import { newId } from '../../server/platform/ids.ts'
import { aPerson, OLD } from '../alone.ts'
import { builtConsole, jarOf, type Seat, takeSeat } from '../console.ts'
import { clock } from '../house.ts'
import { houseWithMail } from '../mail-house.ts'
import { dialogOf, signInBy, signOut } from '../steps.ts'

const STALE_MS = 11 * 60_000
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1'

before(builtConsole)
afterEach(() => clock.reset())

/** Somebody signed in, with this page open. */
async function signedInAt(path: string) {
  const on = await houseWithMail()
  const origin = on.app.config.publicUrl
  const { email } = await aPerson({ on })
  const seat = await takeSeat(origin)
  await seat.open(path)
  await signInBy(seat, email)
  await seat.sees('Account settings')
  return { origin, email, seat }
}

async function deleteAccount(seat: Seat, email: string) {
  await seat.press('Delete my account …')
  const dialog = await dialogOf(seat, 'Delete the account')
  const submit = dialog.getByRole('button', { name: 'Delete the account' })
  const field = dialog.getByLabel(`Type ${email} to confirm`)
  await field.fill('somebody@else.test')
  await dialog.getByRole('button', { name: 'Delete the account', disabled: true }).waitFor()
  await seat.isAccessible()
  await field.fill(` ${email.toUpperCase()} `)
  await submit.click()
  return dialog
}

test('a session that was ended elsewhere is over at the next click, and signing in leads back', async () => {
  const { origin, email, seat } = await signedInAt('/account/sessions')
  const other = await takeSeat(origin, { userAgent: IPHONE })
  await other.open('/account')
  await signInBy(other, email)
  await other.sees('Account settings')

  await seat.open('/account/sessions')
  const there = seat.page.getByText(/^Safari on iPhone · (::1|(::ffff:)?127\.0\.0\.1)$/)
  await there.waitFor()
  await seat.reads('This one')
  await seat.isAccessible()
  await seat.press('End the session of Safari on iPhone')
  await there.waitFor({ state: 'detached' })
  await other.page.getByRole('link', { name: 'Linked accounts' }).click()
  await other.sees('Sign in')
  await other.isAccessible()
  await signInBy(other, email)

  await other.sees('Account settings')
  await other.page.waitForURL(`${origin}/account/linked`)
  await seat.open('/account/sessions')
  await seat.reads('This one')
  seat.isQuiet()
  other.isQuiet()
})

test('all other sessions end at once, after a fresh proof', async () => {
  clock.move(-STALE_MS)
  const { origin, email, seat } = await signedInAt('/account/sessions')
  const other = await takeSeat(origin)
  await other.open('/account')
  await signInBy(other, email)
  await other.sees('Account settings')
  clock.reset()

  await seat.open('/account/sessions')
  await seat.press('End all other sessions')
  const dialog = await dialogOf(seat, 'Confirm that it is you')
  await seat.isAccessible()
  await dialog.getByLabel('Password', { exact: true }).fill(OLD)
  await seat.press('Confirm')
  const button = seat.page.getByRole('button', { name: 'End all other sessions' })
  await button.waitFor({ state: 'detached' })
  await seat.isAccessible()
  await other.page.getByRole('link', { name: 'Activity' }).click()

  await other.sees('Sign in')
  seat.isQuiet()
  other.isQuiet()
})

test('who signs out is out: a page that was open leads to the sign-in page', async () => {
  const { seat } = await signedInAt('/account')

  await signOut(seat)
  await seat.isAccessible()
  await seat.page.goBack()

  await seat.sees('Sign in')
  await seat.open('/account')
  await seat.sees('Sign in')
  seat.isQuiet()
})

test('an account is deleted after its address is typed, and signs in no more', async () => {
  const { email, seat } = await signedInAt('/account')

  await deleteAccount(seat, email)
  await signInBy(seat, email)

  await seat.reads('The e-mail address or the password is not right.')
  await seat.isAccessible()
  seat.isQuiet()
})

test('the last owner of a workspace keeps the account, and reads what to do', async () => {
  const { origin, email, seat } = await signedInAt('/account')
  await (await jarOf(seat, origin)).call(workspaces.open, {
    body: { name: 'Orbits', slug: `w-${newId().toLowerCase()}` },
  })

  const dialog = await deleteAccount(seat, email)

  await dialog
    .getByRole('alert')
    .getByText(/Orbits|Make someone else an owner first/)
    .waitFor()
  await seat.isAccessible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await seat.open('/workspaces')
  await seat.reads('Orbits')
  seat.isQuiet()
})
