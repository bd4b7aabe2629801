import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account } from '../../contract/account.ts'
import { invites } from '../../contract/invites.ts'
import { signIn } from '../../contract/sign-in.ts'
import { aPerson, OLD } from '../../test/alone.ts'
import { openBreaches } from '../../test/breaches.ts'
import { openJar } from '../../test/browser-jar.ts'
import { house, openWorkspace } from '../../test/house.ts'
import { houseWithMail, mailedToken } from '../../test/mail-house.ts'
import { requireMfa } from '../../test/second-factor.ts'
import { withSettings } from '../../test/settings.ts'
import type { App } from '../caller/app.ts'
import { linkUrl } from '../links/links.ts'
import { newId } from '../platform/ids.ts'
import { keyOf } from '../platform/names.ts'

/** Somebody who is about to choose a password: the server, and what sends it. */
interface Choosing {
  app: App
  choose(password: string): Promise<{ breached?: true }>
}

async function signingUp(): Promise<Choosing> {
  const { app, url } = await houseWithMail()
  const jar = openJar(url)
  const email = `${newId()}@x.test`
  await jar.call(signIn.signUp, { body: { email } })
  const link = await app.database.db
    .selectFrom('links')
    .where('email_key', '=', keyOf(email))
    .selectAll()
    .executeTakeFirstOrThrow()
  const token = linkUrl(app, link).split('#token=')[1] ?? ''
  const choose = (password: string) =>
    jar.call(signIn.completeSignUp, { body: { token, name: 'Ada', password } })
  return { app, choose }
}

async function resetting(): Promise<Choosing> {
  const on = await houseWithMail()
  const { id, email, url } = await aPerson({ on })
  const jar = openJar(url)
  await jar.call(signIn.forgotPassword, { body: { email } })
  const token = await mailedToken(on, id, 'reset')
  const choose = (password: string) => jar.call(signIn.resetPassword, { body: { token, password } })
  return { app: on.app, choose }
}

async function changing(): Promise<Choosing> {
  const { app, self } = await aPerson()
  const choose = (password: string) =>
    self(account.changePassword, { body: { currentPassword: OLD, password } })
  return { app, choose }
}

async function settingTheFirst(): Promise<Choosing> {
  const { app, self } = await aPerson({ password: null })
  return { app, choose: (password) => self(account.changePassword, { body: { password } }) }
}

/** By the link of an invite: without mail, a copied one is enough. */
async function accepting({ requiresMfa = false } = {}): Promise<Choosing> {
  const place = await openWorkspace({ on: await house() })
  if (requiresMfa) await requireMfa(place)
  const email = `${newId()}@x.test`
  await place.owner(invites.create, { body: { invites: [{ email }] } })
  const { invites: found } = await place.owner(invites.listDetails, { query: {} })
  const token = found[0]?.link?.split('#token=')[1] ?? ''
  const choose = async (password: string) => {
    await openJar(place.url).call(invites.accept, { body: { token, name: 'Ada', password } })
    return {}
  }
  return { app: place.app, choose }
}

const ways: [who: string, open: () => Promise<Choosing>][] = [
  ['who signs up', signingUp],
  ['who resets their password', resetting],
  ['who changes their password', changing],
  ['who sets their first password', settingTheFirst],
  ['who accepts an invite', accepting],
]

for (const [who, open] of ways) {
  test(`PW-1: with a minimum of 15 characters, ${who} needs as many`, async () => {
    const { app, choose } = await open()

    await withSettings(app, { passwordMinLength: 15 }, async () => {
      await assert.rejects(choose('kq7#Vw2!zPx9Lm'), { status: 422, code: 'invalid-input' })
      await choose('kq7#Vw2!zPx9Lm4')
    })
  })
}

test('PW-1: who accepts an invite to a workspace that requires a second factor needs no long password', async () => {
  const { app, choose } = await accepting({ requiresMfa: true })

  await withSettings(app, { passwordMinLength: 15 }, async () => {
    await assert.rejects(choose('kq7#Vw2'), { status: 422, code: 'invalid-input' })
    await choose('kq7#Vw2!z')
  })
})

const KNOWN = 'seven green umbrellas'

const told = ways.filter(([, open]) => open !== accepting)

for (const [who, open] of told) {
  test(`PW-3: ${who} is told where the new password is known from a breach, and of nothing else`, async (t) => {
    const breaches = await openBreaches([KNOWN])
    t.after(breaches.close)
    const [one, other, blocked] = [await open(), await open(), await open()]
    const { app } = one
    const { url: breachUrl } = breaches

    const warned = await withSettings(app, { breachCheck: 'warn', breachUrl }, () => one.choose(KNOWN))
    const fine = await withSettings(app, { breachCheck: 'warn', breachUrl }, () => other.choose(`${KNOWN}!`))
    const refused = withSettings(app, { breachCheck: 'block', breachUrl }, () => blocked.choose(KNOWN))

    await assert.rejects(refused, { status: 422, code: 'breached-password' })
    assert.equal(warned.breached, true)
    assert.equal('breached' in fine, false)
  })
}
