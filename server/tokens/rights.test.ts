import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownerRole } from '../../contract/complete.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { roles } from '../../contract/roles.ts'
import { tokens } from '../../contract/tokens.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { as, openWorkspace } from '../../test/house.ts'
import { onAll } from '../../test/registry.ts'

test('TK-2: a token has its own rights: what becomes of the person who made it changes nothing, and is shown', async () => {
  const place = await openWorkspace()
  const { owner, member, everything, app, url } = place
  const asOwner = [{ roleId: ownerRole(app.catalog).id, resources: [everything] }]
  const ada = await member(asOwner)
  const permissions = [onAll(place, 'Source Admin')]
  const { token, secret } = await ada.call(tokens.create, {
    body: { description: 'CI', access: 'member', permissions },
  })
  const ci = as({ url, token: secret })

  // Its maker is an owner, and it is none.
  await assert.rejects(ci(members.list, { query: {} }), { code: 'not-allowed' })
  const params = { userId: ada.id }
  await owner(grants.replaceForUser, { params, body: { permissions: [] } })
  assert.deepEqual((await ci(tokens.current, {})).token.permissions, token.permissions)
  await owner(members.remove, { query: { userIds: [ada.id] } })

  const { token: after } = await ci(tokens.current, {})
  assert.deepEqual(after.permissions, token.permissions)
  assert.equal(after.createdBy.gone, true)
  await owner(tokens.revoke, { params: { tokenId: token.id } })
  await assert.rejects(ci(tokens.current, {}), { code: 'not-signed-in' })
})

test('TK-3: a token gives nobody more than it has, itself included', async () => {
  const place = await openWorkspace()
  const { owner, member, tokenWith, everything, app } = place
  const ada = await member()
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  const asOwner = [{ roleId: ownerRole(app.catalog).id, resources: [everything] }]
  const body = { permissions: asOwner }

  for (const role of ['Workspace Member', 'Source Admin', 'Source Read-only']) {
    const { id: tokenId, call } = await tokenWith([onAll(place, role)])
    const tries = await Promise.allSettled([
      call(tokens.create, { body: { description: 'More', access: 'owner' } }),
      call(tokens.create, { body: { description: 'Same', access: 'member' } }),
      call(grants.replaceForToken, { params: { tokenId }, body }),
      call(grants.addToUser, { params: { userId: ada.id }, body }),
      call(grants.addToGroup, { params: { userGroupId: userGroup.id }, body }),
      call(groups.addUsers, { params: { userGroupId: userGroup.id }, body: { emails: [ada.email] } }),
      call(invites.create, { body: { invites: [{ email: 'eve@x.test', permissions: asOwner }] } }),
      call(roles.create, { body: { name: 'More', may: { source: ['*'] } } }),
      call(workspaces.modify, { body: { name: 'Mine' } }),
    ])

    assert.deepEqual(
      tries.map((one) => (one.status === 'rejected' ? one.reason.code : 'ok')),
      tries.map(() => 'not-allowed'),
      role,
    )
  }
})
