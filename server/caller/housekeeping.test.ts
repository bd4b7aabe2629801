import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groups } from '../../contract/groups.ts'
import { openWorkspace } from '../../test/house.ts'
import { loadCatalog } from '../platform/catalog-file.ts'
import { catalogMustFit } from './fits.ts'
import { tidyUp } from './housekeeping.ts'
import { forgetOldVersions } from './versions.ts'

test('what old access versions touched is forgotten, and decisions go on as before', async () => {
  const { app, id, owner } = await openWorkspace()
  for (const name of ['One', 'Two', 'Three']) await owner(groups.create, { body: { name } })
  const versions = () =>
    app.database.db
      .selectFrom('access_changes')
      .where('workspace_id', '=', id)
      .orderBy('version')
      .selectAll()
      .execute()

  await tidyUp(app)
  const before = await versions()
  await forgetOldVersions(app, 2)

  assert.deepEqual(
    (await versions()).map((row) => row.version),
    before.slice(-2).map((row) => row.version),
  )
  assert.equal((await owner(groups.list, { query: {} })).userGroups.length, 3)
})

test('a catalog that lacks a role somebody holds, or the plan of a workspace, is refused with all of it named', async () => {
  const { app } = await openWorkspace()
  const catalog = loadCatalog('test/fixtures/authzen-catalog.yaml')

  await catalogMustFit(app.database.db, app.catalog)
  const refused = catalogMustFit(app.database.db, { ...catalog, roles: [], plans: {} })

  await assert.rejects(
    refused,
    /the role \w+, which is granted[\s\S]*the plan business, which a workspace has/,
  )
})
