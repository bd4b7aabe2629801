import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importsOf, sourceFiles, sourceOf } from './imports.ts'
import {
  brokenImports,
  circles,
  longFiles,
  type Sources,
  undeclared,
  wrongDoors,
  wrongWords,
} from './tidy-rules.ts'

const sources: Sources = new Map(sourceFiles().map((path) => [path, sourceOf(path)]))
const { dependencies } = JSON.parse(sourceOf('package.json'))

// A gate that sees nothing is green for ever; one of the tools we tried did just that.
test('the house is seen: every room, and the imports between them', () => {
  for (const room of [
    'contract/',
    'access/',
    'server/platform/',
    'server/db/',
    'server/caller/',
    'server/groups/',
    'test/',
  ]) {
    const files = [...sources.keys()].filter((path) => path.startsWith(room))
    assert.ok(files.length > 1, `${room} has ${files.length} files`)
  }
  const all = [...sources].flatMap(([path, text]) => importsOf(path, text))
  assert.ok(all.filter((one) => !one.isPackage).length > 100)
  assert.ok(
    importsOf('server/db/open.ts', sourceOf('server/db/open.ts')).some(
      (one) => one.target === 'server/db/embedded.ts',
    ),
  )
})

test('every import goes through a door it may use', () => {
  assert.deepEqual(wrongDoors(sources), [])
})

test('every import leads somewhere', () => {
  assert.deepEqual(brokenImports(sources), [])
})

test('every word stays in its home', () => {
  assert.deepEqual(wrongWords(sources), [])
})

test('no imports go in a circle', () => {
  assert.deepEqual(circles(sources), [])
})

test('every file can be read at once', () => {
  assert.deepEqual(longFiles(sources), [])
})

test('every package that the product uses is in package.json', () => {
  assert.deepEqual(undeclared(sources, dependencies), [])
})

const wrongImports: [path: string, target: string][] = [
  ['access/decide.ts', '../server/db/open.ts'],
  ['access/decide.ts', 'kysely'],
  ['contract/groups.ts', '../access/index.ts'],
  ['contract/groups.ts', 'fastify'],
  ['client/call.ts', '../server/main.ts'],
  ['web/groups/page.tsx', '../../server/groups/groups.ts'],
  ['server/groups/groups.ts', '../../web/data.ts'],
  ['server/groups/groups.ts', '../members/queries.ts'],
  ['server/groups/groups.ts', '../members/routes.ts'],
  ['server/groups/groups.ts', '../main.ts'],
  ['server/groups/groups.ts', '../caller/pen.ts'],
  ['server/groups/groups.ts', '../../test/house.ts'],
  ['server/caller/change.ts', '../groups/groups.ts'],
  ['server/caller/change.ts', '../http/serve.ts'],
  ['server/http/serve.ts', '../groups/groups.ts'],
  ['server/db/open.ts', '../caller/caller.ts'],
  ['server/platform/config.ts', '../db/open.ts'],
  ['cli/main.ts', '../server/groups/queries.ts'],
]

for (const [path, target] of wrongImports) {
  test(`a planted import is caught: ${path} of ${target}`, () => {
    for (const text of [
      `import { a } from '${target}'`,
      `export type { A } from '${target}'`,
      `await import('${target}')`,
    ]) {
      assert.equal(wrongDoors(new Map([[path, `${text}\n`]])).length, 1, text)
    }
  })
}

const rightImports: [path: string, target: string][] = [
  ['server/groups/groups.ts', '../members/members.ts'],
  ['server/groups/groups.ts', './queries.ts'],
  ['server/groups/groups.test.ts', '../../test/house.ts'],
  ['server/app.ts', './groups/routes.ts'],
  ['cli/serve.ts', '../server/setup/setup.ts'],
  ['access/decide.test.ts', 'fast-check'],
]

for (const [path, target] of rightImports) {
  test(`a right import is let through: ${path} of ${target}`, () => {
    assert.deepEqual(wrongDoors(new Map([[path, `import {\n  a,\n  b,\n} from '${target}'\n`]])), [])
  })
}

const wrongTexts: [path: string, text: string][] = [
  ['server/groups/groups.ts', 'const a = process.env.PORT'],
  ['server/groups/groups.ts', "await tx.insertInto('groups').values(row).execute()"],
  ['server/groups/groups.ts', "tx\n  .deleteFrom('groups')"],
  ['server/groups/groups.ts', 'await caller.app.database.db.transaction().execute(work)'],
  ['server/groups/routes.ts', "fastify.route({ method: 'GET' })"],
  ['server/groups/groups.ts', 'const now = new Date()'],
  ['access/decide.ts', 'const now = Date.now()'],
  ['server/groups/groups.ts', 'const caller = { workspaceId } as Caller'],
  ['server/groups/groups.ts', 'const caller = proveCaller(visitor, who, workspace, world)'],
  ['server/groups/groups.ts', 'const caller = await actFor(acting, theSystem, workspace)'],
  ['server/groups/groups.ts', '// @ts-ignore\nbroken()'],
]

for (const [path, text] of wrongTexts) {
  test(`a planted word is caught: ${JSON.stringify(text)}`, () => {
    assert.ok(wrongWords(new Map([[path, text]])).length > 0)
    assert.deepEqual(wrongWords(new Map([[path, `/* ${text.replace(/\/\/ /, '')} */`]])), [])
  })
}

test('a planted circle is caught, and one of types alone is none', () => {
  const circle: Sources = new Map([
    ['access/c.ts', "import { a } from './a.ts'\n"],
    ['access/a.ts', "import { b } from './b.ts'\n"],
    ['access/b.ts', "import { c } from './c.ts'\n"],
    ['access/d.ts', "import { c } from './c.ts'\n"],
  ])
  const ofTypes: Sources = new Map([...circle, ['access/b.ts', "import type { C } from './c.ts'\n"]])

  assert.deepEqual(circles(circle), ['access/a.ts -> access/b.ts -> access/c.ts -> access/a.ts'])
  assert.deepEqual(circles(ofTypes), [])
})

test('a planted long file, a broken import and an undeclared package are caught', () => {
  const long = new Map([['access/long.ts', 'x\n'.repeat(301)]])
  const broken = new Map([['access/a.ts', "import { a } from './gone.ts'\n"]])
  const unnamed = new Map([
    ['server/groups/groups.ts', "import { a } from '@scope/gone/deep'\nimport 'node:fs'\n"],
  ])

  assert.equal(longFiles(long).length, 1)
  assert.equal(brokenImports(broken).length, 1)
  assert.deepEqual(undeclared(unnamed, {}), [
    'server/groups/groups.ts uses @scope/gone, which package.json does not name',
  ])
})
