import { afterEach, before, test } from 'node:test'
import type { App } from '../../server/caller/app.ts'
import { aPerson } from '../alone.ts'
import { builtConsole, type Seat, takeSeat } from '../console.ts'
import { clock } from '../house.ts'
import { lettersTo } from '../letters.ts'
import { houseWithMail } from '../mail-house.ts'
import { setUpTotp } from '../second-factor.ts'
import { signInBy, signOut } from '../steps.ts'

before(builtConsole)
afterEach(() => clock.reset())

/** Somebody with an authenticator app and recovery codes, whose password was right in a browser. */
async function atSecondStep() {
  const on = await houseWithMail()
  const origin = on.app.config.publicUrl
  const person = await aPerson({ on })
  const { recoveryCodes } = await setUpTotp({ url: origin }, person)
  const seat = await takeSeat(origin)
  await seat.open('/sign-in#returnTo=%2Faccount%2Fsecurity')
  await signInBy(seat, person.email)
  await seat.sees('Second step')
  return { app: on.app, person, recoveryCodes, seat }
}

const choose = ({ page }: Seat, way: string) => page.getByRole('button', { name: way }).click()

test('a recovery code signs in once, and the person is told', async () => {
  const { app, person, recoveryCodes, seat } = await atSecondStep()
  const code = recoveryCodes[0] ?? ''

  await choose(seat, 'Recovery code')
  await seat.reads('Type one of the recovery codes that you kept.')
  await seat.isAccessible()
  await seat.fill('Recovery code', code)
  await seat.press('Continue')
  await seat.reads(`${recoveryCodes.length - 1} left`)
  await seat.isAccessible()
  await letterAbout(app, person.email, /recovery code was used/)
  await signOut(seat)
  await signInBy(seat, person.email)
  await choose(seat, 'Recovery code')
  await seat.fill('Recovery code', code)
  await seat.press('Continue')

  await seat.page.getByRole('alert').waitFor()
  await seat.sees('Second step')
  await seat.isAccessible()
  seat.isQuiet()
})

test('who lost every factor has a code mailed: it takes the factors off, signs in, and a letter says so', async () => {
  const { app, person, seat } = await atSecondStep()

  await choose(seat, 'I have lost all of these')
  await seat.reads(/we mail you a code that removes them/)
  await seat.isAccessible()
  await seat.press('Mail me a code')
  await seat.reads(/A code is on its way/)
  await seat.isAccessible()
  const letter = await letterAbout(app, person.email, /^Your recovery code$/)
  await seat.fill('Code from the mail', 'not-this-one')
  await seat.press('Remove my factors and sign in')
  await seat.page.getByRole('alert').waitFor()
  await seat.isAccessible()
  await seat.fill('Code from the mail', codeIn(letter))
  await seat.press('Remove my factors and sign in')

  await seat.reads('Not set up')
  await seat.page.waitForURL('**/account/security')
  await seat.isAccessible()
  await letterAbout(app, person.email, /authentication was removed with a code from a mail/)
  await signOut(seat)
  await signInBy(seat, person.email)
  await seat.sees('Your workspaces')
  seat.isQuiet()
})

/** The first letter to an address with such a subject; waits until it has come. */
async function letterAbout(app: App, email: string, subject: RegExp) {
  for (let count = 1; ; count++) {
    const found = (await lettersTo(app, email, count)).find((letter) => subject.test(letter.subject))
    if (found) return found
  }
}

/** The code of a letter stands on a line of its own. */
function codeIn({ text }: { text: string }): string {
  return /^[A-Z0-9-]{8,}$/m.exec(text)?.[0] ?? ''
}
