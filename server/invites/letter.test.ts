import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account } from '../../contract/account.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { roles } from '../../contract/roles.ts'
import { segment } from '../../contract/segment.ts'
import { aPerson } from '../../test/alone.ts'
import { openJar } from '../../test/browser-jar.ts'
import { as, clock, openWorkspace } from '../../test/house.ts'
import { lettersTo, tokenIn } from '../../test/letters.ts'
import { houseWithMail } from '../../test/mail-house.ts'
import { newId } from '../platform/ids.ts'

const MINUTE_MS = 60_000
const password = 'seven green umbrellas'
const SOURCE_ADMIN = segment.roles.find((role) => role.name === 'Source Admin')?.id ?? ''
const OWNER = segment.roles.find((role) => role.name === 'Workspace Owner')?.id ?? ''

const newAddress = () => `Ada.${newId()}@x.test`

/** Invites an address on a server that sends mail: the link that owners see, and the one in the letter. */
async function invited(email: string = newAddress(), permissions: { roleId: string }[] = []) {
  const workspace = await openWorkspace({ on: await houseWithMail() })
  await workspace.owner(invites.create, { body: { invites: [{ email, permissions }] } })
  const { invites: found } = await workspace.owner(invites.listDetails, { query: {} })
  const [letter] = await lettersTo(workspace.app, email)
  assert.ok(letter)
  const copied = tokenIn({ text: found[0]?.link ?? '' })
  return { workspace, email, inviteId: found[0]?.id ?? '', copied, mailed: tokenIn(letter), letter }
}

test('IN-1: who registers by the link in the letter has proved the mailbox, and is signed in by a cookie', async () => {
  const { workspace, email, mailed, copied } = await invited()
  const { url, slug } = workspace
  const jar = openJar(url)
  const shown = await jar.call(invites.lookUp, { query: { token: mailed } })

  const accepted = await jar.call(invites.accept, { body: { token: mailed, name: 'Ada', password } })

  assert.notEqual(mailed, copied)
  assert.deepEqual([shown.proves, shown.hasAccount], [true, false])
  assert.deepEqual(Object.keys(accepted).toSorted(), ['user', 'workspace'])
  const { account: mine } = await jar.call(account.get, {})
  assert.deepEqual([mine.email, mine.emailVerified], [email, true])
  await assert.rejects(jar.within(slug)(members.list, { query: {} }), { code: 'not-allowed' })
  const { events } = await jar.call(account.listEvents, { query: {} })
  assert.deepEqual(events.map((one) => one.type).toSorted(), ['Account Created', 'Signed In'])
})

test('a copied link makes no account where the server sends mail: the letter must be opened, and can be sent again', async () => {
  const { workspace, email, copied, mailed } = await invited()
  const stranger = as({ url: workspace.url })
  const accept = (token: string) => stranger(invites.accept, { body: { token, password } })

  await assert.rejects(accept(copied), { status: 401, code: 'open-the-letter' })
  const reply = await stranger(invites.sendLetter, { body: { token: copied } })

  assert.deepEqual(reply, { status: 'mailed' })
  const [second] = await lettersTo(workspace.app, email, 2)
  assert.equal(tokenIn(second ?? { text: '' }), mailed, 'the link in the first letter still works')
  assert.equal((await accept(mailed)).user.email, email)
})

test('IN-5: a copied link does not tell whether the invited address has an account', async () => {
  const on = await houseWithMail()
  const known = await aPerson({ on })
  const [withAccount, without] = [await invited(known.email), await invited()]

  const answers: unknown[] = []
  for (const { copied, email } of [withAccount, without]) {
    const stranger = as({ url: on.url })
    const shown = await stranger(invites.lookUp, { query: { token: copied } })
    const refused = await stranger(invites.accept, { body: { token: copied, password } }).catch(
      (error: { code: string; message: string }) => [error.code, error.message],
    )
    answers.push({ ...shown, expiresAt: '', email: shown.email === email, refused })
  }

  assert.deepEqual(answers[0], answers[1])
})

test('IN-2: an account that never proved its mailbox needs the letter too, and has proved it by that', async () => {
  const on = await houseWithMail()
  const ada = await aPerson({ on })
  const eve = await aPerson({ on })
  const { copied, mailed } = await invited(ada.email)

  await assert.rejects(eve.self(invites.accept, { body: { token: mailed } }), { code: 'invite-not-yours' })
  await assert.rejects(ada.self(invites.accept, { body: { token: copied } }), { code: 'open-the-letter' })
  const accepted = await ada.self(invites.accept, { body: { token: mailed } })

  assert.equal(accepted.user.id, ada.id)
  assert.equal((await ada.self(account.get, {})).account.emailVerified, true)
  const { copied: another } = await invited(ada.email)
  assert.equal((await ada.self(invites.accept, { body: { token: another } })).user.id, ada.id)
})

