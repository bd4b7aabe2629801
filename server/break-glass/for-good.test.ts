import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { breakGlass } from '../../contract/break-glass.ts'
import { connections } from '../../contract/connections.ts'
import { domains } from '../../contract/domains.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { provisioning } from '../../contract/provisioning.ts'
import { tokens } from '../../contract/tokens.ts'
import { activeSaml, completeSaml, goodCertificate, testedBy } from '../../test/connections.ts'
import { again, broken, nominated, nominee } from '../../test/glass.ts'
import { clock, openWorkspace, type Person, type TestWorkspace } from '../../test/house.ts'
import { onAll } from '../../test/registry.ts'
import { provedDomain } from '../../test/sso-house.ts'

const HOUR_MS = 3_600_000

afterEach(() => clock.reset())

/** A workspace of which Nora owns for eight hours, and what she might make more of that with. */
async function open() {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const accomplice = await place.member()
  const owners = await groupWith(place, 'Owners', [onAll(place, 'Workspace Owner')])
  const plain = await groupWith(place, 'Everybody', [])
  await owner.call(groups.addUsers, {
    params: { userGroupId: plain },
    body: { emails: [nora.email, accomplice.email] },
  })
  const token = await place.tokenWith([onAll(place, 'Source Admin')])
  const invite = await invited(place, `waiting@${place.slug}.test`)
  const use = await broken(nora, 8)
  return { place, owner, nora, accomplice, owners, plain, token, invite, use }
}

type Opened = Awaited<ReturnType<typeof open>>

async function groupWith({ owner }: TestWorkspace, name: string, permissions: object[]) {
  const { userGroup } = await owner(groups.create, { body: { name, permissions: permissions as never } })
  return userGroup.id
}

async function invited({ owner }: TestWorkspace, email: string) {
  await owner(invites.create, { body: { invites: [{ email, permissions: [] }] } })
  const { invites: found } = await owner(invites.listDetails, { query: {} })
  return found.find((one) => one.email === email)?.id ?? ''
}

const owns = ({ place }: Opened, endsAt?: string) => ({
  ...onAll(place, 'Workspace Owner'),
  ...(endsAt && { endsAt }),
})
const later = ({ use }: Opened) => new Date(Date.parse(use.endsAt) + 1).toISOString()
const to = (person: { id: string }) => ({ params: { userId: person.id } })
const group = (userGroupId: string) => ({ params: { userGroupId } })
const newGroup = (it: Opened, emails: string[]) => ({
  body: { name: 'Friends', permissions: [owns(it)], emails },
})
const newInvite = ({ place }: Opened, more: object) => ({
  body: { invites: [{ email: `friend@${place.slug}.test`, permissions: [], ...more }] },
})

