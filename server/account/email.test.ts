import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { audit } from '../../contract/audit.ts'
import { authzen } from '../../contract/authzen.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { aPerson as alone, OLD } from '../../test/alone.ts'
import { roleId } from '../../test/fixture.ts'
import { as, clock, openWorkspace } from '../../test/house.ts'
import { houseWithMail, lettersAbout, mailedToken } from '../../test/mail-house.ts'
import { assertSound } from '../../test/worlds-agree.ts'
import { findLinkOf, makeLink } from '../links/links.ts'
import { newId } from '../platform/ids.ts'

after(() => clock.reset())

const anAddress = () => `${newId()}@New.test`

/** A person on the server that has a mailbox, and calls of a stranger there. */
async function aPerson(email?: string) {
  const on = await houseWithMail()
  const person = await alone({ on, ...(email ? { email } : {}) })
  const ask = (wanted: string) => person.self(account.changeEmail, { body: { email: wanted } })
  const token = () => mailedToken(on, person.id, 'new-email')
  return { ...person, on, stranger: as({ url: on.url }), ask, token }
}

async function lettersWithLink({ app }: { app: Awaited<ReturnType<typeof aPerson>>['app'] }, linkId: string) {
  const rows = await app.database.db.selectFrom('outbox').select(['kind', 'payload']).execute()
  return rows.filter((row) => row.payload.linkId === linkId).map((row) => row.kind)
}

test('IN-1: a new address holds from the moment its link is confirmed, which works once', async () => {
  const person = await aPerson()
  const { stranger, token } = person
  const wanted = anAddress()

  await person.ask(wanted)
  const secret = await token()
  const { account: before } = await person.self(account.get, {})
  const shown = await stranger(account.lookUpEmail, { query: { token: secret } })
  const confirm = () => stranger(account.confirmEmail, { body: { token: secret } })
  const done = await Promise.allSettled(Array.from({ length: 10 }, confirm))
  const { account: now } = await person.self(account.get, {})

  assert.deepEqual([before.email, before.newEmail, shown.email], [person.email, wanted, wanted])
  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.deepEqual([now.email, now.newEmail, now.emailVerified], [wanted, null, true])
  await assert.rejects(confirm(), { code: 'link-gone' })
  await assert.rejects(stranger(account.lookUpEmail, { query: { token: secret } }), { code: 'link-gone' })
})

test('NO-1: the old address is told when another one is asked for, and when it holds', async () => {
  const person = await aPerson()
  await person.ask(anAddress())
  await person.stranger(account.confirmEmail, { body: { token: await person.token() } })

  const letters = await lettersAbout(person, person.id)

  assert.deepEqual(letters, [
    `notice: Email Change Requested to ${person.email}`,
    `notice: Email Changed to ${person.email}`,
  ])
})

test('PW-7: an address that has an account is answered as one that has none, and gets no link', async () => {
  const [ada, eve] = [await aPerson(), await aPerson()]
  const free = anAddress()

  const answers = [await ada.ask(free), await eve.ask(ada.email.toUpperCase())]
  const { account: shown } = await eve.self(account.get, {})
  const links = await Promise.all(
    [ada, eve].map(({ app, id }) => findLinkOf(app.database.db, id, 'new-email')),
  )

  assert.deepEqual(answers[0], answers[1])
  assert.equal(shown.newEmail, ada.email.toUpperCase())
  assert.deepEqual(await lettersWithLink(ada, links[0]?.id ?? ''), ['new-email'])
  assert.deepEqual(await lettersWithLink(eve, links[1]?.id ?? ''), [])
})

test('an address that was taken since is refused when it is confirmed, and nothing changes', async () => {
  const person = await aPerson()
  const wanted = anAddress()
  await person.ask(wanted)
  await aPerson(wanted.toLowerCase())

  const confirm = person.stranger(account.confirmEmail, { body: { token: await person.token() } })

  await assert.rejects(confirm, { code: 'user-email-taken' })
  assert.equal((await person.self(account.get, {})).account.email, person.email)
})

test('a later change of the address ends the link of an earlier one, and expiry ends it too', async () => {
  const person = await aPerson()
  await person.ask(anAddress())
  const first = await person.token()
  await person.ask(anAddress())
  const second = await person.token()
  const open = (token: string) => person.stranger(account.lookUpEmail, { query: { token } })

  await assert.rejects(open(first), { code: 'link-gone' })
  await open(second)
  clock.move(24 * 3_600_000)
  await assert.rejects(open(second), { code: 'link-gone' })
  clock.reset()
})

test('a confirmed new address ends the links that were sent to the old one', async () => {
  const person = await aPerson()
  const { db } = person.app.database
  const reset = { purpose: 'reset' as const, userId: person.id, email: person.email }
  await db.transaction().execute((tx) => makeLink(tx, clock.now(), reset))
  await person.ask(anAddress())

  await person.stranger(account.confirmEmail, { body: { token: await person.token() } })

  assert.equal(await findLinkOf(db, person.id, 'reset'), undefined)
})

test('a change of the password ends a change of the address that somebody else may have begun', async () => {
  const person = await aPerson()
  await person.ask(anAddress())
  const token = await person.token()

  const body = { currentPassword: OLD, password: 'staple of another stable' }
  await person.self(account.changePassword, { body })

  const confirm = person.stranger(account.confirmEmail, { body: { token } })
  await assert.rejects(confirm, { code: 'link-gone' })
})

