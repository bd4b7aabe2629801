import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeCatalog, wordsIn } from '../../contract/complete.ts'
import { segment } from '../../contract/segment.ts'
import { around } from '../../test/fixtures/catalog-mistakes.ts'
import { parseCatalog } from './catalog-file.ts'

test('a file says its own words in other languages, beside those of what every catalog has', () => {
  const rest = `
words:
  de:
    resourceTypes:
      todo: {name: Aufgabe, plural: Aufgaben, actions: {read: Sie lesen.}}
      workspace: {actions: {'audit:read': Nachlesen.}}
    roles: {reader: {name: Lesen}}
    areas: {Product: Produkt}
  fr:
    roles: {reader: {name: Lire}}`

  const catalog = parseCatalog(around({ rest }), 'x.yaml')

  const german = wordsIn(catalog, 'de')
  assert.deepEqual(german.resourceTypes?.todo, {
    name: 'Aufgabe',
    plural: 'Aufgaben',
    actions: { read: 'Sie lesen.' },
  })
  assert.equal(german.resourceTypes?.workspace?.actions?.['audit:read'], 'Nachlesen.')
  assert.match(german.resourceTypes?.workspace?.actions?.['member:read'] ?? '', /^Mitglieder sehen/)
  assert.equal(german.roles?.reader?.name, 'Lesen')
  assert.deepEqual(german.areas, {
    Workspace: 'Workspace',
    Custom: 'Eigene Rollen',
    Product: 'Produkt',
  })
  assert.equal(german.resourceTypes?.source, undefined)
  assert.equal(wordsIn(catalog, 'fr').roles?.reader?.name, 'Lire')
  assert.deepEqual(wordsIn(catalog, 'it'), {})
})

test('a role that a file defines itself is not called by our words for it', () => {
  const [, minimal] = completeCatalog(segment).roles.filter(({ area }) => area === 'Workspace')
  const roles = `  - {name: Member, id: ${minimal?.id}}`

  const { roles: german } = wordsIn(parseCatalog(around({ roles }), 'x.yaml'), 'de')

  assert.equal(german?.[minimal?.id ?? ''], undefined)
})
