import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invites } from '../../contract/invites.ts'
import { openWorkspace } from '../../test/house.ts'

test('invites are found by a part of the address or of the name, in any case, and counted', async () => {
  const { owner } = await openWorkspace()
  const people = [
    { email: 'Ada@x.test', name: 'Émilie du Châtelet' },
    { email: 'grace@x.test' },
    { email: 'a_b@y.test', name: '100 %' },
  ]
  await owner(invites.create, { body: { invites: people } })
  const found = async (search?: string) => {
    const query = search === undefined ? {} : { search }
    const { invites: page, pagination } = await owner(invites.listDetails, { query })
    // Those of one request are in no order that people know.
    return [page.map((one) => one.email).sort(), pagination.totalEntries]
  }

  assert.deepEqual(await found('X.TEST'), [['Ada@x.test', 'grace@x.test'], 2])
  assert.deepEqual(await found('éMILIE'), [['Ada@x.test'], 1])
  assert.deepEqual(await found('%'), [['a_b@y.test'], 1])
  assert.deepEqual(await found('aXb'), [[], 0])
  assert.deepEqual((await found())[1], 3)
  assert.deepEqual((await found(' '))[1], 3)
})

test('pages of a search put together are all that match, and a cursor belongs to its search', async () => {
  const { owner } = await openWorkspace()
  const emails = ['a@x.test', 'b@y.test', 'c@x.test', 'd@x.test']
  await owner(invites.create, { body: { invites: emails.map((email) => ({ email })) } })

  const first = await owner(invites.listDetails, { query: { search: 'x.test', pagination: { count: 2 } } })
  const cursor = first.pagination.next ?? ''
  const second = await owner(invites.listDetails, { query: { search: 'x.test', pagination: { cursor } } })

  const found = [...first.invites, ...second.invites].map((one) => one.email).sort()
  assert.deepEqual(found, ['a@x.test', 'c@x.test', 'd@x.test'])
  assert.equal(second.pagination.totalEntries, 3)
  const astray = owner(invites.listDetails, { query: { search: 'y.test', pagination: { cursor } } })
  await assert.rejects(astray, { status: 422, code: 'invalid-input' })
})

test('invites of another workspace are not found', async () => {
  const here = await openWorkspace()
  const there = await openWorkspace()
  await there.owner(invites.create, { body: { invites: [{ email: 'ada@x.test', name: 'Ada' }] } })

  const { invites: found } = await here.owner(invites.listDetails, { query: { search: 'ada' } })

  assert.deepEqual(found, [])
})