test('on a server without mail the copied link registers, and the address stays unproved', async () => {
  const workspace = await openWorkspace()
  const email = newAddress()
  await workspace.owner(invites.create, { body: { invites: [{ email }] } })
  const { invites: found } = await workspace.owner(invites.listDetails, { query: {} })
  const token = tokenIn({ text: found[0]?.link ?? '' })
  const jar = openJar(workspace.url)

  await assert.rejects(jar.call(invites.sendLetter, { body: { token } }), { code: 'no-mail' })
  await jar.call(invites.accept, { body: { token, password } })

  assert.equal((await jar.call(account.get, {})).account.emailVerified, false)
})

test('IN-2: what an invite gives is what still exists when it is accepted, whoever sent it', async () => {
  const on = await houseWithMail()
  const workspace = await openWorkspace({ on })
  const { owner, member, everything } = workspace
  const inviter = await member([{ roleId: OWNER, resources: [everything] }])
  const { role } = await owner(roles.create, {
    body: { name: 'Sweeper', may: { source: ['source:read'] } },
  })
  const email = newAddress()
  const permissions = [{ roleId: role.id, resources: [everything] }, { roleId: SOURCE_ADMIN }]
  await inviter.call(invites.create, { body: { invites: [{ email, permissions }] } })
  const [letter] = await lettersTo(workspace.app, email)
  const { invites: found } = await owner(invites.listDetails, { query: {} })
  const params = { inviteId: found[0]?.id ?? '' }
  await owner(invites.modify, { params, body: { permissions: [{ roleId: SOURCE_ADMIN }] } })
  await owner(roles.delete, { params: { roleId: role.id } })
  await owner(members.remove, { query: { userIds: [inviter.id] } })

  const jar = openJar(on.url)
  const { user } = await jar.call(invites.accept, {
    body: { token: tokenIn(letter ?? { text: '' }), password },
  })

  const shown = await owner(members.get, { params: { userId: user.id } })
  assert.deepEqual(
    shown.user.permissions.map((one) => one.roleId),
    [SOURCE_ADMIN],
  )
})

test('RL-3: one mailbox gets five letters of invites an hour; later ones wait, and of those only the newest is sent', async () => {
  const { workspace, email, inviteId, copied } = await invited()
  const { app, url, owner } = workspace
  const stranger = as({ url })
  for (let count = 0; count < 5; count++) await stranger(invites.sendLetter, { body: { token: copied } })
  await assert.rejects(stranger(invites.sendLetter, { body: { token: copied } }), { status: 429 })

  const five = await lettersTo(app, email, 5)
  await owner(invites.resend, { params: { inviteId } })
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  assert.equal((await lettersTo(app, email)).length, 5)
  clock.move(61 * MINUTE_MS)

  const letters = await lettersTo(app, email, 6).finally(clock.reset)
  assert.equal(letters.length, 6)
  assert.ok(five.every((letter) => letter.subject === letters[0]?.subject))
  assert.equal(
    (await stranger(invites.lookUp, { query: { token: tokenIn(letters[0] ?? five[0] ?? { text: '' }) } }))
      .proves,
    true,
  )
})

test('IN-5: inviting a member again, or an address that is invited, is refused', async () => {
  const { workspace, email } = await invited()
  const { owner, ownerPerson } = workspace
  const again = (address: string) => owner(invites.create, { body: { invites: [{ email: address }] } })

  await assert.rejects(again(ownerPerson.email), { status: 409, code: 'member-exists' })
  await assert.rejects(again(email.toUpperCase()), { status: 409, code: 'invite-pending' })
})

test('IN-3: links in letters have the host of the configuration, whatever host a request names', async () => {
  const on = await houseWithMail()
  const workspace = await openWorkspace({ on })
  const email = newAddress()
  const headers = { host: 'evil.test', 'x-forwarded-host': 'evil.test' }

  await as({ url: on.url, token: workspace.token, headers })(invites.create, {
    body: { invites: [{ email }] },
  })

  const [letter] = await lettersTo(on.app, email)
  const links = [...(letter?.text ?? '').matchAll(/https?:\/\/\S+/g)].map(([url]) => new URL(url).origin)
  assert.ok(links.length > 0)
  assert.deepEqual([...new Set(links)], [new URL(on.app.config.publicUrl).origin])
  assert.ok(!letter?.html?.includes('evil.test'))
})

test('IO-3: what people are called stands in letters as text', async () => {
  const on = await houseWithMail()
  const workspace = await openWorkspace({ on })
  const email = newAddress()
  await on.app.database.db
    .updateTable('workspaces')
    .where('id', '=', workspace.id)
    .set({ name: '<img src=x onerror=alert(1)>\r\nBcc: x@y.test' })
    .execute()

  await workspace.owner(invites.create, { body: { invites: [{ email }] } })

  const [letter] = await lettersTo(on.app, email)
  assert.ok(!letter?.html?.includes('<img'))
  assert.match(letter?.html ?? '', /&lt;img src=x onerror=alert\(1\)&gt; Bcc: x@y\.test/)
  assert.ok(!/[\r\n]/.test(letter?.subject ?? '\n'))
  assert.ok(!letter?.text.includes('\nBcc:'))
})
