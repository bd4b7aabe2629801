import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { compileRules } from '../../access/index.ts'
import { featureNames } from '../../contract/catalog.ts'
import { areaOf, completeCatalog, pluralOf, roleById } from '../../contract/complete.ts'
import { segment } from '../../contract/segment.ts'
import { around, many, mistakes } from '../../test/fixtures/catalog-mistakes.ts'
import { loadCatalog, parseCatalog } from './catalog-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'catalog-'))
after(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** The problems of a catalog, one per line, without heading and footing. */
function problemsOf(text: string, path = 'catalog.yaml'): string[] {
  try {
    parseCatalog(text, path)
  } catch (error) {
    assert.ok(error instanceof Error)
    return error.message
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim())
  }
  return []
}

test("without a file, the catalog is Segment's", () => {
  assert.deepEqual(loadCatalog(undefined), completeCatalog(segment))
})

test("an operator's file can say everything that Segment's catalog says", () => {
  const { workspace, ...others } = segment.resourceTypes
  const file = { ...segment, resourceTypes: { ...others, workspace: { actions: workspace.actions } } }

  assert.deepEqual(parseCatalog(JSON.stringify(file), 'segment.json'), completeCatalog(segment))
})

test('what a small file leaves out is filled in', () => {
  const catalog = loadCatalog(write('small.yaml', around({})))

  const { name, ...todo } = catalog.resourceTypes.todo ?? assert.fail()
  assert.equal(name, 'todo')
  assert.equal(todo.labelable, true)
  assert.equal(catalog.resourceTypes.route?.labelable, false)
  assert.deepEqual({ ...todo.actions }, { read: { says: 'Read it.' }, write: { says: 'Change it.' } })
  assert.deepEqual(catalog.subjectTypes, ['user'])
  assert.equal(catalog.defaultPlan, 'business')
  assert.deepEqual(catalog.plans.business, {
    name: 'Business',
    features: featureNames,
    limits: { customLabels: null, members: null },
  })
  const reader = catalog.roles.at(-1)
  assert.deepEqual(
    { ...reader, may: { ...reader?.may } },
    {
      id: 'reader',
      name: 'Reader',
      description: '',
      area: 'Product',
      plans: ['business'],
      scopes: ['all', 'list', 'label'],
      may: { todo: ['read'] },
    },
  )
})

test('several of a type, and where they are listed, are called as the file says', () => {
  const types = `
  city: {plural: cities, area: Places}
  town_hall: {}
  entry: {plural: entries}`

  const { city, town_hall, entry, workspace } = parseCatalog(around({ types }), 'x.yaml').resourceTypes

  const shown = [city, town_hall, entry, workspace].map((type) => type && [pluralOf(type), areaOf(type)])
  assert.deepEqual(shown, [
    ['cities', 'Places'],
    ['town halls', 'Town halls'],
    ['entries', 'Entries'],
    ['workspaces', 'Workspace'],
  ])
})

test('a role reaches as far as what it is about allows', () => {
  const text = around({
    types: '  part: {parent: todo, actions: {see: See it.}}',
    roles: `
  - {name: Caller, may: {route: GET}}
  - {name: Part Reader, may: {part: see}}
  - {name: Auditor, may: {workspace: 'audit:read'}}
  - {name: Nobody}`,
  })

  const scopes = parseCatalog(text, 'x.yaml')
    .roles.slice(-4)
    .map((role) => role.scopes)

  assert.deepEqual(scopes, [['all', 'list'], ['all', 'list', 'label'], ['all'], ['all']])
})

test('of the ways to grant a role some are offered, and none that it does not have', () => {
  const roles = (offered: string) =>
    `  - {name: Caller, scopes: [all, list], offered: ${offered}, may: {route: GET}}`

  const caller = parseCatalog(around({ roles: roles('[all]') }), 'x.yaml').roles.at(-1)

  assert.deepEqual([caller?.scopes, caller?.offered], [['all', 'list'], ['all']])
  const [problem = ''] = problemsOf(around({ roles: roles('[label]') }))
  assert.match(problem, /offered: label: this role cannot be granted in this way\.$/)
})

test('the same catalog may be written as JSON', () => {
  const json = JSON.stringify({
    resourceTypes: { todo: { actions: { read: 'Read it.' } } },
    roles: [{ name: 'Reader', may: { todo: ['read'] } }],
    plans: { trial: { features: ['sso'], limits: { members: 3 } }, business: null },
  })
  const catalog = loadCatalog(write('small.json', `\uFEFF${json}`))

  assert.equal(catalog.defaultPlan, 'business')
  assert.deepEqual(catalog.plans.trial?.limits, { customLabels: null, members: 3 })
  assert.deepEqual(catalog.plans.trial?.features, ['sso'])
})

test('an action may be called the same on several types', () => {
  assert.deepEqual(problemsOf(around({ types: '  record: {actions: {read: Read it.}}' })), [])
})

test('the interoperability fixture loads, and the engine takes it', () => {
  const catalog = loadCatalog('test/fixtures/authzen-catalog.yaml')

  compileRules(catalog)
  assert.deepEqual(catalog.subjectTypes, ['user', 'identity'])
  assert.deepEqual(Object.keys(catalog.resourceTypes), ['workspace', 'record', 'todo', 'user', 'route'])
  assert.deepEqual(catalog.roles.find((role) => role.name === 'Record Reader')?.scopes, [
    'all',
    'list',
    'label',
  ])
})

