import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account } from '../../contract/account.ts'
import { audit } from '../../contract/audit.ts'
import { members } from '../../contract/members.ts'
import { aPerson } from '../../test/alone.ts'
import { roleId } from '../../test/fixture.ts'
import { openWorkspace, type Person, type TestWorkspace } from '../../test/house.ts'
import { lettersAbout } from '../../test/mail-house.ts'

const remove = ({ self, email }: Pick<Person, 'self' | 'email'>) =>
  self(account.delete, { query: { confirm: email } })

function anOwner({ member, everything }: TestWorkspace, email?: string) {
  return member([{ roleId: roleId('Workspace Owner'), resources: [everything] }], email)
}

test('a deleted account leaves all its workspaces, is in their audit trails, and its sessions are dead', async () => {
  const [one, two] = [await openWorkspace(), await openWorkspace()]
  const mira = await one.member()
  await two.member([], mira.email)

  await remove({ ...mira, email: mira.email.toUpperCase() })

  await assert.rejects(mira.self(account.get, {}), { status: 401 })
  for (const { owner } of [one, two]) {
    const { users } = await owner(members.list, { query: {} })
    const { events } = await owner(audit.list, { query: {} })
    assert.ok(users.every((user) => user.id !== mira.id))
    assert.equal(events[0]?.type, 'User Removed')
  }
  assert.deepEqual(await lettersAbout(one, mira.id), [`notice: Account Deleted to ${mira.email}`])
})

test('the address of a deleted account is free again, for an account of its own', async () => {
  const first = await aPerson()
  await remove(first)

  const second = await aPerson({ email: first.email })

  assert.notEqual(second.id, first.id)
  assert.deepEqual((await second.self(account.listEvents, { query: {} })).events, [])
})

test('the last owner of workspaces cannot delete their account, learns which they are, and nothing happens', async () => {
  const [one, two, three] = [await openWorkspace(), await openWorkspace(), await openWorkspace()]
  const owner = await one.ownerInPerson()
  await two.member([], owner.email)
  await anOwner(three, owner.email)
  const { users: before } = await two.owner(members.list, { query: {} })

  const refused = await remove(owner).catch((error) => error)

  assert.equal(refused.code, 'last-owner')
  assert.deepEqual(refused.errors[0].data.workspaces, [{ id: one.id, slug: one.slug, name: 'Test' }])
  assert.deepEqual((await two.owner(members.list, { query: {} })).users, before)
  assert.equal((await owner.self(account.get, {})).account.id, owner.id)
})

test('of the last two owners who delete their accounts at once, one stays', async () => {
  const workspace = await openWorkspace()
  const [first, second] = [await workspace.ownerInPerson(), await anOwner(workspace)]

  const done = await Promise.allSettled([remove(first), remove(second)])

  const refused = done.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  assert.deepEqual(refused, ['last-owner'])
})

test('an account that joins a workspace while it is deleted is either deleted or a member, never half', async () => {
  const workspaces = await Promise.all([openWorkspace(), openWorkspace(), openWorkspace()])
  const mira = await (workspaces[0] as TestWorkspace).member()

  const done = await Promise.allSettled([
    remove(mira),
    ...workspaces.slice(1).map(({ member }) => member([], mira.email)),
  ])

  const [removed] = done
  if (removed?.status === 'rejected') assert.equal(removed.reason.code, 'unavailable')
  const stays = await mira.self(account.get, {}).then(
    () => true,
    () => false,
  )
  assert.equal(stays, removed?.status === 'rejected')
})

test('deleting an account asks for its address once more', async () => {
  const person = await aPerson()

  const refused = person.self(account.delete, { query: { confirm: 'another@alone.test' } })

  await assert.rejects(refused, { status: 422 })
  assert.equal((await person.self(account.get, {})).account.id, person.id)
})
