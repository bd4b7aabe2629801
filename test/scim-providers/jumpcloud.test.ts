import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GROUP, nobody, openProvisioned, type Provisioned, USER } from '../scim-client.ts'

const contentType = 'application/json'

function user({ domain }: Provisioned, local: string, more: object = {}) {
  return {
    schemas: [USER],
    userName: `${local}@${domain}`,
    name: { familyName: local, givenName: 'Test' },
    displayName: `Test ${local}`,
    emails: [{ type: 'work', value: `${local}@${domain}`, primary: true }],
    active: true,
    externalId: `jc-${local}`,
    ...more,
  }
}

test('JumpCloud puts people whole: made, changed, deactivated, activated', async () => {
  const place = await openProvisioned({ contentType })
  const before = await place.get('/Users', { filter: `userName eq "ada@${place.domain}"` })
  assert.equal(before.body.totalResults, 0)
  const { body } = await place.post('/Users', user(place, 'ada', { title: 'Countess' }))
  const put = (more: object) => place.put(`/Users/${body.id}`, { ...user(place, 'ada', more), id: body.id })

  const changed = await put({ displayName: 'Ada', nickName: 'A' })
  assert.equal(changed.status, 200)
  assert.deepEqual([changed.body.displayName, changed.body.nickName], ['Ada', 'A'])
  assert.ok(!('title' in changed.body))
  const same = await put({ displayName: 'Ada', nickName: 'A' })
  assert.equal(same.text, changed.text, 'what changes nothing changes nothing')

  assert.equal((await put({ active: false })).body.active, false)
  assert.deepEqual(await place.look(), nobody)
  assert.equal((await put({ active: true })).body.active, true)
  assert.deepEqual(await place.look(), { ...nobody, members: ['ada'] })

  const renamed = await put({ userName: `other@${place.domain}` })
  assert.deepEqual([renamed.status, renamed.body.userName], [200, `ada@${place.domain}`])
  assert.deepEqual(await place.look(), { ...nobody, members: ['ada'] })
})

test('JumpCloud binds a group, changes who is in it by PUT, and unbinds it', async () => {
  const place = await openProvisioned({ contentType })
  const { body: ada } = await place.post('/Users', user(place, 'ada'))
  const { body: bob } = await place.post('/Users', user(place, 'bob'))
  const { body } = await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts' })
  const put = (members: object[]) =>
    place.put(`/Groups/${body.id}`, { schemas: [GROUP], displayName: 'Analysts', members })

  assert.equal((await put([{ value: ada.id }, { value: bob.id }])).status, 200)
  assert.deepEqual((await place.look()).groups, { Analysts: ['ada', 'bob'] })
  await put([{ value: bob.id }])
  assert.deepEqual((await place.look()).groups, { Analysts: ['bob'] })

  assert.equal((await place.delete(`/Groups/${body.id}`)).status, 204)
  assert.deepEqual(await place.look(), { ...nobody, members: ['ada', 'bob'] })
})