test('an address that an application calls another member by is refused when it is confirmed', async () => {
  const on = await houseWithMail()
  const workspace = await openWorkspace({ on })
  const [mira, otto] = [await workspace.member(), await workspace.member()]
  const wanted = anAddress().toLowerCase()
  const params = { userId: otto.id }
  await workspace.owner(members.modify, { params, body: { externalId: wanted } })
  await mira.self(account.changeEmail, { body: { email: wanted } })

  const confirm = as({ url: on.url })(account.confirmEmail, {
    body: { token: await mailedToken(on, mira.id, 'new-email') },
  })

  await assert.rejects(confirm, { code: 'external-id-taken' })
  assert.equal((await mira.self(account.get, {})).account.email, mira.email)
})

test('the present address is confirmed by a link, once, and not if the account has another by then', async () => {
  const [ada, eve] = [await aPerson(), await aPerson()]
  for (const person of [ada, eve]) await person.self(account.verifyEmail, {})
  const tokens = await Promise.all([ada, eve].map(({ on, id }) => mailedToken(on, id, 'verify-email')))
  await eve.ask(anAddress())
  await eve.stranger(account.confirmEmail, { body: { token: await eve.token() } })

  await ada.stranger(account.confirmEmail, { body: { token: tokens[0] ?? '' } })
  const late = () => eve.stranger(account.confirmEmail, { body: { token: tokens[1] ?? '' } })

  assert.equal((await ada.self(account.get, {})).account.emailVerified, true)
  await assert.rejects(late(), { code: 'link-gone' })
  await assert.rejects(ada.self(account.verifyEmail, {}), { code: 'email-verified' })
})

test('RL-3: one mailbox gets five letters an hour, whoever asks for them', async () => {
  const [ada, eve] = [await aPerson(), await aPerson()]
  const wanted = anAddress()

  for (let number = 1; number <= 5; number++) await ada.ask(wanted)

  await assert.rejects(eve.ask(wanted.toLowerCase()), { status: 429 })
  clock.move(3_600_001)
  await assert.rejects(eve.ask(wanted), { code: 'step-up-required' })
  const again = await eve.signIn()
  await again.self(account.changeEmail, { body: { email: wanted } })
  clock.reset()
})

test('a server that sends no mail says so, and the present address is no new one', async () => {
  const [here, mailing] = [await alone(), await aPerson()]

  const refused = here.self(account.changeEmail, { body: { email: anAddress() } })

  await assert.rejects(refused, { code: 'no-mail' })
  await assert.rejects(here.self(account.verifyEmail, {}), { code: 'no-mail' })
  await assert.rejects(mailing.ask(mailing.email), { status: 422 })
})

test('a new address is the name of its person in every workspace at once, for decisions and for the audit trail', async () => {
  const on = await houseWithMail()
  const workspace = await openWorkspace({ on })
  const everywhere = { roleId: roleId('Workspace Owner'), resources: [workspace.everything] }
  const mira = await workspace.member([everywhere])
  const wanted = anAddress().toLowerCase()
  const asked = (id: string) => ({ id, type: 'user' })
  const may = async (id: string) => {
    const question = { subject: asked(id), action: { name: 'workspace:read' }, resource }
    return (await workspace.owner(authzen.evaluate, { body: question })).decision
  }
  const resource = { type: 'workspace', id: workspace.id }
  const before = await may(mira.email)
  await mira.self(account.changeEmail, { body: { email: wanted } })

  await as({ url: on.url })(account.confirmEmail, {
    body: { token: await mailedToken(on, mira.id, 'new-email') },
  })

  const { users } = await workspace.owner(members.list, { query: { search: wanted } })
  const { events } = await workspace.owner(audit.list, { query: {} })
  assert.deepEqual([before, await may(wanted), await may(mira.email)], [true, true, false])
  assert.deepEqual(
    users.map((user) => user.id),
    [mira.id],
  )
  assert.equal(events[0]?.type, 'User Modified')
})

test('an invite that waits for the new address is answered by it: its roles come after the present ones, its groups beside them', async () => {
  const on = await houseWithMail()
  const workspace = await openWorkspace({ on })
  const { owner, everything } = workspace
  const mira = await workspace.member([{ roleId: roleId('Source Read-only'), resources: [everything] }])
  const { userGroup } = await owner(groups.create, { body: { name: 'Both' } })
  await owner(groups.addUsers, { params: { userGroupId: userGroup.id }, body: { emails: [mira.email] } })
  const wanted = anAddress().toLowerCase()
  const permissions = [{ roleId: roleId('Source Admin'), resources: [everything] }]
  const invite = { email: wanted, permissions, groupIds: [userGroup.id] }
  await owner(invites.create, { body: { invites: [invite] } })
  await mira.self(account.changeEmail, { body: { email: wanted } })

  await as({ url: on.url })(account.confirmEmail, {
    body: { token: await mailedToken(on, mira.id, 'new-email') },
  })

  assert.deepEqual((await owner(invites.list, { query: {} })).invites, [])
  const { user } = await owner(members.get, { params: { userId: mira.id } })
  assert.deepEqual(
    user.permissions.map((one) => one.roleName),
    ['Source Read-only', 'Source Admin'],
  )
  await assertSound(on.app)
})
