import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decisions } from '../../contract/decisions.ts'
import { resources } from '../../contract/resources.ts'
import { roles } from '../../contract/roles.ts'
import { openWorkspace } from '../../test/house.ts'

function mayDo(userId: string, action: string) {
  const subject = { type: 'user', id: userId }
  return { body: { subject, action: { name: action }, resource: { type: 'source', id: 'ios' } } }
}

test('who asks about themselves is told who can grant it, and an address only where they may read the members', async () => {
  const house = await openWorkspace()
  const stranger = await house.member([], `ada@${house.slug}.test`)
  const { role } = await house.owner(roles.create, {
    body: { name: 'Reader of members', may: { workspace: ['member:read'] } },
  })
  const reader = await house.member([{ roleId: role.id, resources: [house.everything] }])
  const { id, email } = house.ownerPerson

  const closed = await stranger.call(decisions.explain, mayDo(stranger.id, 'source:edit'))
  const open = await reader.call(decisions.explain, mayDo(reader.id, 'source:edit'))

  assert.deepEqual(closed.whoCanGrant, [{ id, name: 'Olivia Owner' }])
  assert.deepEqual(open.whoCanGrant, [{ id, name: 'Olivia Owner', email }])
})

test('an explanation says what was asked, by the names that the asker may know', async () => {
  const house = await openWorkspace()
  await house.owner(resources.put, { params: { type: 'source', id: 'ios' }, body: { name: 'The ios' } })
  const ada = await house.member([], `ada@${house.slug}.test`)

  const { about: ofOwner } = await house.owner(decisions.explain, mayDo(ada.id, 'source:read'))
  const { about: ofAda } = await ada.call(decisions.explain, mayDo(ada.id, 'source:read'))
  const { about: ofNobody } = await house.owner(decisions.explain, mayDo('nobody@x.test', 'source:read'))

  const subject = { type: 'user', name: 'Ada' }
  const resource = { type: 'SOURCE', id: 'ios' }
  assert.deepEqual(ofOwner, { subject, action: 'source:read', resource: { ...resource, name: 'The ios' } })
  assert.deepEqual(ofAda, { subject, action: 'source:read', resource })
  assert.deepEqual(ofNobody.subject, { type: 'user', name: 'nobody@x.test' })
})
