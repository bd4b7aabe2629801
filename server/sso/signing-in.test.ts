import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { clock } from '../../test/house.ts'
import {
  answerTo,
  ask,
  fetchFrom,
  isIn,
  openSamlWorkspace,
  openSsoBrowser,
  post,
  signInAt,
  somebodyAt,
  tracesOf,
} from '../../test/sso-house.ts'
import { assertRefused, eventsOf } from '../../test/sso-refused.ts'

afterEach(() => clock.reset())

test('L-7: somebody new becomes a member with minimal access by signing in, and nothing more', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const ada = somebodyAt(place)
  const browser = openSsoBrowser(place)

  const landed = await signInAt(place, browser, ada)

  assert.equal(landed, `/w/${place.slug}`)
  assert.equal(await isIn(place, browser), 'in')
  const { users } = await place.owner(members.list, { query: { pagination: { count: 10 } } })
  const member = users.find((one) => one.email === ada.email)
  assert.deepEqual([member?.name, member?.permissions, member?.isOwner], ['Ada Lovelace', [], false])
  assert.equal((await eventsOf(place, 'User Added via SSO')).length, 1)
  assert.deepEqual(
    (await tracesOf(place)).map(({ outcome, email }) => [outcome, email]),
    [['signed-in', ada.email]],
  )
})

test('the list of members says who comes in through single sign-on, and finds them by it', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const other = await openSamlWorkspace({ settings: { provisionSso: true } })
  const ada = somebodyAt(place)
  await signInAt(place, openSsoBrowser(place), ada)

  const { users } = await place.owner(members.directory, { query: { signIn: 'sso' } })

  assert.deepEqual(
    users.map(({ email, signIn }) => [email, signIn]),
    [[ada.email, ['sso']]],
  )
  assert.deepEqual((await other.owner(members.directory, { query: { signIn: 'sso' } })).users, [])
})

test('L-1: a linked person comes in by the subject, whatever else the provider says by then', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const ada = somebodyAt(place)
  await signInAt(place, openSsoBrowser(place), ada)
  const browser = openSsoBrowser(place)

  await signInAt(place, browser, { ...ada, attributes: { email: 'somebody@else.example' } })

  assert.equal(await isIn(place, browser), 'in')
  assert.equal((await browser.call(account.get, {})).account.email, ada.email)
})

test('SA-16: the same address by another connection is another identity; the same subject with another address the same person', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const other = await openSamlWorkspace({ settings: { provisionSso: true } })
  const ada = somebodyAt(place)
  await signInAt(place, openSsoBrowser(place), ada)

  await assertRefused(
    other,
    'address-unproved',
    () => signInAt(other, openSsoBrowser(other), ada),
    'sso-address-unproved',
  )
})

test('SA-16: a subject that is another at every sign-in links nobody', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const format = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'

  await assertRefused(place, 'no-name-id', () =>
    signInAt(place, openSsoBrowser(place), { ...somebodyAt(place), format }),
  )
})

test('SA-15: an answer that is posted twice opens one session', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const browser = openSsoBrowser(place)
  const asked = await ask(place, browser)
  const message = answerTo(place, asked, somebodyAt(place))
  await fetchFrom(place, browser, await post(place, message))

  await assertRefused(place, 'replay', () => post(place, message))
})

test('SA-15: of twenty posts of one answer at once, one opens a session', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const browser = openSsoBrowser(place)
  const asked = await ask(place, browser)
  const message = answerTo(place, asked, somebodyAt(place))

  const places = await Promise.all(Array.from({ length: 20 }, () => post(place, message)))

  const opened = places.filter((at) => at.startsWith('/sso/'))
  assert.equal(opened.length, 1)
  await Promise.all(Array.from({ length: 5 }, () => fetchFrom(place, browser, opened[0] ?? '')))
  assert.equal((await eventsOf(place, 'sso.rejected')).length, 19)
  assert.equal((await eventsOf(place, 'Signed In Through SSO')).length, 1)
})

test('SA-13: only the browser that asked fetches the session', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const asked = await ask(place, openSsoBrowser(place))
  const at = await post(place, answerTo(place, asked, somebodyAt(place)))
  const victim = openSsoBrowser(place)
  await ask(place, victim)

  await assertRefused(place, 'other-browser', () => fetchFrom(place, victim, at))
  assert.equal(victim.cookies.has('__Host-claviger'), false)
})

test('L-9: an invite is answered by signing in with the invited address', async () => {
  const place = await openSamlWorkspace()
  const ada = somebodyAt(place)
  await place.owner(invites.create, { body: { invites: [{ email: ada.email, permissions: [] }] } })
  const browser = openSsoBrowser(place)

  await signInAt(place, browser, ada)

  assert.equal(await isIn(place, browser), 'in')
  const bob = somebodyAt(place)
  await assertRefused(
    place,
    'not-a-member',
    () => signInAt(place, openSsoBrowser(place), bob),
    'sso-not-a-member',
  )
})

test('L-7: mapped groups are added at each sign-in, never one that owns the workspace, and none is taken away', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const { userGroup } = await place.owner(groups.create, { body: { name: 'Analysts' } })
  const { userGroup: bosses } = await place.owner(groups.create, { body: { name: 'Bosses' } })
  const { db } = place.app.database
  const mapped = (claim: string, group_id: string) => ({
    ...{ workspace_id: place.id, connection_id: place.connectionId, claim, group_id },
  })
  const rows = [mapped('analysts', userGroup.id), mapped('bosses', bosses.id)]
  await db.transaction().execute((tx) => tx.insertInto('connection_groups').values(rows).execute())
  const ada = somebodyAt(place)
  const groupsNow = async () => {
    const { users } = await place.owner(groups.listUsers, {
      params: { userGroupId: userGroup.id },
      query: {},
    })
    return users.map(({ email }) => email)
  }

  await signInAt(place, openSsoBrowser(place), {
    ...ada,
    attributes: { ...ada.attributes, groups: ['analysts', 'unheard of'] },
  })
  assert.deepEqual(await groupsNow(), [ada.email])
  await signInAt(place, openSsoBrowser(place), ada)
  assert.deepEqual(await groupsNow(), [ada.email])
})
