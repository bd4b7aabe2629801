import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { decisions } from '../../contract/decisions.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { openWorkspace } from '../../test/house.ts'
import { onAll, onSome, registerSources, roleNamed } from '../../test/registry.ts'

const OWNER = roleNamed('Workspace Owner')
const ADMIN = roleNamed('Source Admin')

test('a member gives one of their own grants back, or all of a role, at once, and the audit trail says so', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios', 'web'])
  const ada = await place.member([
    onSome('Source Admin', 'SOURCE', 'ios'),
    onSome('Source Admin', 'SOURCE', 'web'),
    onAll(place, 'Function Admin'),
  ])
  const may = async (sourceId: string) => {
    const { resources } = await ada.call(decisions.whatCan, {
      query: { action: 'source:edit', resourceType: 'source' },
    })
    return resources.some(({ id }) => id === sourceId)
  }
  const { access } = await ada.call(decisions.accessOfUser, { params: { userId: ada.id } })
  const onIos = access
    .find(({ type }) => type === 'SOURCE')
    ?.roles.find(({ scopes }) => scopes.some(({ id }) => id === 'ios'))

  const one = await ada.call(grants.handBack, { query: { roleId: ADMIN, grantId: onIos?.grantId ?? '' } })
  const afterOne = [await may('ios'), await may('web')]
  const all = await ada.call(grants.handBack, { query: { roleId: ADMIN } })

  assert.deepEqual([one.permissions.length, afterOne], [2, [false, true]])
  assert.deepEqual(
    all.permissions.map(({ roleName }) => roleName),
    ['Function Admin'],
  )
  assert.equal(await may('web'), false)
  const { events } = await place.owner(audit.list, { query: { type: 'Policy Handed Back' } })
  assert.deepEqual(
    events.map(({ actor, resourceId }) => [actor, resourceId]),
    [
      [ada.id, ada.id],
      [ada.id, ada.id],
    ],
  )
})

test('what one does not hold oneself, what a group holds, and the last ownership are not given back', async () => {
  const place = await openWorkspace()
  const olivia = await place.ownerInPerson()
  const ada = await place.member()
  const permissions = [onAll(place, 'Source Admin')]
  await place.owner(groups.create, { body: { name: 'Analysts', emails: [ada.email], permissions } })
  const token = await place.tokenWith(permissions)
  const back = (query: { roleId: string; grantId?: string }) => ({ query })

  await assert.rejects(ada.call(grants.handBack, back({ roleId: ADMIN })), { code: 'not-found' })
  await assert.rejects(ada.call(grants.handBack, back({ roleId: 'nothing' })), { code: 'not-found' })
  await assert.rejects(olivia.call(grants.handBack, back({ roleId: OWNER })), { code: 'last-owner' })
  await assert.rejects(token.call(grants.handBack, back({ roleId: ADMIN })), { code: 'not-allowed' })
  const ben = await place.member([{ roleId: OWNER, resources: [] }])
  const { permissions: left } = await olivia.call(grants.handBack, back({ roleId: OWNER }))

  assert.deepEqual(left, [])
  const mine = await ben.call(decisions.accessOfUser, { params: { userId: ada.id } })
  assert.ok(mine.access.every(({ roles }) => roles.every(({ grantId }) => grantId === undefined)))
})
