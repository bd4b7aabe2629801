import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { breakGlass } from '../../contract/break-glass.ts'
import { grants } from '../../contract/grants.ts'
import { members } from '../../contract/members.ts'
import { previews } from '../../contract/previews.ts'
import { eventsIn } from '../../test/events.ts'
import { again, broken, glassLetters, nominated, nominee, REASON } from '../../test/glass.ts'
import { clock, openWorkspace, type Person, type TestWorkspace } from '../../test/house.ts'
import { onAll, roleNamed } from '../../test/registry.ts'
import { tellOfEnds } from '../grants/grants.ts'

const HOUR_MS = 3_600_000
const OWNER = roleNamed('Workspace Owner')

afterEach(() => clock.reset())

const named = (id: string) => ({ params: { breakGlassUseId: id } })

/** The ways in which a use ends before its time, and who ends it. */
const ways: Record<
  string,
  { by: 'user' | 'owner' | 'token'; end(it: Glass): Promise<unknown>; leaves?: boolean }
> = {
  'the user ends it': { by: 'user', end: ({ nora, id }) => nora.call(breakGlass.end, named(id)) },
  'an owner ends it': { by: 'owner', end: ({ owner, id }) => owner.call(breakGlass.end, named(id)) },
  "an owner's token ends it": { by: 'token', end: ({ place, id }) => place.owner(breakGlass.end, named(id)) },
  'an owner takes the role away in the editor': {
    by: 'owner',
    end: ({ owner, nora }) =>
      owner.call(grants.replaceForUser, { params: { userId: nora.id }, body: { permissions: [] } }),
  },
  'the user gives the role back': {
    by: 'user',
    end: ({ nora }) => nora.call(grants.handBack, { query: { roleId: OWNER } }),
  },
  'the nomination is withdrawn': {
    by: 'owner',
    end: ({ owner, nora }) => owner.call(breakGlass.withdraw, { params: { userId: nora.id } }),
  },
  'the member is removed': {
    by: 'owner',
    end: ({ owner, nora }) => owner.call(members.remove, { query: { userIds: [nora.id] } }),
    leaves: true,
  },
  'the user leaves': { by: 'user', end: ({ nora }) => nora.call(members.leave, {}), leaves: true },
}

interface Glass {
  place: TestWorkspace
  owner: Person
  nora: Person
  id: string
}

for (const [name, { by, end, leaves }] of Object.entries(ways)) {
  test(`it is over at once, on record, and told to all owners where ${name}`, async () => {
    const place = await openWorkspace()
    const { owner, nora } = await nominated(place)
    const other = await place.member([{ ...onAll(place, 'Workspace Owner') }])
    const { id } = await broken(nora, 8)

    await end({ place, owner, nora, id })

    await assert.rejects(nora.call(breakGlass.get, {}), { code: leaves ? 'not-found' : 'not-allowed' })
    const { uses } = await owner.call(breakGlass.get, {})
    const ids = { user: nora.id, owner: owner.id, token: uses[0]?.endedBy?.id }
    assert.deepEqual([uses[0]?.id, uses[0]?.endedBy?.id], [id, ids[by]])
    assert.notEqual(uses[0]?.endedAt, null)
    const told = (await glassLetters(place)).filter(({ kind }) => kind === 'break-glass-ended')
    assert.deepEqual(told.map(({ to }) => to).sort(), [owner.email, other.email, nora.email].sort())
    assert.equal((await eventsIn(place)).filter((type) => type === 'Break-Glass Ended').length, 1)
  })
}

test('what has ended is ended once: nothing more happens, and nobody is told again', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const { id } = await broken(nora)
  const { use: first } = await nora.call(breakGlass.end, named(id))
  const [events, letters] = [await eventsIn(place), await glassLetters(place)]

  const { use: again } = await owner.call(breakGlass.end, named(id))

  assert.deepEqual(again, first)
  assert.deepEqual([await eventsIn(place), await glassLetters(place)], [events, letters])
})

test('what ended by itself stays on record as it was', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const opened = await broken(nora)
  const before = await eventsIn(place)
  clock.move(HOUR_MS)

  const { use: over } = await owner.call(breakGlass.end, named(opened.id))

  assert.deepEqual(over, opened)
  assert.deepEqual(await eventsIn(place), before)
})

