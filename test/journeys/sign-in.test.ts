import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { invites } from '../../contract/invites.ts'
import { newId } from '../../server/platform/ids.ts'
import { aPerson, OLD } from '../alone.ts'
import { builtConsole, takeSeat } from '../console.ts'
import { clock, openWorkspace } from '../house.ts'
import { lettersTo, tokenIn } from '../letters.ts'
import { houseWithMail } from '../mail-house.ts'
import { codeOf, STEP_MS } from '../second-factor.ts'
import { addPasskeyThere, giveDevice } from '../virtual-authenticator.ts'

before(builtConsole)

const place = async () => {
  const on = await houseWithMail()
  return { on, origin: on.app.config.publicUrl }
}
const anAddress = () => `${newId().toLowerCase()}@journey.test`

test('somebody signs up by the link in the mail, and opens a workspace', async () => {
  const { on, origin } = await place()
  const seat = await takeSeat(origin)
  const email = anAddress()

  await seat.open('/')
  await seat.sees('Sign in')
  await seat.isAccessible()
  await seat.page.getByRole('link', { name: 'Sign up' }).click()
  await seat.sees('Make an account')
  await seat.isAccessible()
  await seat.fill('E-mail address', email)
  await seat.press('Mail me the link')
  await seat.sees('Look into your mailbox')
  await seat.isAccessible()
  const [letter] = await lettersTo(on.app, email)
  await seat.open(`/sign-up/complete#token=${tokenIn(letter ?? { text: '' })}`)
  await seat.reads(`For ${email}`)
  await seat.fill('Your name', 'Ada')
  await seat.fill('Password', 'password')
  await seat.press('Make the account')
  await seat.page.getByRole('alert').waitFor()
  await seat.isAccessible()
  await seat.fill('Password', 'three unrelated mossy words')
  await seat.reads('Very good')
  await seat.press('Make the account')
  await seat.sees('Your workspaces')
  await seat.reads('You belong to no workspace yet')
  await seat.isAccessible()
  await seat.press('New workspace')
  await seat.fill('Name', `Köln & ${newId()}`)
  await seat.isAccessible()
  await seat.press('Open the workspace')
  await seat.sees(/^Köln & /)
  await seat.isAccessible()
  seat.isQuiet()
})

test('a wrong password is refused in the same words for known and unknown addresses', async () => {
  const { on, origin } = await place()
  const { email } = await aPerson({ on })
  const seat = await takeSeat(origin)
  await seat.open('/sign-in')

  for (const one of [email, anAddress()]) {
    await seat.fill('E-mail address', one)
    await seat.fill('Password', 'not this one')
    await seat.press('Sign in')
    await seat.reads('The e-mail address or the password is not right.')
  }
  await seat.isAccessible()
  seat.isQuiet()
})

test('whoever opens a page without being signed in comes back to it', async () => {
  const { on, origin } = await place()
  const { email } = await aPerson({ on })
  const seat = await takeSeat(origin)

  await seat.open('/account/sessions')
  await seat.sees('Sign in')
  await seat.fill('E-mail address', email)
  await seat.fill('Password', OLD)
  await seat.press('Sign in')

  await seat.sees('Sessions')
  await seat.page.waitForURL('**/account/sessions')
  seat.isQuiet()
})

test('an address behind # that leads to another site is not followed', async () => {
  const { on, origin } = await place()
  const { email } = await aPerson({ on })

  for (const to of ['//evil.test/', '/\\evil.test', 'https://evil.test/', 'javascript:alert(1)']) {
    const seat = await takeSeat(origin)
    await seat.open(`/sign-in#returnTo=${encodeURIComponent(to)}`)
    await seat.fill('E-mail address', email)
    await seat.fill('Password', OLD)
    await seat.press('Sign in')
    await seat.sees('Your workspaces')
    assert.equal(new URL(seat.page.url()).origin, origin)
    await seat.page.context().close()
  }
})

test('a forgotten password is set anew by the link in the mail', async () => {
  const { on, origin } = await place()
  const { email } = await aPerson({ on })
  const seat = await takeSeat(origin)

  await seat.open('/forgot-password')
  await seat.isAccessible()
  await seat.fill('E-mail address', email)
  await seat.press('Mail me the link')
  await seat.reads(/a mail is on its way/)
  const [letter] = await lettersTo(on.app, email)
  await seat.open(`/reset-password#token=${tokenIn(letter ?? { text: '' })}`)
  await seat.reads(`For ${email}`)
  await seat.isAccessible()
  await seat.fill('New password', 'another mossy unrelated phrase')
  await seat.press('Set the password')
  await seat.reads('Your new password is set')
  await seat.isAccessible()
  await seat.fill('Password', 'another mossy unrelated phrase')
  await seat.press('Sign in')
  await seat.sees('Your workspaces')
  seat.isQuiet()
})

