import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resources } from '../../contract/resources.ts'
import { roles } from '../../contract/roles.ts'
import { words } from '../../contract/words.ts'
import { openWorkspace } from '../../test/house.ts'

test('whoever is in the workspace reads its catalog in German, by the names that stay', async () => {
  const { member, owner } = await openWorkspace()
  const ada = await member()
  const { roles: all } = await owner(roles.list, { query: {} })
  const admin = all.find(({ name }) => name === 'Source Admin')

  const { words: german } = await ada.call(words.get, { query: { language: 'de' } })

  assert.equal(german.resourceTypes.SOURCE?.plural, 'Quellen')
  assert.equal(german.resourceTypes.SOURCE?.actions['source:create'], 'Quellen anlegen.')
  assert.equal(german.resourceTypes.WORKSPACE?.actions['member:remove'], 'Mitglieder entfernen.')
  assert.equal(german.roles[admin?.id ?? '']?.name, 'Quellen verwalten')
  assert.equal(german.areas.Connections, 'Verbindungen')
  assert.equal(german.plans.business, 'Business')
})

test('a language that the catalog has no words in has none, and the other replies stay as they are', async () => {
  const { owner } = await openWorkspace()

  const { words: none } = await owner(words.get, { query: { language: 'fr' } })
  const { types } = await owner(resources.listTypes, {})
  const refused = owner(words.get, { query: { language: 'constructor' } })

  assert.deepEqual(none, { resourceTypes: {}, roles: {}, areas: {}, plans: {} })
  assert.equal(types.find(({ type }) => type === 'SOURCE')?.plural, 'sources')
  await assert.rejects(refused, { code: 'invalid-input' })
})
