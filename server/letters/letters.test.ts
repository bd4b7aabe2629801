import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AccountEventName, accountEvents } from '../../contract/account-events.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { segment } from '../../contract/segment.ts'
import { tokens } from '../../contract/tokens.ts'
import { aPerson } from '../../test/alone.ts'
import { openJar } from '../../test/browser-jar.ts'
import { acting, openWorkspace } from '../../test/house.ts'
import { lettersTo, tokenIn } from '../../test/letters.ts'
import { houseWithMail } from '../../test/mail-house.ts'
import type { App } from '../caller/app.ts'
import { changeAccount } from '../caller/change-account.ts'
import { deleteLinksOf, linkCode, linkUrl, makeLink, type Purpose } from '../links/links.ts'
import { newId } from '../platform/ids.ts'
import { letters } from './letters.ts'

const OWNER = segment.roles.find((role) => role.name === 'Workspace Owner')?.id ?? ''
const newAddress = () => `${newId().toLowerCase()}@letters.test`
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'

function write(app: App, kind: string, payload: Record<string, string | null>) {
  return letters[kind]?.(app, { workspaceId: null, payload, attempts: 1 })
}

async function linkFor(app: App, purpose: Purpose) {
  const ada = await aPerson({ on: await houseWithMail() })
  const email = newAddress()
  const { db } = app.database
  const linkId = await db
    .transaction()
    .execute((tx) => makeLink(tx, app.clock.now(), { purpose, userId: ada.id, email }))
  const link = await db.selectFrom('links').where('id', '=', linkId).selectAll().executeTakeFirstOrThrow()
  return { ada, email, linkId, link }
}

test('letters with links have the link of their kind, until it is used or over', async () => {
  const { app } = await houseWithMail()
  for (const purpose of ['sign-up', 'reset', 'verify-email', 'new-email'] as const) {
    const { ada, email, linkId, link } = await linkFor(app, purpose)

    const letter = await write(app, purpose, { linkId })

    assert.ok(letter && letter !== 'later')
    assert.equal(letter.to, email)
    assert.ok(letter.text.includes(`\n${linkUrl(app, link)}\n`), purpose)
    assert.ok(letter.html?.includes(`href="${linkUrl(app, link)}"`), purpose)
    assert.equal(await write(app, 'mfa-recovery', { linkId }), null, 'a link is for one purpose')
    await app.database.db.transaction().execute((tx) => deleteLinksOf(tx, ada.id, purpose))
    assert.equal(await write(app, purpose, { linkId }), null)
  }
})

test('a recovery letter has the code to type, and no link', async () => {
  const { app } = await houseWithMail()
  const { linkId, link } = await linkFor(app, 'mfa-recovery')

  const letter = await write(app, 'mfa-recovery', { linkId })

  assert.ok(letter && letter !== 'later')
  assert.ok(letter.text.includes(`\n${linkCode(app, link)}\n`))
  assert.ok(!letter.text.includes('#token='))
})

test('NO-1: every notice says what happened, when, from where, and what to do if it was not you', async () => {
  const on = await houseWithMail()
  const { id, email, app } = await aPerson({ on })
  const notices = (Object.keys(accountEvents) as AccountEventName[]).filter(
    (type) => accountEvents[type].notice,
  )
  const about = { at: '2026-11-21T06:30:00.000Z', ip: '192.0.2.7', userAgent: firefox }

  for (const type of notices) {
    const letter = await write(app, 'notice', { userId: id, type, ...about })

    assert.ok(letter && letter !== 'later', type)
    assert.equal(letter.to, email)
    assert.ok(letter.text.includes(accountEvents[type].says), type)
    assert.ok(letter.text.includes('When: Sat, 21 Nov 2026 06:30:00 UTC'), type)
    assert.ok(letter.text.includes('From: 192.0.2.7, Firefox on Linux'), type)
    assert.match(letter.text, /If it was not you: /, type)
  }
})