/** Every way that we know to make more of these hours than they are. */
const ways: Record<string, (it: Opened) => Promise<unknown>> = {
  'ownership for oneself': (it) =>
    it.nora.call(grants.addToUser, { ...to(it.nora), body: { permissions: [owns(it)] } }),
  'ownership for oneself, a moment longer': (it) =>
    it.nora.call(grants.addToUser, { ...to(it.nora), body: { permissions: [owns(it, later(it))] } }),
  'ownership for oneself, once these hours are over': (it) =>
    it.nora.call(grants.addToUser, {
      ...to(it.nora),
      body: { permissions: [{ ...owns(it), startsAt: it.use.endsAt }] },
    }),
  'ownership for oneself instead of the one that ends': (it) =>
    it.nora.call(grants.replaceForUser, { ...to(it.nora), body: { permissions: [owns(it)] } }),
  'another role for oneself, for good': (it) =>
    it.nora.call(grants.addToUser, {
      ...to(it.nora),
      body: { permissions: [onAll(it.place, 'Source Admin')] },
    }),
  'ownership for somebody else': (it) =>
    it.nora.call(grants.addToUser, { ...to(it.accomplice), body: { permissions: [owns(it)] } }),
  'a group with oneself in it that owns': (it) =>
    it.nora.call(grants.replaceForGroup, { ...group(it.plain), body: { permissions: [owns(it)] } }),
  'a new group with oneself in it that owns': (it) =>
    it.nora.call(groups.create, newGroup(it, [it.nora.email])),
  'a new group that owns, to be filled later': (it) => it.nora.call(groups.create, newGroup(it, [])),
  'a place in a group that owns': (it) =>
    it.nora.call(groups.addUsers, { ...group(it.owners), body: { emails: [it.nora.email] } }),
  'a place in it, by writing all of it': (it) =>
    it.nora.call(groups.replaceUsers, { ...group(it.owners), body: { emails: [it.accomplice.email] } }),
  'an invite for a new owner': (it) =>
    it.nora.call(invites.create, newInvite(it, { permissions: [owns(it)] })),
  'an invite into a group that owns': (it) =>
    it.nora.call(invites.create, newInvite(it, { groupIds: [it.owners] })),
  'ownership in an invite that waits': (it) =>
    it.nora.call(invites.modify, {
      params: { inviteId: it.invite },
      body: { permissions: [owns(it)] },
    }),
  'a group that owns in an invite that waits': (it) =>
    it.nora.call(invites.modify, { params: { inviteId: it.invite }, body: { groupIds: [it.owners] } }),
  "an owner's token": (it) => it.nora.call(tokens.create, { body: { description: 'mine', access: 'owner' } }),
  "an owner's token that ends": (it) =>
    it.nora.call(tokens.create, {
      body: { description: 'mine', access: 'owner', expiresAt: it.use.endsAt },
    }),
  'a token with a role for good': (it) =>
    it.nora.call(tokens.create, {
      body: { description: 'mine', access: 'member', permissions: [onAll(it.place, 'Source Admin')] },
    }),
  'ownership for a token that is there': (it) =>
    it.nora.call(grants.replaceForToken, {
      params: { tokenId: it.token.id },
      body: { permissions: [owns(it)] },
    }),
  'a token for SCIM, which fills groups': (it) =>
    it.nora.call(provisioning.createToken, { body: { description: 'mine' } }),
  'a link that sets single sign-on up': (it) =>
    it.nora.call(connections.createSetUpLink, { body: { note: 'mine', days: 1 } }),
  'a nomination of somebody else': (it) =>
    it.nora.call(breakGlass.nominate, { body: { userId: it.accomplice.id } }),
  'another name by which applications know somebody': (it) =>
    it.nora.call(members.modify, { ...to(it.owner), body: { externalId: 'nora-there' } }),
}

for (const [name, tried] of Object.entries(ways)) {
  test(`eight hours stay eight hours: they are no way to ${name}`, async () => {
    const it = await open()

    const asked = tried(it)

    await assert.rejects(asked, { code: 'not-allowed' })
    clock.move(8 * HOUR_MS)
    const { users } = await it.place.owner(members.list, { query: {} })
    assert.deepEqual(
      users.filter(({ isOwner }) => isOwner).map(({ id }) => id),
      [it.owner.id],
    )
  })
}

test('what ends with these hours may be given: an owner for the same time, and nobody after it', async () => {
  const it = await open()
  const until = it.use.endsAt

  await it.nora.call(grants.addToUser, {
    ...to(it.accomplice),
    body: { permissions: [owns(it, until), { ...onAll(it.place, 'Source Admin'), endsAt: until }] },
  })

  await it.accomplice.call(breakGlass.get, {})
  clock.move(8 * HOUR_MS)
  await assert.rejects(it.accomplice.call(breakGlass.get, {}), { code: 'not-allowed' })
  await assert.rejects(it.nora.call(breakGlass.get, {}), { code: 'not-allowed' })
})

test('whom the workspace believes is not decided by them, though what is broken may be switched off', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const trusted = await activeSaml(place, owner.call)
  const second = await activeSaml(place, owner.call, 'Second')
  const third = await completeSaml(owner.call, 'Third')
  await testedBy(place, third)
  const domain = provedDomain({ workspace_id: place.id, created_at: clock.now() }, `${place.slug}.example`)
  await place.app.database.db.transaction().execute((tx) => tx.insertInto('domains').values(domain).execute())
  await broken(nora)
  const of = (connectionId: string) => ({ params: { connectionId } })
  const certificates = [goodCertificate('mine')]

  for (const tried of [
    () => nora.call(connections.modify, { ...of(trusted), body: { saml: { certificates } } }),
    () => nora.call(connections.activate, of(third)),
    () => nora.call(connections.makeDefault, of(second)),
    () => nora.call(connections.deactivate, of(trusted)),
    () => nora.call(connections.delete, of(trusted)),
    () => nora.call(domains.modify, { params: { domainId: domain.id }, body: { connectionId: second } }),
  ]) {
    await assert.rejects(tried, { code: 'not-allowed' })
  }

  await nora.call(connections.deactivate, of(second))
  await nora.call(connections.deactivate, of(trusted))
})