test('an authenticator app is set up with its QR code, and asked for at the next sign-in', async () => {
  const { on, origin } = await place()
  const { email } = await aPerson({ on })
  const seat = await takeSeat(origin)
  await seat.open('/sign-in#returnTo=%2Faccount%2Fsecurity')
  await seat.fill('E-mail address', email)
  await seat.fill('Password', OLD)
  await seat.press('Sign in')
  await seat.sees('Two-step verification')

  await seat.press('Set up')
  await seat.page.getByAltText('QR code for the authenticator app').waitFor()
  await seat.isAccessible()
  const secret = (await seat.page.locator('pre').innerText()).replace(/\s/g, '')
  await seat.fill('Code that the app shows', codeOf(secret))
  await seat.press('Turn on')
  await seat.sees('Keep your recovery codes')
  await seat.isAccessible()
  await seat.press('I have kept them')
  await seat.reads(/^Set up on/)
  await seat.press('Account menu')
  await seat.page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  await seat.isAccessible()
  await seat.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await seat.sees('Sign in')
  clock.move(STEP_MS)
  await seat.fill('E-mail address', email)
  await seat.fill('Password', OLD)
  await seat.press('Sign in')
  await seat.sees('Second step')
  await seat.isAccessible()
  await seat.fill('Code', codeOf(secret))
  await seat.press('Continue')
  await seat.sees('Your workspaces')
  seat.isQuiet()
})

test('a change that needs a fresh proof asks for the password, and is then made', async () => {
  const { on, origin } = await place()
  const { email } = await aPerson({ on })
  const seat = await takeSeat(origin)
  await seat.open('/sign-in#returnTo=%2Faccount')
  await seat.fill('E-mail address', email)
  await seat.fill('Password', OLD)
  await seat.press('Sign in')
  await seat.sees('Account settings')
  clock.move(11 * 60_000)

  const wanted = anAddress()
  await seat.fill('New e-mail address', wanted)
  await seat.press('Change address')
  await seat.page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor()
  await seat.isAccessible()
  await seat.page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(OLD)
  await seat.press('Confirm')
  await seat.reads(`Waits to be confirmed: ${wanted}`)
  const [letter] = await lettersTo(on.app, wanted)
  await seat.open(`/confirm-email#token=${tokenIn(letter ?? { text: '' })}`)
  await seat.isAccessible()
  await seat.press('Yes, confirm it')
  await seat.reads(`${wanted} is confirmed.`)
  seat.isQuiet()
})

test('a passkey is added on the security page, and signs in by itself', async () => {
  const { on, origin } = await place()
  const { email } = await aPerson({ on })
  const seat = await takeSeat(origin)
  await giveDevice(seat)
  await seat.open('/sign-in#returnTo=%2Faccount%2Fsecurity')
  await seat.fill('E-mail address', email)
  await seat.fill('Password', OLD)
  await seat.press('Sign in')
  await seat.sees('Passkeys')

  await addPasskeyThere(seat)
  await seat.isAccessible()
  await seat.page.context().clearCookies()
  // This device says yes to everything, so also to what is only offered where the address is typed, before the button is pressed.
  await seat.page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false
  })
  await seat.open('/sign-in')
  await seat.press('Sign in with a passkey')
  await seat.sees('Your workspaces')
  seat.isQuiet()
})

test('a newcomer accepts an invite by its letter, and is in the workspace', async () => {
  const { on, origin } = await place()
  const workspace = await openWorkspace({ on })
  const email = anAddress()
  await workspace.owner(invites.create, { body: { invites: [{ email }] } })
  const [letter] = await lettersTo(on.app, email)
  const token = tokenIn(letter ?? { text: '' })
  const seat = await takeSeat(origin)

  await seat.open(`/invite#token=${token}`)
  await seat.sees('Join Test')
  await seat.reads(`You are invited as ${email}.`)
  await seat.page.getByLabel('Your name').waitFor()
  await seat.isAccessible()
  await seat.fill('Your name', 'Grace')
  await seat.fill('Password', 'several mossy unrelated words')
  await seat.press('Join')
  await seat.sees(/^Test$/)
  await seat.page.waitForURL(`**/w/${workspace.slug}`)
  await seat.open(`/invite#token=${token}`)
  await seat.sees('This link does not work')
  await seat.isAccessible()
  seat.isQuiet()
})

test('somebody with an account signs in to accept an invite, whoever else was signed in', async () => {
  const { on, origin } = await place()
  const workspace = await openWorkspace({ on })
  const other = await aPerson({ on })
  const invited = await aPerson({ on })
  await workspace.owner(invites.create, { body: { invites: [{ email: invited.email }] } })
  const [letter] = await lettersTo(on.app, invited.email)
  const seat = await takeSeat(origin)
  await seat.open('/sign-in')
  await seat.fill('E-mail address', other.email)
  await seat.fill('Password', OLD)
  await seat.press('Sign in')
  await seat.sees('Your workspaces')

  await seat.open(`/invite#token=${tokenIn(letter ?? { text: '' })}`)
  await seat.reads(`You are signed in as ${other.email}`)
  await seat.isAccessible()
  await seat.press('Sign out and go on')
  await seat.press('Sign in to join')
  await seat.sees('Sign in')
  await seat.fill('Password', OLD)
  await seat.press('Sign in')
  await seat.press('Join as Ada')
  await seat.sees(/^Test$/)
  seat.isQuiet()
})
