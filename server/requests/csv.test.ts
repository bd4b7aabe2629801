import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessRequests } from '../../contract/access-requests.ts'
import { audit } from '../../contract/audit.ts'
import { grants } from '../../contract/grants.ts'
import { ask, at, toRead } from '../../test/access-requests.ts'
import { openWorkspace } from '../../test/house.ts'
import { onSome, registerSources, roleNamed } from '../../test/registry.ts'

const COLUMNS =
  'Requested,State,Name,Email,Resource Type,Resource,Resource ID,Action,Message,Wished Role,Wished Scope,Wished Hours,Decided,Decided By,Reason,Granted'

test('owners download the requests with their states of this moment, by the filters of the list', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios', 'web'])
  const [ada, ben] = [await place.member(), await place.member()]
  const olivia = await place.ownerInPerson()
  const wished = { roleId: roleNamed('Source Admin'), hours: 8, scope: 'this' as const }
  const first = await ask(ada, toRead('ios', { message: '=1+1', wished }))
  await olivia.call(accessRequests.dismiss, { ...at(first), body: { reason: 'Not now,\nreally.' } })
  await ask(ben, toRead('web'))
  const permissions = [onSome('Source Read-only', 'SOURCE', 'web')]
  await place.owner(grants.replaceForUser, { params: { userId: ben.id }, body: { permissions } })

  const all = await olivia.call(accessRequests.exportAll, { query: {} })
  const dismissed = await olivia.call(accessRequests.exportAll, { query: { state: 'dismissed' } })
  const ofBen = await olivia.call(accessRequests.exportAll, { query: { requesterId: ben.id } })

  const [columns, one, other] = all.split('\r\n')
  assert.equal(columns, COLUMNS)
  assert.match(
    one ?? '',
    new RegExp(`,granted,[^,]*,${ben.email},SOURCE,web,web,source:read,For the report.,,,,,,,$`),
  )
  const middle = `,dismissed,[^,]*,${ada.email},SOURCE,ios,ios,source:read,'=1\\+1,Source Admin,this,8,`
  assert.match(other ?? '', new RegExp(middle))
  assert.match(all, /,Olivia Owner,"Not now,\nreally\.",/)
  assert.deepEqual([dismissed.includes(ben.email), dismissed.includes(ada.email)], [false, true])
  assert.deepEqual([ofBen.includes(ben.email), ofBen.includes(ada.email)], [true, false])
  const { events } = await place.owner(audit.list, { query: { type: 'Access Requests Exported' } })
  assert.equal(events.length, 3)
})

test('a token and a member download nothing', async () => {
  const { owner, member } = await openWorkspace()
  const ada = await member()

  await assert.rejects(owner(accessRequests.exportAll, { query: {} }), { code: 'not-allowed' })
  await assert.rejects(ada.call(accessRequests.exportAll, { query: {} }), { code: 'not-allowed' })
})