test('NO-1: a notice goes out with the change it is about, also to an address that was replaced', async () => {
  const on = await houseWithMail()
  const { id, email, app } = await aPerson({ on })
  const old = newAddress()

  await changeAccount({ ...acting(app), ip: '192.0.2.8', userAgent: firefox }, id, async () => ({
    value: undefined,
    happened: [
      { type: 'Password Changed' },
      { type: 'Email Changed', noticeTo: old },
      { type: 'Signed Out' },
    ],
  }))

  const [changed] = await lettersTo(app, email)
  const [moved] = await lettersTo(app, old)
  assert.match(changed?.subject ?? '', /the password was changed/)
  assert.match(moved?.subject ?? '', /the e-mail address was changed/)
  assert.equal((await lettersTo(app, email)).length, 1, 'signing out is nothing to tell')
})

test('NO-1: every owner is told when somebody becomes an owner, by whatever way, once for each change', async () => {
  const on = await houseWithMail()
  const { app, owner, member, everything, ownerPerson, url } = await openWorkspace({ on })
  const permissions = [{ roleId: OWNER, resources: [everything] }]
  const [ada, grace, plain] = [await member(), await member(), await member()]
  const subjects = async (email: string, count: number) =>
    (await lettersTo(app, email, count)).map((letter) => letter.subject)
  const nameOf = ({ email }: { email: string }) => {
    const [local = ''] = email.split('@')
    return local.charAt(0).toUpperCase() + local.slice(1)
  }

  await owner(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions } })
  const { userGroup } = await owner(groups.create, { body: { name: 'Founders' } })
  const params = { userGroupId: userGroup.id }
  await owner(grants.replaceForGroup, { params, body: { permissions } })
  await owner(groups.addUsers, { params, body: { emails: [grace.email, plain.email] } })
  const email = newAddress()
  await owner(invites.create, { body: { invites: [{ email, permissions }] } })
  const [letter] = await lettersTo(app, email)
  const token = tokenIn(letter ?? { text: '' })
  await openJar(url).call(invites.accept, { body: { token, name: 'Eve', password: 'seven green umbrellas' } })

  const told = await subjects(ownerPerson.email, 4)
  assert.equal(told.length, 4)
  const expected = [
    nameOf(ada),
    'Everybody in the group Founders',
    `${nameOf(grace)}, ${nameOf(plain)}`,
    'Eve',
  ]
  for (const name of expected) assert.ok(told.includes(`${name} became an owner of the workspace Test`), name)
  assert.equal((await subjects(ada.email, 4)).length, 4)
  assert.equal((await subjects(grace.email, 2)).length, 2)
})

test('NO-1: the owners are told when an API token is created, with who did it, and never with its secret', async () => {
  const on = await houseWithMail()
  const { app, ownerInPerson, member, ownerPerson } = await openWorkspace({ on })
  const plain = await member()
  const person = await ownerInPerson()

  const made = await person.call(tokens.create, { body: { description: 'CI <b>\n2', access: 'owner' } })

  const [letter] = await lettersTo(app, ownerPerson.email)
  assert.equal(letter?.subject, 'An API token, "CI <b> 2", was created in the workspace Test')
  assert.ok(letter?.text.includes(`By: ${ownerPerson.email}`))
  assert.ok(letter?.html?.includes('CI &lt;b&gt; 2'))
  assert.ok(!JSON.stringify(letter).includes(made.secret))
  const told = app.mailbox?.letters().filter((one) => one.to === plain.email) ?? []
  assert.deepEqual(told, [])
})

test('nothing that opens anything rests in the outbox', async () => {
  const { app } = await houseWithMail()
  const rows = await app.database.db.selectFrom('outbox').select('payload').execute()

  assert.ok(rows.length > 0)
  for (const { payload } of rows) assert.ok(!/token=|cv[a-z]_/.test(JSON.stringify(payload)))
})