test('every catalog in docs/CATALOG.md loads, and the long one is part of the fixture that it names', () => {
  const page = readFileSync('docs/CATALOG.md', 'utf8')
  const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) =>
    parseCatalog(text ?? '', 'docs.yaml'),
  )
  const fixture = loadCatalog('test/fixtures/authzen-catalog.yaml')

  const [small, long] = examples
  assert.deepEqual(
    small?.roles.slice(3).map((role) => role.scopes),
    [
      ['all', 'list'],
      ['all', 'list'],
    ],
  )
  assert.ok(page.includes('test/fixtures/authzen-catalog.yaml'))
  assert.deepEqual(long?.resourceTypes, fixture.resourceTypes)
  for (const role of long?.roles ?? assert.fail()) assert.deepEqual(role, roleById(fixture, role.id))
})

const files: [name: string, text: string, says: RegExp][] = [
  ['catalog.toml', '', /must end in \.yaml, \.yml or \.json/],
  ['large.yaml', `#${'x'.repeat(1024 * 1024)}`, /larger than 1 MB/],
  ['empty.yaml', '', /line 1, the file: must be a table of .*, but there is nothing/],
  ['list.yaml', '- a', /the file: must be a table of .*, but is a list/],
  ['comma.json', '{"roles": [],}', /JSON/],
  ['broken.yaml', 'roles:\n  - a\n b: [', /line 3: /],
  ['twice.json', '{"roles":\n[],\n"roles": []}', /line 3: Map keys must be unique/],
  ['tag.yaml', 'roles: !!js/function "a"', /Unresolved tag/],
  ['deep.yaml', '['.repeat(100_000), /Maximum call stack/],
]

for (const [name, text, says] of files) {
  test(`a file that cannot be a catalog is refused: ${name}`, () => {
    const path = write(name, text)

    assert.throws(() => loadCatalog(path), says)
  })
}

test('a file that is not there, or is a folder, is refused by name', () => {
  assert.throws(() => loadCatalog(join(folder, 'nowhere.yaml')), /There is no catalog at .*nowhere\.yaml/)
  assert.throws(() => loadCatalog(folder), /must end in/)
})

test('a file whose aliases multiply is refused before it fills the memory', () => {
  const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, i, all) => {
    return `${name}: &${name} [${Array(20)
      .fill(i === 0 ? 'x' : `*${all[i - 1]}`)
      .join()}]`
  })

  assert.deepEqual(problemsOf(rows.join('\n')), [
    'Excessive alias count indicates a resource exhaustion attack',
  ])
})

for (const [what, parts, says] of mistakes) {
  test(`the file is told about ${what}`, () => {
    const problems = problemsOf(around(parts)).map((line) => line.replace(/^line \d+, /, ''))

    assert.deepEqual(problems, [says])
  })
}

test('circles are told about at every place on them', () => {
  const types =
    '  a: {parent: b}\n  b: {parent: a, actions: {x: {says: X., needs: y}, y: {says: Y., needs: x}}}'

  assert.deepEqual(problemsOf(around({ types })), [
    'line 4, resourceTypes.a.parent: goes round in a circle: a in b in a.',
    'line 5, resourceTypes.b.parent: goes round in a circle: b in a in b.',
    'line 5, resourceTypes.b.actions.x.needs: goes round in a circle: "y" comes back to "x".',
    'line 5, resourceTypes.b.actions.y.needs: goes round in a circle: "x" comes back to "y".',
  ])
})

test('all problems are told at once, each with its line, in the order of the file', () => {
  const text = `subjectTypes: [user, token]
resourceTypes:
  todo:
    parent: lst
    actions:
      read: Read it.
      write: {says: Change it., needs: raed}
roles:
  - name: Reader
    scopes: [all, lable]
    may:
      todo:
        - read
        - delete
  - {name: reader, plans: [fre], colour: red}
plans:
  free: {limits: {members: -5}}
defaultPlan: business
`
  const expected = [
    'line 1, subjectTypes[1]: "token" is always there: leave it out.',
    'line 4, resourceTypes.todo.parent: there is no resource type "lst".',
    'line 7, resourceTypes.todo.actions.write.needs: there is no action of the same type "raed". Did you mean "read"?',
    'line 10, roles[0].scopes[1]: "lable" is none of all, list, label. Did you mean "label"?',
    'line 14, roles[0].may.todo[1]: there is no action of todo "delete".',
    'line 15, roles[1].colour: is no key of this table.',
    'line 15, roles[1].id: "reader" belongs to the role "Reader".',
    'line 15, roles[1].name: "reader" belongs to the role "Reader".',
    'line 15, roles[1].plans[0]: there is no plan "fre". Did you mean "free"?',
    'line 17, plans.free.limits.members: must be 0 or more.',
    'line 18, defaultPlan: there is no plan "business".',
  ]

  assert.deepEqual(problemsOf(text), expected)
  assert.throws(() => parseCatalog(text, 'my.yaml'), /^Error: The catalog my\.yaml has 11 problems:\n/)
})

test('of very many problems, the first hundred are told and the others counted', () => {
  const problems = problemsOf(around({ roles: many(300, (i) => `  - {name: R${i}, colour: red}`) }))

  assert.equal(problems.length, 101)
  assert.equal(problems.at(-1), '… and 200 more')
})
