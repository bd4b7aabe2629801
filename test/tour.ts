import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { account } from '../contract/account.ts'
import { invites } from '../contract/invites.ts'
import { workspaces } from '../contract/workspaces.ts'
import { type Running, start } from '../server/main.ts'
import { openLog } from '../server/platform/log.ts'
import { openMailbox } from '../server/platform/mailbox.ts'
import { setHipaa } from '../server/workspaces/workspaces.ts'
import { aPerson, OLD } from './alone.ts'
import { jarOf, type Seat, signInAs } from './console.ts'
import { closeAfterTests, testDatabase } from './database.ts'
import { acting, clock, openWorkspace, testConfig } from './house.ts'
import { lettersTo, tokenIn } from './letters.ts'
import { testDirectory } from './rooms.ts'
import { codeOf, requireMfa, STEP_MS, setUpTotp } from './second-factor.ts'

/** Called at each stop of a tour: the page is as it should be looked at. */
type Stop = (name: string) => Promise<void>

const signInFile = {
  providers: [
    { id: 'google', preset: 'google', clientId: 'tour', clientSecret: 'tour' },
    { id: 'acme', name: 'Acme', issuer: 'https://id.acme.test', clientId: 'tour', clientSecret: 'tour' },
  ],
  products: [
    { name: 'Acme Deploy', url: 'https://deploy.acme.test/', description: 'Where code goes out' },
    { name: 'Acme Data', url: 'https://data.acme.test/', description: 'Where events come in' },
  ],
}

/** A server with everything that the pages of sign-in and account can show: mail, providers, products. */
export async function openTourServer(): Promise<Running> {
  const path = join(testDirectory('tour'), 'sign-in.json')
  writeFileSync(path, JSON.stringify(signInFile))
  const log = openLog(process.env.CLAVIGER_TEST_LOG ?? 'silent')
  const parts = { database: await testDatabase(), clock, mailbox: openMailbox(), log }
  const running = await start(testConfig({ CLAVIGER_SIGN_IN_FILE: path }), parts)
  closeAfterTests(() => running.http.close())
  return running
}

/** Every page that somebody sees who is not signed in. */
export async function tourOutside(on: Running, seat: Seat, stop: Stop) {
  const workspace = await openWorkspace({ on })
  await seat.open('/sign-in')
  await seat.page.getByRole('button', { name: 'Continue with Google' }).waitFor()
  await stop('sign-in')
  await seat.press('Sign in')
  await stop('sign-in-refused')
  await seat.open('/sign-up')
  await seat.page.getByLabel('E-mail address').waitFor()
  await stop('sign-up')
  await seat.fill('E-mail address', 'ada@lovelace.test')
  await seat.press('Mail me the link')
  await seat.sees('Look into your mailbox')
  await stop('sign-up-sent')
  await seat.open(`/sign-up/complete#token=${await mailedTo(on, 'ada@lovelace.test')}`)
  await seat.fill('Your name', 'Ada Lovelace')
  await seat.fill('Password', 'ada lovelace')
  await seat.page.getByText(/weak|guessed/i).waitFor()
  await stop('complete-sign-up')
  await seat.open('/forgot-password')
  await stop('forgot-password')
  const { email } = await aPerson({ on, email: 'grace@hopper.test' })
  await seat.fill('E-mail address', email)
  await seat.press('Mail me the link')
  await seat.reads(/a mail is on its way/)
  await seat.open(`/reset-password#token=${await mailedTo(on, email)}`)
  await seat.fill('New password', 'three unrelated mossy words')
  await seat.reads('Very good')
  await stop('reset-password')
  await workspace.owner(invites.create, { body: { invites: [{ email: 'mary@jackson.test' }] } })
  await seat.open(`/invite#token=${await mailedTo(on, 'mary@jackson.test')}`)
  await seat.page.getByLabel('Your name').waitFor()
  await stop('invite')
  await seat.open('/invite#token=gone')
  await seat.sees('This link does not work')
  await stop('link-gone')
}

