import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { accessRequests } from '../../contract/access-requests.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { resources } from '../../contract/resources.ts'
import { ask, at, lettersAbout, look, textOf, toRead } from '../../test/access-requests.ts'
import { clock, openWorkspace } from '../../test/house.ts'
import { onAll, onSome, registerSources } from '../../test/registry.ts'

const SECRET = 'Takeover of Acme'

afterEach(() => clock.reset())

/** A workspace with a source whose name says much, and a member who may not see it. */
async function withSecret() {
  const place = await openWorkspace()
  await registerSources(place, ['x1'])
  await place.owner(resources.update, { params: { type: 'source', id: 'x1' }, body: { name: SECRET } })
  return { place, ada: await place.member() }
}

test('every owner gets one letter, however they own the workspace, with the message and where it is answered', async () => {
  const { place, ada } = await withSecret()
  const oscar = await place.member([onAll(place, 'Workspace Owner')])
  const paul = await place.member()
  await place.member([onAll(place, 'Source Admin')])
  const permissions = [onAll(place, 'Workspace Owner')]
  await place.owner(groups.create, {
    body: { name: 'Bosses', emails: [oscar.email, paul.email], permissions },
  })

  const asked = await ask(ada, toRead('x1', { message: 'For the\n<b>report</b>.', wished: { hours: 8 } }))
  const told = await lettersAbout(place)

  assert.deepEqual(told.map(({ userId }) => userId).sort(), [place.ownerPerson.id, oscar.id, paul.id].sort())
  for (const { kind, letter } of told) {
    assert.equal(kind, 'access-request')
    const text = textOf(letter)
    assert.match(text, /asks for access to the source Takeover of Acme in the workspace Test/)
    assert.match(text, /wrote: “For the <b>report<\/b>\.”/)
    assert.match(text, /What they want to do: source:read/)
    assert.match(text, /What they would like: Access, for 8 hours/)
    const link = `${place.app.config.publicUrl}/w/${place.slug}/access/requests/${asked.id}`
    assert.ok(text.includes(link))
    assert.match(letter?.html ?? '', /&lt;b&gt;report&lt;\/b&gt;/)
    assert.doesNotMatch(letter?.html ?? '', /<b>/)
  }
})

test('a letter to an owner is not sent once the request is answered, or its reader owns nothing any more', async () => {
  const { place, ada } = await withSecret()
  const oscar = await place.member([onAll(place, 'Workspace Owner')])
  const endsAt = new Date(clock.now().getTime() + 1_800_000).toISOString()
  await place.member([{ ...onAll(place, 'Workspace Owner'), endsAt }])
  const asked = await ask(ada, toRead('x1'))
  const sent = async () =>
    (await lettersAbout(place)).filter(({ letter }) => letter).map(({ userId }) => userId)

  const first = await sent()
  await place.owner(grants.replaceForUser, { params: { userId: oscar.id }, body: { permissions: [] } })
  clock.move(3_600_000)
  const second = await sent()
  await ada.call(accessRequests.withdraw, at(asked))

  assert.deepEqual([first.length, second], [3, [place.ownerPerson.id]])
  assert.deepEqual(await sent(), [])
})

test('whoever asked is told what they were given and until when, or why not; and never what a hidden thing is called', async () => {
  const { place, ada } = await withSecret()
  const olivia = await place.ownerInPerson()
  const first = await ask(ada, toRead('x1', { wished: { hours: 8 } }))
  await olivia.call(accessRequests.dismiss, { ...at(first), body: { reason: 'Ask the\ndata team.' } })
  const second = await ask(ada, toRead('x1'))
  const nothing = { permissions: [] }
  await olivia.call(accessRequests.resolve, { ...at(second), body: nothing })
  const toAda = async () => (await lettersAbout(place)).filter(({ userId }) => userId === ada.id)
  const untold = (await toAda()).map(({ letter }) => textOf(letter))
  const third = await ask(ada, toRead('x1', { wished: { hours: 8 } }))
  const { suggestion } = await look(place, third)
  await olivia.call(accessRequests.resolve, {
    ...at(third),
    body: { permissions: suggestion, reason: 'Enjoy.' },
  })

  const [dismissed, unmoved] = untold
  const given = textOf((await toAda()).at(-1)?.letter)
  assert.match(dismissed ?? '', /Your request for access to the source x1 was dismissed/)
  assert.match(dismissed ?? '', /wrote: “Ask the data team\.”/)
  assert.match(unmoved ?? '', /looked at it, and gave you no further role/)
  assert.doesNotMatch(untold.join(), /Takeover/)
  assert.match(given, /Your request for access to the source Takeover of Acme was answered/)
  assert.match(given, /gave you the role Source Read-only, until .* UTC\./)
  assert.match(given, /wrote: “Enjoy\.”/)
})

test('a member who asks and withdraws again and again fills no mailbox', async () => {
  const { place, ada } = await withSecret()
  for (let n = 0; n < 10; n++) {
    const asked = await ask(ada, toRead('x1'))
    await ada.call(accessRequests.withdraw, at(asked))
    await ask(ada, toRead(`other-${n}`))
  }

  const first = await lettersAbout(place)
  const second = await lettersAbout(place)
  const third = await lettersAbout(place)

  const sent = [first, second, third].map((all) => all.filter(({ letter }) => letter).length)
  const later = [first, second, third].map((all) => all.filter(({ isLater }) => isLater).length)
  assert.deepEqual(
    [sent, later],
    [
      [10, 10, 0],
      [0, 0, 10],
    ],
  )
})

test('whoever left the workspace is told nothing more', async () => {
  const { place, ada } = await withSecret()
  const asked = await ask(ada, toRead('x1'))
  const permissions = [onSome('Source Read-only', 'SOURCE', 'x1')]
  await place.owner(accessRequests.resolve, { ...at(asked), body: { permissions } })
  await place.owner(members.remove, { query: { userIds: [ada.id] } })

  const told = (await lettersAbout(place)).filter(({ userId }) => userId === ada.id)

  assert.deepEqual(
    told.map(({ letter }) => letter),
    [null],
  )
})
