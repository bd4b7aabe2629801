import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { aPerson } from '../../test/alone.ts'
import { as, clock, headersOf, openWorkspace, type Person } from '../../test/house.ts'
import { startSession } from '../../test/sessions.ts'

const _NEW = 'staple of another stable'

after(() => clock.reset())

test('SE-5: a member who is signed out by an owner gets nothing more from the workspace', async () => {
  const here = await openWorkspace()
  const [owner, mira] = [await here.ownerInPerson(), await here.member()]
  let isOver = false
  const codes = new Set<string>()
  const loop = async () => {
    for (;;) {
      const startedAfter = isOver
      const code = await mira.call(workspaces.get, {}).then(
        () => 'ok',
        (error) => error.code,
      )
      if (startedAfter) return codes.add(code)
    }
  }

  const loops = [loop(), loop(), loop()]
  await owner.call(account.endSessionsOfMember, { params: { userId: mira.id } })
  isOver = true
  await Promise.all(loops)

  assert.deepEqual([...codes], ['sign-in-again'])
})

test('SE-6: a person lists where they are signed in, ends one session, and then all others', async () => {
  const person = await aPerson()
  const { app } = person
  const browser = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const [second, third] = [await person.signIn(), await person.signIn()]
  const { sessions: three } = await person.self(account.listSessions, {})
  const current = three.filter((one) => one.current)
  await app.database.db.transaction().execute((tx) =>
    tx
      .updateTable('sessions')
      .where('id', '=', current[0]?.id ?? '')
      .set({ user_agent: browser })
      .execute(),
  )
  const idOf = async (self: Person['self']) =>
    (await self(account.listSessions, {})).sessions.find((one) => one.current)?.id ?? ''

  await person.self(account.endSession, { params: { sessionId: await idOf(second.self) } })
  const { sessions: two } = await person.self(account.listSessions, {})
  await assert.rejects(second.self(account.get, {}), { status: 401 })
  await person.self(account.endOtherSessions, {})
  await assert.rejects(third.self(account.get, {}), { status: 401 })
  const { sessions: one } = await person.self(account.listSessions, {})
  await person.self(account.endSession, { params: { sessionId: current[0]?.id ?? '' } })

  assert.deepEqual([three.length, two.length, one.length, current.length], [3, 2, 1, 1])
  assert.equal(one[0]?.device, 'Firefox on Windows')
  await assert.rejects(person.self(account.get, {}), { status: 401 })
})

test("SE-6: nobody ends another person's session", async () => {
  const [ada, eve] = [await aPerson(), await aPerson()]
  const { sessions } = await ada.self(account.listSessions, {})

  await eve.self(account.endSession, { params: { sessionId: sessions[0]?.id ?? '' } })

  assert.equal((await ada.self(account.get, {})).account.id, ada.id)
})

test('SE-6, SE-9: ending sessions needs a fresh proof', async () => {
  const person = await aPerson()

  clock.move(11 * 60_000)
  const refused = person.self(account.endOtherSessions, {})

  await assert.rejects(refused, { code: 'step-up-required' })
  clock.reset()
})

test('SE-6: an owner signs a member out of the workspace, and of no other', async () => {
  const [here, there] = [await openWorkspace(), await openWorkspace()]
  const owner = await here.ownerInPerson()
  const mira = await here.member()
  await there.member([], mira.email)

  await owner.call(account.endSessionsOfMember, { params: { userId: mira.id } })

  await assert.rejects(mira.call(workspaces.get, {}), { code: 'sign-in-again' })
  const elsewhere = as({ url: `${here.url}/w/${there.slug}`, headers: headersOf(mira.session, here.url) })
  assert.equal((await elsewhere(workspaces.get, {})).workspace.id, there.id)
  clock.move(1_000)
  const session = await startSession(here.app, mira.id)
  const again = as({ url: `${here.url}/w/${here.slug}`, headers: headersOf(session, here.url) })
  assert.equal((await again(workspaces.get, {})).workspace.id, here.id)
  clock.reset()
})

test('an owner cannot sign out who is no member, and a member signs out nobody', async () => {
  const [ours, theirs] = [await openWorkspace(), await openWorkspace()]
  const owner = await ours.ownerInPerson()
  const mira = await ours.member()
  const params = { userId: theirs.ownerPerson.id }

  await assert.rejects(owner.call(account.endSessionsOfMember, { params }), { code: 'not-found' })
  await assert.rejects(mira.call(account.endSessionsOfMember, { params: { userId: mira.id } }), {
    code: 'not-allowed',
  })
  await assert.rejects(ours.owner(account.endSessionsOfMember, { params: { userId: mira.id } }), {
    code: 'not-allowed',
  })
})
