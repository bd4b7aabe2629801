import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resources } from '../../contract/resources.ts'
import { sources } from '../../contract/sources.ts'
import { authzenServer } from '../../test/authzen-server.ts'
import { openWorkspace } from '../../test/house.ts'
import { named, seenBy } from '../../test/registry.ts'

test("an operator's own types are registered, labelled and granted like any other", async () => {
  const workspace = await openWorkspace({ on: await authzenServer() })
  const { owner, member, app } = workspace
  const role = app.catalog.roles.find((one) => one.name === 'Record Reader')?.id ?? ''
  const prod = { key: 'environment', value: 'prod' }
  const scope = { id: workspace.id, type: 'WORKSPACE', labels: [prod] }
  const ada = await member([{ roleId: role, resources: [scope] }])

  await owner(resources.put, { ...named('record', '101'), body: { name: 'R', labels: [prod] } })
  await owner(resources.put, { ...named('todo', '1'), body: { name: 'T' } })

  assert.deepEqual(await seenBy(ada.call), ['RECORD 101'])
  const labelled = owner(resources.update, { ...named('todo', '1'), body: { labels: [prod] } })
  await assert.rejects(labelled, { status: 422, code: 'invalid-input' })
})

test("where the operator's catalog has no sources, there are no endpoints for them", async () => {
  const { owner } = await openWorkspace({ on: await authzenServer() })

  await assert.rejects(owner(sources.list, { query: {} }), { status: 404, code: 'not-found' })
  const got = owner(sources.get, { params: { sourceId: 'x' } })
  await assert.rejects(got, { status: 404, code: 'not-found' })
  const put = owner(resources.put, { ...named('source', 'x'), body: { name: 'X' } })
  await assert.rejects(put, { status: 404, code: 'not-found' })
})
