import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setup } from '../../contract/setup.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { as, house } from '../../test/house.ts'
import { setUpLink } from './setup.ts'

const password = 'a long enough password'
const owner = { name: 'Ada Lovelace', email: 'ada@set-up.test', password }

// One server can be set up once, so this is one story.
test('an empty server is set up through its one-time link, once', async () => {
  const { app, url } = await house()
  const stranger = as({ url })
  const link = await setUpLink(app)
  assert.ok(link)
  assert.ok(link.startsWith(`${app.config.publicUrl}/setup?token=`))
  const token = new URL(link).searchParams.get('token') ?? ''
  const send = (slug: string, more = {}) =>
    stranger(setup.setUp, { body: { token, workspace: { name: 'Acme', slug }, owner, ...more } })

  const page = await fetch(`${url}/setup?token=${token}`)
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
  assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none'; /)
  assert.equal(page.headers.get('content-disposition'), null)
  const html = await page.text()
  assert.match(html, /<form/)
  assert.doesNotMatch(html, /https?:\/\//)

  for (const wrong of ['', 'x', `${token}x`]) {
    assert.equal((await fetch(`${url}/setup?token=${wrong}`)).status, 404)
    await assert.rejects(send('wrong', { token: wrong }), { status: 404, code: 'not-found' })
  }
  await assert.rejects(send('acme', { owner: { ...owner, password: 'short' } }), { status: 422 })
  await assert.rejects(send('api'), { status: 422, code: 'invalid-input' })

  const tries = await Promise.allSettled([send('one'), send('two'), send('one')])
  const answers = tries.filter((one) => one.status === 'fulfilled')
  assert.equal(answers.length, 1)
  for (const one of tries) if (one.status === 'rejected') assert.equal(one.reason.code, 'already-set-up')
  const { workspace, token: first } = answers[0]?.value ?? assert.fail()
  const seen = await as({ url, token: first })(workspaces.get, {})
  assert.equal(seen.workspace.id, workspace.id)

  const after = await fetch(`${url}/setup?token=${token}`)
  assert.match(await after.text(), /used up/)
  await assert.rejects(send('three'), { status: 409, code: 'already-set-up' })
  assert.equal(await setUpLink(app), null)
})
