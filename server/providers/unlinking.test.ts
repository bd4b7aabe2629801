import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { providers } from '../../contract/providers.ts'
import { signIn } from '../../contract/sign-in.ts'
import { type Forger, openForger } from '../../test/forger.ts'
import { lettersTo, tokenIn } from '../../test/letters.ts'
import { beginAnew, entryOf, listIn, somebodyThere } from '../../test/with-forgers.ts'
import { openBrowser, startWith } from '../../test/with-providers.ts'
import type { Running } from '../main.ts'
import { openMailbox } from '../platform/mailbox.ts'

const NEW = 'nine purple elephants'

let forger: Forger
let running: Running

before(async () => {
  forger = await openForger()
  running = await startWith({ providers: [entryOf('one', forger)] }, { mailbox: openMailbox() })
})
beforeEach(() => beginAnew(forger))

test('who has nothing but a provider is mailed a link to set a password when they unlink it', async () => {
  const browser = openBrowser(running)
  forger.person = somebodyThere()
  await browser.signInWith('one')
  const { email } = (await browser.jar.call(account.get, {})).account

  await browser.jar.call(providers.unlink, { params: { providerId: 'one' } })

  assert.deepEqual(await listIn(browser), [])
  // With the notice that says so.
  const letters = await lettersTo(running.app, email, 2)
  const letter = letters.find(({ subject }) => subject === 'Set a new password')
  await browser.jar.call(signIn.resetPassword, {
    body: { token: tokenIn(letter ?? { text: '' }), password: NEW },
  })
  const again = openBrowser(running)
  const { status } = await again.jar.call(signIn.withPassword, { body: { email, password: NEW } })
  assert.equal(status, 'signed-in')
})
