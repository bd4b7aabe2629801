import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { aPerson, OLD } from '../../test/alone.ts'
import { openBrowser } from '../../test/chromium.ts'

/** A page of the server's own, in a browser with a device that keeps passkeys and checks its person. */
async function openPage(publicUrl: string): Promise<Page> {
  // An answer of the API may load nothing; the page is here only for its origin.
  const context = await (await openBrowser()).newContext({ bypassCSP: true })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto(`${publicUrl}/health`)
  return page
}

/** Sends a request as a script of the page does. */
function ask(page: Page, method: string, path: string, body?: unknown) {
  return page.evaluate(
    async ([method, path, body]) => {
      const json = { 'content-type': 'application/json' }
      const response = await fetch(`/api${path}`, { method, ...(body && { body, headers: json }) })
      return { status: response.status, ...(await response.json()) }
    },
    [method, path, body === undefined ? '' : JSON.stringify(body)] as const,
  )
}

/** Has the browser make a passkey, or sign with one, as the server's options say. */
function credential(page: Page, what: 'create' | 'get', options: unknown) {
  return page.evaluate(
    async ([what, options]) => {
      const publicKey =
        what === 'create'
          ? PublicKeyCredential.parseCreationOptionsFromJSON(
              options as PublicKeyCredentialCreationOptionsJSON,
            )
          : PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON)
      const made = await navigator.credentials[what]({ publicKey } as never)
      return (made as PublicKeyCredential).toJSON()
    },
    [what, options] as const,
  )
}

test('MF-6: in Chromium, somebody adds a passkey and signs in with it alone; localhost is safe enough for the cookies', async () => {
  const { id, email, app } = await aPerson()
  const page = await openPage(app.config.publicUrl)
  const names = async () => (await page.context().cookies()).map((cookie) => cookie.name).sort()
  await ask(page, 'POST', '/sign-in', { email, password: OLD })
  const [session] = (await page.context().cookies()).filter(({ name }) => name === '__Host-claviger')
  assert.deepEqual(
    [session?.secure, session?.httpOnly, session?.sameSite, session?.path, session?.domain],
    [true, true, 'Lax', '/', 'localhost'],
  )

  const begun = await ask(page, 'POST', '/account/passkeys/options')
  const made = await credential(page, 'create', begun.data.options)
  const added = await ask(page, 'POST', '/account/passkeys', { name: 'Chromium', response: made })
  assert.equal(added.status, 201, JSON.stringify(added))
  assert.equal(added.data.recoveryCodes.length, 10)
  await ask(page, 'POST', '/sign-out')
  assert.deepEqual(await names(), ['__Host-claviger-device'])

  const asked = await ask(page, 'POST', '/sign-in/passkey/options')
  const signed = await credential(page, 'get', asked.data.options)
  const reply = await ask(page, 'POST', '/sign-in/passkey', { response: signed })
  assert.deepEqual(reply.data, { status: 'signed-in', user: { id, name: 'Ada', email } })

  assert.deepEqual(await names(), ['__Host-claviger', '__Host-claviger-device'])
  const { data } = await ask(page, 'GET', '/account')
  assert.deepEqual([data.account.id, data.account.session.secondFactor], [id, true])
  const again = await ask(page, 'POST', '/sign-in/passkey', { response: signed })
  assert.equal(again.status, 401)
  await page.context().close()
})
