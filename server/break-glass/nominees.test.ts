import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { breakGlass } from '../../contract/break-glass.ts'
import { grants } from '../../contract/grants.ts'
import { eventsIn } from '../../test/events.ts'
import { again, broken, glassLetters, nominated, nominee } from '../../test/glass.ts'
import { clock, openWorkspace } from '../../test/house.ts'
import { onAll } from '../../test/registry.ts'

const HOUR_MS = 3_600_000

afterEach(() => clock.reset())

const whom = (userId: string) => ({ body: { userId } })

test('an owner nominates a member, once; the owners and the member hear of it', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)

  const { nominees } = await owner.call(breakGlass.nominate, whom(nora.id))

  assert.deepEqual(
    nominees.map(({ id, email }) => [id, email]),
    [[nora.id, nora.email]],
  )
  assert.equal((await eventsIn(place)).filter((type) => type === 'Break-Glass Nominated').length, 1)
  const told = await glassLetters(place)
  assert.deepEqual(told.map(({ to }) => to).sort(), [owner.email, nora.email].sort())
  assert.match(told[0]?.text ?? '', /may break the glass in the workspace Test from now on/)
})

test('nobody else nominates: no member, no token, nobody with an old proof, nobody themselves', async () => {
  const place = await openWorkspace()
  const owner = await place.ownerInPerson()
  const member = await place.member([onAll(place, 'Source Admin')])
  const other = await place.member()

  const byMember = () => member.call(breakGlass.nominate, whom(other.id))
  const byToken = () => place.owner(breakGlass.nominate, whom(other.id))
  const themselves = () => owner.call(breakGlass.nominate, whom(owner.id))
  const stale = () => owner.call(breakGlass.nominate, whom(other.id))

  await assert.rejects(byMember, { code: 'not-allowed' })
  await assert.rejects(byToken, { code: 'not-allowed' })
  await assert.rejects(themselves, { code: 'not-allowed' })
  clock.move(10 * 60_000 + 1000)
  await assert.rejects(stale, { code: 'step-up-required' })
  assert.deepEqual((await place.owner(breakGlass.get, {})).nominees, [])
})

test('whoever is an owner for a time nominates nobody: it would outlast them', async () => {
  const place = await openWorkspace()
  const endsAt = new Date(clock.now().getTime() + 24 * HOUR_MS).toISOString()
  const guest = await place.member([{ ...onAll(place, 'Workspace Owner'), endsAt }])
  const other = await place.member()

  const asked = guest.call(breakGlass.nominate, whom(other.id))

  await assert.rejects(asked, { code: 'not-allowed' })
})

test('only members are nominated, and who is a member elsewhere is not found', async () => {
  const [place, elsewhere] = [await openWorkspace(), await openWorkspace()]
  const owner = await place.ownerInPerson()
  const stranger = await elsewhere.member()

  const foreign = () => owner.call(breakGlass.nominate, whom(stranger.id))
  const nobody = () => owner.call(breakGlass.nominate, whom('nobody'))
  const group = () => owner.call(breakGlass.nominate, whom(''))

  await assert.rejects(foreign, { code: 'not-found' })
  await assert.rejects(nobody, { code: 'not-found' })
  await assert.rejects(group, { status: 422 })
})

test('twenty people can be nominated, and no more', async () => {
  const place = await openWorkspace()
  const owner = await place.ownerInPerson()
  for (let count = 0; count < 20; count++) {
    const { id } = await place.member()
    await owner.call(breakGlass.nominate, whom(id))
  }
  const { id: late } = await place.member()

  const asked = () => owner.call(breakGlass.nominate, whom(late))

  await assert.rejects(asked, { code: 'invalid-input' })
  const { nominees } = await owner.call(breakGlass.get, {})
  assert.equal(nominees.length, 20)
  await owner.call(breakGlass.withdraw, { params: { userId: nominees[0]?.id ?? '' } })
  await asked()
})

test('a nomination that is taken back is gone at once, and takes with it what was taken by it', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const nick = await nominee(place, owner)
  await broken(nora)
  const gone = { params: { userId: nora.id } }

  await place.owner(breakGlass.withdraw, gone)

  await assert.rejects(nora.call(breakGlass.get, {}), { code: 'not-allowed' })
  await assert.rejects(broken(nora), { code: 'not-nominated' })
  await assert.rejects(owner.call(breakGlass.withdraw, gone), { code: 'not-found' })
  const { nominees } = await owner.call(breakGlass.get, {})
  assert.deepEqual(
    nominees.map(({ id }) => id),
    [nick.id],
  )
})

test('a nomination of one workspace is nothing in another', async () => {
  const [place, elsewhere] = [await openWorkspace(), await openWorkspace()]
  const { owner, nora } = await nominated(place)
  const theirs = await elsewhere.ownerInPerson()
  await elsewhere.member([], nora.email)
  const gone = { params: { userId: nora.id } }

  const withdrawing = () => theirs.call(breakGlass.withdraw, gone)

  await assert.rejects(withdrawing, { code: 'not-found' })
  assert.deepEqual((await theirs.call(breakGlass.get, {})).nominees, [])
  const there = await again(elsewhere, nora)
  assert.equal((await there(breakGlass.mine, {})).isNominated, false)
  await broken(nora)
  assert.equal((await there(breakGlass.mine, {})).use, null)
  await assert.rejects(there(breakGlass.get, {}), { code: 'not-allowed' })
  assert.equal((await owner.call(breakGlass.get, {})).nominees.length, 1)
})

test('who is nominated may be an owner too: they use it when they are none any more', async () => {
  const place = await openWorkspace()
  const owner = await place.ownerInPerson()
  const other = await place.member([onAll(place, 'Workspace Owner')])
  await owner.call(breakGlass.nominate, whom(other.id))
  const call = await again(place, other)
  await assert.rejects(broken({ call }), { code: 'already-allowed' })

  const none = { params: { userId: other.id }, body: { permissions: [] } }
  await owner.call(grants.replaceForUser, none)

  assert.equal((await broken({ call })).user.id, other.id)
})
