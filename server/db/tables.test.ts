import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'

/** What each type of a column may be called in tables.ts. A union of words is a text (or a number) with a check. */
const kinds: Record<string, RegExp> = {
  text: /^(string|('[\w-]+'( \| )?)+)$/,
  int4: /^(number|\d)$/,
  int8: /^number$/,
  bool: /^boolean$/,
  bytea: /^Buffer$/,
  timestamptz: /^Date$/,
  jsonb: /^(JsonColumn|JsonDefault)<.+>$/,
}

test('tables.ts says what the migrated database is', async () => {
  const { db } = await testDatabase()
  const real = (await db.introspection.getTables()).filter((table) => table.name !== 'schema_migrations')
  const files = [
    './tables.ts',
    './request-tables.ts',
    './scim-tables.ts',
    './sign-in-tables.ts',
    './sso-tables.ts',
  ]
  const written = readTables(
    files.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n'),
  )

  const inDatabase = real.map((table) => [table.name, table.columns.map((column) => column.name)])
  const inFile = [...written].map(([name, columns]) => [name, [...columns.keys()]])
  assert.deepEqual(inFile.sort(), inDatabase.sort())
  for (const table of real) {
    for (const column of table.columns) {
      const type = written.get(table.name)?.get(column.name) ?? ''
      assert.equal(wrong(type, column), null, `${table.name}.${column.name} is ${type}`)
    }
  }
})

interface Column {
  dataType: string
  isNullable: boolean
  hasDefaultValue: boolean
}

function wrong(type: string, { dataType, isNullable, hasDefaultValue }: Column): string | null {
  const bare = type.replace(/ \| null$/, '').replace(/^Generated<(.+)>$/, '$1')
  if (type.endsWith(' | null') !== isNullable) return isNullable ? 'it may be null' : 'it is never null'
  if (/^(Generated|JsonDefault)</.test(type) !== hasDefaultValue)
    return hasDefaultValue ? 'it has a default' : 'it has no default'
  return kinds[dataType]?.test(bare) ? null : `it is ${dataType}`
}

/** Table by table, the columns and their types as the text of tables.ts writes them. */
function readTables(text: string): Map<string, Map<string, string>> {
  const bodies = new Map(
    [...text.matchAll(/^(?:export )?interface (\w+)(?: extends [\w, ]+)? \{\n(.*?)^\}/gms)].map(
      ([, name, body]) => [name, body],
    ),
  )
  return new Map(
    [
      ...fields(bodies.get('Tables')),
      ...fields(bodies.get('RequestTables')),
      ...fields(bodies.get('ScimTables')),
      ...fields(bodies.get('SignInTables')),
      ...fields(bodies.get('SsoTables')),
    ].map(([table, type]) => [table, new Map(fields(bodies.get(type)))]),
  )
}

function fields(body = ''): [name: string, type: string][] {
  return [...body.matchAll(/^ {2}(\w+): (.+)$/gm)].map(([, name = '', type = '']) => [name, type])
}
