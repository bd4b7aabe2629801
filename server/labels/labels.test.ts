import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { labels } from '../../contract/labels.ts'
import { resources } from '../../contract/resources.ts'
import { openWorkspace } from '../../test/house.ts'
import { onAll, prod } from '../../test/registry.ts'

test('every workspace begins with environment:dev and environment:prod, and any member sees them', async () => {
  const { member } = await openWorkspace()
  const ada = await member()

  const { labels: found } = await ada.call(labels.list, {})

  assert.deepEqual(found, [
    { key: 'environment', value: 'dev', description: '' },
    { key: 'environment', value: 'prod', description: '' },
  ])
})

test('a label keeps its case and its description exactly, and is there once whatever the case', async () => {
  const { owner } = await openWorkspace()

  const made = await owner(labels.create, {
    body: { label: { key: 'BRAND', value: 'ACME_Corp-1', description: '  As written.  ' } },
  })
  const again = owner(labels.create, { body: { label: { key: 'brand', value: 'acme_corp-1' } } })

  assert.deepEqual(made.label, { key: 'BRAND', value: 'ACME_Corp-1', description: '  As written.  ' })
  await assert.rejects(again, { status: 409, code: 'label-taken' })
  const { labels: found } = await owner(labels.list, {})
  assert.deepEqual(found[0], made.label)
})

test('a label is made of letters, digits, hyphens and underscores, beginning with a letter', async () => {
  const { owner } = await openWorkspace()
  const wrong = ['', '1a', '-a', 'a b', 'a:b', 'ä', 'a'.repeat(101)]

  for (const value of wrong) {
    const made = owner(labels.create, { body: { label: { key: 'product', value } } })
    await assert.rejects(made, { status: 422, code: 'invalid-input' }, value)
  }

  const { labels: found } = await owner(labels.list, {})
  assert.equal(found.length, 2)
})

test('twenty creations of one label at once make one', async () => {
  const { owner } = await openWorkspace()

  const tries = Array.from({ length: 20 }, () =>
    owner(labels.create, { body: { label: { key: 'product', value: 'car' } } }),
  )
  const results = await Promise.allSettled(tries)

  assert.equal(results.filter((one) => one.status === 'fulfilled').length, 1)
})

test('the team plan has five labels besides the two first ones', async () => {
  const { owner } = await openWorkspace({ plan: 'team' })
  for (const value of ['a', 'b', 'c', 'd', 'e']) {
    await owner(labels.create, { body: { label: { key: 'product', value } } })
  }

  const sixth = owner(labels.create, { body: { label: { key: 'product', value: 'f' } } })

  await assert.rejects(sixth, { status: 422, code: 'plan-limit' })
  await owner(labels.delete, { params: { key: 'environment', value: 'dev' } })
  await owner(labels.create, { body: { label: { key: 'environment', value: 'dev', description: 'again' } } })
})

test('only owners make and delete labels', async () => {
  const { member } = await openWorkspace()
  const ada = await member()

  const made = ada.call(labels.create, { body: { label: { key: 'product', value: 'car' } } })
  await assert.rejects(made, { status: 401, code: 'not-allowed' })
  const deleted = ada.call(labels.delete, { params: prod })
  await assert.rejects(deleted, { status: 401, code: 'not-allowed' })
  await assert.rejects(ada.call(labels.usage, {}), { status: 401, code: 'not-allowed' })
})

test('a label is deleted whatever the case it is named in, once', async () => {
  const { owner } = await openWorkspace()

  const deleted = await owner(labels.delete, { params: { key: 'Environment', value: 'PROD' } })

  assert.deepEqual(deleted, { status: 'SUCCESS' })
  await assert.rejects(owner(labels.delete, { params: prod }), { status: 404, code: 'not-found' })
})

test('a label in use cannot be deleted, and the refusal names what uses it', async () => {
  const workspace = await openWorkspace()
  const { owner, member, tokenWith } = workspace
  const ada = await member([onAll(workspace, 'Source Read-only', prod)])
  await tokenWith([onAll(workspace, 'Source Read-only', prod)])
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  await owner(grants.replaceForGroup, {
    params: { userGroupId: userGroup.id },
    body: { permissions: [onAll(workspace, 'Source Read-only', prod)] },
  })
  const invited = { email: 'Eve@Example.test', permissions: [onAll(workspace, 'Source Read-only', prod)] }
  await owner(invites.create, { body: { invites: [invited] } })
  await owner(resources.put, { params: { type: 'source', id: 'ios' }, body: { name: 'iOS', labels: [prod] } })

  const refused = await owner(labels.delete, { params: prod }).catch((error: Refused) => error)

  assert.ok('errors' in refused)
  assert.equal(refused.status, 409)
  assert.equal(refused.code, 'label-in-use')
  for (const name of [
    'SOURCE iOS',
    'grant of group Analysts',
    'grant of token test',
    'grant of invite Eve@Example.test',
  ]) {
    assert.match(refused.message, new RegExp(name))
  }
  const uses = refused.errors[0]?.data?.uses as { kind: string; id: string }[]
  assert.deepEqual(uses.map((use) => use.kind).sort(), ['group', 'invite', 'resource', 'token', 'user'])
  assert.ok(uses.some((use) => use.kind === 'user' && use.id === ada.id))
})

test('usage counts what carries a label and whose grants name it', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  const ada = await member([onAll(workspace, 'Source Read-only', prod)])
  await owner(resources.bulk, {
    body: {
      upserts: Array.from({ length: 25 }, (_, n) => ({
        type: 'source',
        id: `s${n}`,
        name: `S${n}`,
        labels: [prod],
      })),
    },
  })

  const { labels: used } = await owner(labels.usage, {})

  const [dev, found] = used
  assert.deepEqual(dev?.uses, [])
  assert.deepEqual(found?.counts, { resources: 25, users: 1, groups: 0, tokens: 0, invites: 0 })
  assert.equal(found?.builtIn, true)
  assert.equal(found?.uses.filter((use) => use.kind === 'resource').length, 20)
  assert.ok(found?.uses.some((use) => use.kind === 'user' && use.id === ada.id))
})

test('of deleting a label and granting on it at once, exactly one wins', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  for (let round = 0; round < 6; round++) {
    const label = { key: 'round', value: `n${round}` }
    await owner(labels.create, { body: { label } })
    const ada = await member()

    const [granted, deleted] = await Promise.allSettled([
      owner(grants.replaceForUser, {
        params: { userId: ada.id },
        body: { permissions: [onAll(workspace, 'Source Read-only', label)] },
      }),
      owner(labels.delete, { params: label }),
    ])

    assert.notEqual(granted.status, deleted.status)
  }
})

test('the labels of a neighbour are neither seen nor deleted', async () => {
  const [one, other] = [await openWorkspace(), await openWorkspace()]
  const label = { key: 'product', value: 'car' }
  await one.owner(labels.create, { body: { label } })

  const deleted = other.owner(labels.delete, { params: label })

  await assert.rejects(deleted, { status: 404, code: 'not-found' })
  const { labels: found } = await other.owner(labels.list, {})
  assert.equal(found.length, 2)
})