test('they take ownership from nobody who has it for good, and so everybody who could end it stays', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const other = await place.member([onAll(place, 'Workspace Owner')])
  const third = await place.member()
  const userGroupId = await groupWith(place, 'Owners', [onAll(place, 'Workspace Owner')])
  const emails = [third.email]
  await place.owner(groups.addUsers, { params: { userGroupId }, body: { emails } })
  await broken(nora)
  const before = await ownersOf(place)
  const endsAt = new Date(clock.now().getTime() + HOUR_MS).toISOString()
  assert.equal(before.length, 4)

  for (const tried of [
    () => nora.call(grants.replaceForUser, { ...to(other), body: { permissions: [] } }),
    () => nora.call(members.remove, { query: { userIds: [other.id] } }),
    () => nora.call(members.remove, { query: { userIds: [nora.id, owner.id, other.id] } }),
    () => nora.call(groups.removeUsers, { params: { userGroupId }, query: { emails } }),
    () => nora.call(groups.delete, { params: { userGroupId } }),
    () => nora.call(grants.replaceForGroup, { params: { userGroupId }, body: { permissions: [] } }),
    () => nora.call(members.modify, { ...to(other), body: { endsAt } }),
    () => nora.call(groups.addUsers, { params: { userGroupId }, body: { emails, endsAt } }),
    () => nora.call(breakGlass.withdraw, to(nora)),
  ]) {
    await assert.rejects(tried, { code: 'not-allowed' })
  }
  assert.deepEqual(await ownersOf(place), before)
})

async function ownersOf({ owner }: TestWorkspace) {
  const { users } = await owner(members.list, { query: {} })
  return users.filter(({ isOwner }) => isOwner).map(({ id }) => id)
}

test('everything else that owners do, they do: members go, roles are given and taken, groups change', async () => {
  const place = await openWorkspace()
  const { nora } = await nominated(place)
  const [one, two] = [await place.member([onAll(place, 'Source Admin')]), await place.member()]
  const until = (await broken(nora)).endsAt

  await nora.call(grants.replaceForUser, { ...to(one), body: { permissions: [] } })
  await nora.call(members.remove, { query: { userIds: [one.id] } })
  const permissions = [{ ...onAll(place, 'Source Admin'), endsAt: until }]
  await nora.call(groups.create, { body: { name: 'Crew', permissions, emails: [two.email] } })

  assert.equal((await place.owner(members.list, { query: {} })).users.length, 3)
})

test('the last owner for good is none of them: an ownership that ends keeps no workspace open', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  await broken(nora)

  const leaving = () => owner.call(members.leave, {})
  const demoted = () => owner.call(grants.replaceForUser, { ...to(owner), body: { permissions: [] } })

  await assert.rejects(leaving, { code: 'last-owner' })
  await assert.rejects(demoted, { code: 'last-owner' })
})

test('whom an owner made an owner meanwhile is one like others, for as long as that lasts', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const nick = await nominee(place, owner)
  await broken(nora)
  await assert.rejects(nora.call(breakGlass.withdraw, to(nick)), { code: 'not-allowed' })

  const permissions = [onAll(place, 'Workspace Owner')]
  await owner.call(grants.addToUser, { ...to(nora), body: { permissions } })

  const call = await again(place, nora)
  await call(breakGlass.withdraw, to(nick))
  await call(breakGlass.nominate, { body: { userId: nick.id } })
})

test('the link of an invite is shown to owners, and not to who broke the glass', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const permissions = [onAll(place, 'Workspace Owner')]
  const email = `waiting@${place.slug}.test`
  await owner.call(invites.create, { body: { invites: [{ email, permissions }] } })
  await broken(nora)

  const linksOf = async (person: Person) =>
    (await person.call(invites.listDetails, { query: {} })).invites.map(({ link }) => typeof link)

  assert.deepEqual(await linksOf(owner), ['string'])
  assert.deepEqual(await linksOf(nora), ['undefined'])
})
