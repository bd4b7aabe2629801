import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { members } from '../../contract/members.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { aPerson, OLD } from '../../test/alone.ts'
import { clock, headersOf, house, openWorkspace } from '../../test/house.ts'
import { lettersAbout } from '../../test/mail-house.ts'
import { newId } from '../platform/ids.ts'

const NEW = 'staple of another stable'

after(() => clock.reset())

/** Calls with a session's secret, and answers status and new cookie. */
async function raw(method: string, path: string, session: string, body?: unknown) {
  const { url } = await house()
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { ...headersOf(session, url), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const [cookie = ''] = response.headers.getSetCookie()
  return { status: response.status, session: /=(cvs_[^;]*)/.exec(cookie)?.[1] ?? null, cookie }
}

test('a person sees their account and this session, and changes their name', async () => {
  const { self, email } = await aPerson()

  const { account: before } = await self(account.get, {})
  const { account: renamed } = await self(account.modify, { body: { name: ' Ada Lovelace ' } })

  assert.equal(before.email, email)
  assert.deepEqual(
    [before.hasPassword, before.secondFactor, before.newEmail, before.managedBy],
    [true, false, null, null],
  )
  assert.ok(before.session.freshUntil > clock.now().toISOString())
  assert.equal(renamed.name, 'Ada Lovelace')
  await assert.rejects(self(account.modify, { body: { name: '   ' } }), { status: 422 })
})

test('PW-4, NO-1: changing the password needs the current one, ends all other sessions, and is told by mail', async () => {
  const person = await aPerson()
  const other = await person.signIn()

  const wrong = person.self(account.changePassword, { body: { currentPassword: 'guess', password: NEW } })
  await assert.rejects(wrong, { code: 'wrong-credentials' })
  await assert.rejects(person.self(account.changePassword, { body: { password: NEW } }), {
    code: 'wrong-credentials',
  })
  const { status } = await raw('POST', '/account/password', person.session, {
    currentPassword: OLD,
    password: NEW,
  })

  assert.equal(status, 200)
  await assert.rejects(other.self(account.get, {}), { status: 401 })
  assert.deepEqual(await lettersAbout(person, person.id), ['notice: Password Changed'])
})

test('SE-1: the session goes on under a new secret after a change of the password, and the old secret is dead', async () => {
  const person = await aPerson()

  const answer = await raw('POST', '/account/password', person.session, {
    currentPassword: OLD,
    password: NEW,
  })

  assert.ok(answer.session)
  assert.notEqual(answer.session, person.session)
  assert.match(answer.cookie, /^__Host-claviger=.*Path=\/.*HttpOnly; Secure; SameSite=Lax/)
  assert.equal((await raw('GET', '/account', person.session)).status, 401)
  assert.equal((await raw('GET', '/account', answer.session)).status, 200)
})

test('an account without a password sets its first without one', async () => {
  const person = await aPerson({ password: null })

  await person.self(account.changePassword, { body: { password: NEW } })

  const again = await person.signIn()
  const { account: shown } = await again.self(account.get, {})
  assert.equal(shown.hasPassword, true)
})

test('RL-1: guesses at the current password are slowed down, the right one included', async () => {
  const person = await aPerson()
  const guess = (currentPassword: string) =>
    person.self(account.changePassword, { body: { currentPassword, password: NEW } })

  for (let number = 1; number <= 5; number++) {
    await assert.rejects(guess('guess'), { code: 'wrong-credentials' })
  }

  await assert.rejects(guess(OLD), { status: 429 })
  clock.move(60_000)
  await guess(OLD)
  clock.reset()
})

test('PW-3: a new password that is easy to guess, or made of the own name, is refused, and the old one stays', async () => {
  const person = await aPerson()
  const change = (password: string) =>
    person.self(account.changePassword, { body: { currentPassword: OLD, password } })

  await assert.rejects(change('Password123456!'), { code: 'weak-password' })
  await assert.rejects(change(person.email), { code: 'weak-password' })

  await change(NEW)
})

test('two changes of the password at once: one of them wins, and its password is the one', async () => {
  const person = await aPerson()
  const other = await person.signIn()
  const change = (self: typeof person.self, password: string) =>
    self(account.changePassword, { body: { currentPassword: OLD, password } })

  const done = await Promise.allSettled([change(person.self, NEW), change(other.self, `${NEW} two`)])

  assert.deepEqual(done.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('SE-5: from the moment a change of the password is answered, no other session is answered', async () => {
  const person = await aPerson()
  const others = await Promise.all([person.signIn(), person.signIn(), person.signIn()])
  let changedAt = Number.POSITIVE_INFINITY
  let late = 0
  let asked = 0
  const loop = async ({ session }: { session: string }) => {
    for (;;) {
      const startedAfter = performance.now() > changedAt
      const { status } = await raw('GET', '/account', session)
      asked++
      if (startedAfter && status === 200) late++
      if (startedAfter || status === 401) return
    }
  }

  const loops = others.map(loop)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await person.self(account.changePassword, { body: { currentPassword: OLD, password: NEW } })
  changedAt = performance.now()
  await Promise.all(loops)

  assert.ok(asked > 3)
  assert.equal(late, 0)
})

test('a person reads what happened to their account in pages, newest first', async () => {
  const person = await aPerson()
  for (const name of ['One', 'Two', 'Three']) {
    await person.self(account.modify, { body: { name } })
    clock.move(1_000)
  }

  const first = await person.self(account.listEvents, { query: { pagination: { count: 2 } } })
  const cursor = first.pagination.next ?? ''
  const second = await person.self(account.listEvents, { query: { pagination: { count: 2, cursor } } })

  assert.deepEqual([first.events.length, second.events.length, second.pagination.next], [2, 1, undefined])
  assert.ok((first.events[0]?.at ?? '') > (second.events[0]?.at ?? ''))
  assert.equal(first.events[0]?.says, 'The name was changed.')
  const foreign = (await aPerson()).self(account.listEvents, { query: { pagination: { cursor } } })
  await assert.rejects(foreign, { status: 422 })
  clock.reset()
})

test('a person without any workspace opens one, and one account belongs to many', async () => {
  const person = await aPerson()
  const before = await person.self(workspaces.listMine, { query: {} })

  for (const name of ['One', 'Two']) {
    await person.self(workspaces.open, { body: { name, slug: `mine-${newId().toLowerCase()}` } })
  }

  const { workspaces: mine } = await person.self(workspaces.listMine, { query: {} })
  assert.deepEqual([before.workspaces.length, mine.map((one) => one.isOwner)], [0, [true, true]])
})

test('addresses with plus tags are accounts of their own', async () => {
  const local = newId().toLowerCase()
  const [plain, tagged] = [
    await aPerson({ email: `${local}@plus.test` }),
    await aPerson({ email: `${local}+hipaa@plus.test` }),
  ]
  const here = await openWorkspace()
  await here.member([], tagged.email)

  const { users } = await here.owner(members.list, { query: { search: local } })

  assert.notEqual(plain.id, tagged.id)
  assert.deepEqual(
    users.map((user) => user.id),
    [tagged.id],
  )
})
