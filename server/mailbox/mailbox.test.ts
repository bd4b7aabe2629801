import assert from 'node:assert/strict'
import { test } from 'node:test'
import { house } from '../../test/house.ts'
import { houseWithMail } from '../../test/mail-house.ts'
import { openMailbox } from '../platform/mailbox.ts'

const letter = { to: 'ada@x.test', subject: 'Hello', text: 'Hello' }

test('the mailbox of a demo shows its letters, newest first, with links to this server and nothing that runs', async () => {
  const { app, url } = await houseWithMail()
  const at = app.clock.now()
  const link = `${app.config.publicUrl}/invite#token=a.b.c`
  const subject = 'Invitation to <script>alert(1)</script>'
  app.mailbox?.keep({ ...letter, id: '1', at, subject: 'The older one' })
  app.mailbox?.keep({
    ...letter,
    id: '2',
    at,
    subject,
    text: `Accept:\n${link}\nhttps://evil.test/x\n"'<b>&`,
  })

  const response = await fetch(`${url}/mailbox`)
  const page = await response.text()

  assert.equal(response.status, 200)
  assert.match(response.headers.get('content-type') ?? '', /^text\/html/)
  assert.match(
    response.headers.get('content-security-policy') ?? '',
    /^default-src 'none'; style-src 'sha256-/,
  )
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer')
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.ok(page.indexOf('Invitation to &lt;script&gt;') < page.indexOf('The older one'))
  assert.ok(page.includes(`<a href="${link}">${link}</a>`))
  assert.ok(page.includes('\nhttps://evil.test/x\n&quot;&#39;&lt;b&gt;&amp;'))
  assert.ok(!page.includes('<script'))
})

test('a server that is no demo has no mailbox', async () => {
  const { url } = await house()

  const response = await fetch(`${url}/mailbox`)

  assert.equal(response.status, 404)
  assert.ok(!(await response.text()).includes('article'))
})

test('a mailbox keeps the last 200 letters', () => {
  const mailbox = openMailbox()
  for (let id = 1; id <= 205; id++) mailbox.keep({ ...letter, id: String(id), at: new Date(0) })

  const ids = mailbox.letters().map((one) => one.id)

  assert.deepEqual([ids.length, ids[0], ids.at(-1)], [200, '205', '6'])
})
