import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invites } from '../../contract/invites.ts'
import { signIn } from '../../contract/sign-in.ts'
import { aPerson } from '../../test/alone.ts'
import { openJar } from '../../test/browser-jar.ts'
import { house, openWorkspace } from '../../test/house.ts'
import { houseWithMail } from '../../test/mail-house.ts'
import { withProvider, withSettings } from '../../test/settings.ts'
import { linkUrl } from '../links/links.ts'
import { newId } from '../platform/ids.ts'
import { keyOf } from '../platform/names.ts'

const password = 'seven green umbrellas'
const newAddress = () => `Ada.${newId()}@x.test`
const forNewPeople = { forNewPeople: true }

async function linksFor(email: string) {
  const { app } = await houseWithMail()
  const links = app.database.db.selectFrom('links').where('email_key', '=', keyOf(email))
  return links.selectAll().execute()
}

test('PW-7: where new people sign up at a provider, every address is told so in the same words, and gets no letter', async () => {
  const on = await houseWithMail()
  const [known, unknown] = [(await aPerson({ on })).email, newAddress()]
  const ask = (email: string) =>
    openJar(on.url)
      .call(signIn.signUp, { body: { email } })
      .then(
        () => null,
        ({ status, code, message, errors }) => ({
          status,
          code,
          message,
          providers: errors[0]?.data.providers,
        }),
      )
  const countMail = async () => (await on.app.database.db.selectFrom('outbox').select('id').execute()).length
  const before = await countMail()

  const answers = await withProvider(on.app, forNewPeople, async () => [await ask(known), await ask(unknown)])

  const providers = [{ id: 'acme', name: 'Acme', signUpUrl: 'https://acme.test/join' }]
  assert.deepEqual(answers[0], {
    status: 409,
    code: 'sign-up-elsewhere',
    message: 'New people sign up with Acme here. Choose that on the sign-in page.',
    providers,
  })
  assert.deepEqual(answers[1], answers[0])
  assert.deepEqual([await linksFor(unknown), await countMail()], [[], before])
})

test('a link to sign up from before makes no account with a password, and works again once the operator wants that', async () => {
  const { app, url } = await houseWithMail()
  const jar = openJar(url)
  const email = newAddress()
  await jar.call(signIn.signUp, { body: { email } })
  const [link] = await linksFor(email)
  assert.ok(link)
  const token = linkUrl(app, link).split('#token=')[1] ?? ''
  const complete = () => jar.call(signIn.completeSignUp, { body: { token, name: 'Ada', password } })

  await withProvider(app, forNewPeople, () => assert.rejects(complete, { code: 'sign-up-elsewhere' }))

  assert.equal(jar.cookies.size, 0)
  assert.equal((await complete()).status, 'signed-in')
})

test('where only invited people may join, that is said first', async () => {
  const { app, url } = await houseWithMail()
  const ask = () => openJar(url).call(signIn.signUp, { body: { email: newAddress() } })

  await withProvider(app, forNewPeople, () =>
    withSettings(app, { signUp: 'invited' }, () => assert.rejects(ask, { code: 'sign-up-closed' })),
  )
})

test('a provider that is one way among others leaves the sign-up by letter open', async () => {
  const { app, url } = await houseWithMail()
  const email = newAddress()

  const reply = await withProvider(app, {}, () => openJar(url).call(signIn.signUp, { body: { email } }))

  assert.deepEqual(reply, { status: 'mailed' })
})

test('whoever is invited makes no password either, and keeps the invite; who has an account signs in as before', async () => {
  const place = await openWorkspace()
  const { app, url } = place
  const person = await aPerson()
  const email = newAddress()
  const wanted = { body: { invites: [{ email }, { email: person.email }] } }
  await place.owner(invites.create, wanted)
  const { invites: found } = await place.owner(invites.listDetails, { query: {} })
  const tokenOf = (address: string) =>
    found.find((invite) => invite.email === address)?.link?.split('#token=')[1] ?? ''

  await withProvider(app, forNewPeople, async () => {
    const body = { token: tokenOf(email), name: 'Ada', password }
    await assert.rejects(openJar(url).call(invites.accept, { body }), { code: 'sign-up-elsewhere' })
    const known = { token: tokenOf(person.email), name: 'Ada', password }
    await assert.rejects(openJar(url).call(invites.accept, { body: known }), { code: 'sign-in-first' })
    await person.self(invites.accept, { body: { token: known.token } })
  })

  const { invites: left } = await place.owner(invites.list, { query: {} })
  assert.deepEqual(left, [email])
})

test('a server without mail says that it is open where a provider makes accounts', async () => {
  const { app, url } = await house()
  const show = () => openJar(url).call(signIn.ways, {})

  const open = await withProvider(app, forNewPeople, show)
  const closed = await withProvider(app, forNewPeople, () => withSettings(app, { signUp: 'invited' }, show))

  assert.deepEqual([open.signUp, open.mail, closed.signUp], ['open', false, 'closed'])
})