/** Every page of an account, from the second factor to the workspace that asks for one. */
export async function tourInside(on: Running, seat: Seat, stop: Stop) {
  const origin = on.app.config.publicUrl
  const me = await aPerson({ on, email: 'katherine@johnson.test' })
  const { secret } = await setUpTotp({ url: origin }, me)
  await me.signIn()
  await seat.open('/sign-in')
  await seat.fill('E-mail address', me.email)
  await seat.fill('Password', OLD)
  await seat.press('Sign in')
  await seat.sees('Second step')
  await stop('second-factor')
  await seat.fill('Code', codeOf(secret))
  await seat.press('Continue')
  await seat.sees('Your workspaces')
  await seat.press('New workspace')
  await seat.page.getByLabel('Address').waitFor()
  await stop('new-workspace')
  const jar = await jarOf(seat, origin)
  for (const [name, slug] of [
    ['Trajectories', 'trajectories'],
    ['West Area Computing', 'west-area'],
  ] as const) {
    await jar.call(workspaces.open, { body: { name, slug } })
  }
  await setHipaa(acting(on.app), 'trajectories', true)
  await seat.open('/workspaces')
  await seat.reads('West Area Computing')
  await stop('workspaces')
  await seat.open('/w/trajectories')
  await seat.sees('Trajectories')
  await stop('workspace')
  await jar.call(account.changeEmail, { body: { email: 'k@johnson.test' } })
  await tourAccount(seat, stop)
  await mailedTo(on, 'k@johnson.test').then((token) => seat.open(`/confirm-email#token=${token}`))
  await seat.reads('Is k@johnson.test your address?')
  await stop('confirm-email')
}

async function tourAccount(seat: Seat, stop: Stop) {
  await seat.open('/account')
  await seat.reads('Waits to be confirmed')
  await stop('profile')
  await seat.press('Delete my account …')
  await seat.page.getByRole('dialog').waitFor()
  await stop('delete-account')
  await seat.open('/account/security')
  await seat.reads(/^Set up on/)
  await seat.reads('None yet.')
  await stop('security')
  clock.move(11 * 60_000)
  await seat.press('Make new ones')
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Make new ones' }).click()
  await seat.page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor()
  await stop('confirm-it-is-you')
  for (const [path, text] of [
    ['/account/sessions', 'This one'],
    ['/account/linked', 'None yet.'],
    ['/account/activity', /authenticator app was set up/],
  ] as const) {
    await seat.open(path)
    await seat.reads(text)
    await stop(path.split('/')[2] ?? '')
  }
  await seat.press('Switch to another product')
  await seat.page.getByRole('menuitem', { name: /Acme Deploy/ }).waitFor()
  await stop('products')
  await seat.page.keyboard.press('Escape')
}

/** Setting up the authenticator app, led there by a workspace that requires a second factor. */
export async function tourSetUp(on: Running, seat: Seat, stop: Stop) {
  const workspace = await openWorkspace({ on })
  const person = await workspace.member([], 'dorothy@vaughan.test')
  await requireMfa(workspace)
  await signInAs(seat, on.app.config.publicUrl, person.session)
  await seat.open(`/w/${workspace.slug}`)
  await seat.sees('Two-step verification is needed here')
  await stop('mfa-required')
  await seat.page.getByRole('link', { name: 'Set it up' }).click()
  await seat.press('Set up')
  await seat.page.getByAltText('QR code for the authenticator app').waitFor()
  await stop('authenticator-app')
  const secret = (await seat.page.locator('pre').innerText()).replace(/\s/g, '')
  await seat.fill('Code that the app shows', codeOf(secret))
  await seat.press('Turn on')
  await seat.sees('Keep your recovery codes')
  await stop('recovery-codes')
  clock.move(STEP_MS)
}

async function mailedTo({ app }: Running, email: string): Promise<string> {
  const [letter] = await lettersTo(app, email)
  return letter ? tokenIn(letter) : ''
}