test('nobody else ends it, and nobody else learns of it', async () => {
  const [place, elsewhere] = [await openWorkspace(), await openWorkspace()]
  const { nora } = await nominated(place)
  const { id } = await broken(nora)
  const member = await place.member()
  const outsider = await elsewhere.ownerInPerson()

  for (const by of [member.call, outsider.call, elsewhere.owner]) {
    await assert.rejects(by(breakGlass.end, named(id)), { code: 'not-found' })
    await assert.rejects(by(breakGlass.end, named('nothing')), { code: 'not-found' })
  }
  assert.notEqual((await nora.call(breakGlass.mine, {})).use, null)
})

test('whoever left and comes back is not nominated any more', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  await broken(nora)
  await owner.call(members.remove, { query: { userIds: [nora.id] } })

  const back = await place.member([], nora.email)

  const strong = await again(place, back)
  assert.equal(back.id, nora.id)
  assert.deepEqual(await strong(breakGlass.mine, {}), {
    isNominated: false,
    use: null,
    hasStrongFactor: false,
  })
  await assert.rejects(broken({ call: strong }), { code: 'not-nominated' })
  await assert.rejects(strong(breakGlass.get, {}), { code: 'not-allowed' })
})

test('a preview of ending it ends nothing and tells nobody', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const opened = await broken(nora)
  const before = await glassLetters(place)
  const change = {
    route: 'PUT /users/:userId/permissions',
    params: { userId: nora.id },
    body: { permissions: [] },
  }

  const { subjects } = await owner.call(previews.make, { body: { changes: [change] } })

  assert.deepEqual(
    subjects.map(({ id, isOwner }) => [id, isOwner]),
    [[nora.id, { before: true, after: false }]],
  )
  assert.deepEqual((await nora.call(breakGlass.mine, {})).use, opened)
  assert.deepEqual(await glassLetters(place), before)
})

test('every owner of the moment gets a loud letter at once, and so does who broke the glass', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const other = await place.member([onAll(place, 'Workspace Owner')])
  await place.member([onAll(place, 'Source Admin')])

  const { use } = await nora.call(breakGlass.use, {
    body: { reason: `${REASON}\n<b>Call\u202e me</b>`, hours: 2 },
  })

  const told = (await glassLetters(place)).filter(({ kind }) => kind === 'break-glass-used')
  assert.deepEqual(told.map(({ to }) => to).sort(), [owner.email, other.email, nora.email].sort())
  const { subject, text, html } = told.find(({ to }) => to === owner.email) ?? {}
  const name = use.user.name
  assert.equal(subject, `BREAK-GLASS: ${name} made themselves an owner of Test`)
  for (const part of [
    `${name} (${nora.email}) broke the glass in the workspace Test, and is an owner of it now. Nobody was asked.`,
    `until ${new Date(use.endsAt).toUTCString().replace('GMT', 'UTC')}.`,
    `Their reason: ${REASON} <b>Call me</b>`,
    `/w/${place.slug}/settings/break-glass`,
    'end it there now, take the nomination back',
  ]) {
    assert.ok(text?.includes(part), `${part}\n${text}`)
  }
  assert.ok(html?.includes('&lt;b&gt;Call me&lt;/b&gt;'))
})

test('the audit trail tells all of it, by events of its own kind', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const before = (await eventsIn(place)).length

  const opened = await broken(nora, 2)
  await owner.call(breakGlass.withdraw, { params: { userId: nora.id } })

  assert.deepEqual((await eventsIn(place)).slice(before - 1), [
    'Break-Glass Nominated',
    'Break-Glass Used',
    'Policy Created',
    'User Policy Updated',
    'Break-Glass Nomination Removed',
    'Break-Glass Ended',
    'Policy Deleted',
    'User Policy Updated',
  ])
  const { events } = await place.owner(audit.list, { query: { type: 'Break-Glass Used' } })
  const [used] = events
  assert.deepEqual(
    [used?.actor, used?.resourceType, used?.resourceId, used?.resourceName, used?.detail],
    [
      nora.id,
      'BREAK_GLASS',
      opened.id,
      opened.user.name,
      { userId: nora.id, reason: REASON, endsAt: opened.endsAt },
    ],
  )
})

test('where it ends by itself, the owners are told once that somebody is no owner any more', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  await nominee(place, owner)
  await broken(nora)
  await tellOfEnds(place.app)
  clock.move(HOUR_MS)

  await tellOfEnds(place.app)
  await tellOfEnds(place.app)

  const types = await eventsIn(place)
  assert.equal(types.filter((type) => type === 'Ownership Ended').length, 1)
  assert.equal(types.filter((type) => type === 'Policy Ends Soon').length, 0)
})
