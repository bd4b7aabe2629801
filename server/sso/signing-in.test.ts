import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { sso } from '../../contract/sso.ts'
import { clock } from '../../test/house.ts'
import {
  answerTo,
  ask,
  browserOf,
  fetchFrom,
  isIn,
  linkedWith,
  openSamlWorkspace,
  openSsoBrowser,
  post,
  type SsoBrowser,
  signInAt,
  somebodyAt,
  tracesOf,
} from '../../test/sso-house.ts'
import { assertRefused, eventsOf, stateOf } from '../../test/sso-refused.ts'

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

test('a link on another page signs nobody in as somebody else who is signed in here: it asks first', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const other = await openSamlWorkspace({ settings: { provisionSso: true } })
  const ada = somebodyAt(place)
  const asking = `/sign-in/sso?connection=${place.connectionId}`
  const start = (browser: SsoBrowser, returnTo = '') => browser.open(place.addresses.startUrl + returnTo)
  const nobody = openSsoBrowser(place)
  const account = browserOf(place, await other.ownerInPerson())
  const through = openSsoBrowser(place)
  await signInAt(other, through, somebodyAt(other))

  assert.match(await start(nobody), /^https:\/\/idp\.example\/sso/)
  const before = await stateOf(place.app)
  assert.equal(await start(account), asking)
  assert.equal(await start(through, '?returnTo=/w/x'), `${asking}#returnTo=${encodeURIComponent('/w/x')}`)
  assert.equal(await start(through, '?returnTo=//evil'), asking)
  assert.deepEqual(await stateOf(place.app), before)
  assert.deepEqual([await isIn(other, account), await isIn(other, through)], ['in', 'in'])

  const params = { connectionId: place.connectionId }
  const { workspace } = await account.call(sso.destination, { params })
  assert.deepEqual(workspace, { name: 'Test' })
  assert.equal(await signInAt(place, account, ada), `/w/${place.slug}`)
})

test('whom this workspace alone proved goes on at once by its link, and is asked once another did too', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const other = await openSamlWorkspace({ settings: { provisionSso: true } })
  const ada = somebodyAt(place)
  const browser = openSsoBrowser(place)
  await signInAt(place, browser, ada)

  assert.match(await browser.open(place.addresses.startUrl), /^https:\/\/idp\.example\/sso/)
  const { id } = await other.member([], ada.email)
  await linkedWith(other, { id, email: ada.email, subject: ada.subject })
  await signInAt(other, browser, ada)

  assert.deepEqual([await isIn(place, browser), await isIn(other, browser)], ['in', 'in'])
  assert.match(await browser.open(place.addresses.startUrl), /^\/sign-in\/sso/)
})

test('what is switched off asks nobody whether to go on', async () => {
  const place = await openSamlWorkspace({ isActive: false })
  const browser = browserOf(place, await place.ownerInPerson())
  const params = { connectionId: place.connectionId }

  const at = await browser.open(`${place.addresses.startUrl}?returnTo=/w/x`)

  assert.equal(
    at,
    `/sign-in?problem=connection-inactive&sso=${place.connectionId}#returnTo=${encodeURIComponent('/w/x')}`,
  )
  await assert.rejects(browser.call(sso.destination, { params }), { code: 'connection-inactive' })
})
