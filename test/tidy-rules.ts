import { importsOf } from './imports.ts'

/** Paths from the project's folder, and their texts. */
export type Sources = Map<string, string>

const foundations = [
  'contract/',
  'access/',
  'server/platform/',
  'server/db/',
  'server/caller/',
  'server/http/',
]

/** Who may import whom; the first line that fits a file holds. Features and the CLI also open the front doors of features. */
const doors: [from: RegExp, may: string[]][] = [
  [/^contract\//, ['contract/']],
  [/^access\//, ['access/', 'contract/']],
  [/^client\//, ['client/', 'contract/']],
  [/^web\//, ['web/', 'client/', 'access/', 'contract/']],
  [
    /^cli\//,
    [
      'cli/',
      'client/',
      'contract/',
      'server/main.ts',
      'server/platform/',
      'server/db/open.ts',
      'server/db/migrate.ts',
    ],
  ],
  [/^bin\//, ['cli/']],
  [/^server\/.*\.test\.ts$/, ['server/', 'access/', 'contract/', 'client/', 'test/']],
  [/^server\/platform\//, ['server/platform/', 'access/', 'contract/']],
  [/^server\/db\//, ['server/db/', 'server/platform/']],
  [/^server\/caller\//, foundations.filter((room) => room !== 'server/http/')],
  [/^server\/http\//, foundations],
  [/^server\/[^/]+\.ts$/, ['server/', 'access/', 'contract/']],
  // The demo is the server with something in it: it stands on top.
  [/^server\/demo\//, [...foundations, 'server/main.ts']],
  [/^server\//, foundations],
  [/^(test|scripts|bench)\//, ['']],
]

/** Which packages may be named in rooms that run everywhere, the browser included. */
const packages: [from: RegExp, may: RegExp][] = [
  [/\.test\.ts$/, /./],
  [/^contract\//, /^typebox(\/|$)/],
  [/^access\/random-worlds\.ts$/, /^fast-check$/],
  [/^(access|client)\//, /^$/],
  [
    /^web\//,
    /^(react|react-dom\/client|react-i18next|i18next|@mantine\/.+|@tanstack\/react-(router|query)|@simplewebauthn\/browser|@tabler\/icons-react|postcss-preset-mantine)$/,
  ],
]

/** Words that belong to one place, and why. */
const keptWords: [word: RegExp, home: RegExp, because: string][] = [
  [
    /\bprocess\.env\b/,
    /^(server\/platform\/config\.ts|test\/|scripts\/|bench\/|bin\/)/,
    'settings come from config.ts',
  ],
  [
    /\b(insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\b/,
    /(\/queries\.ts$|^server\/caller\/pen\.ts$|^server\/db\/|^test\/|^bench\/)/,
    'what is written is written in queries.ts',
  ],
  [
    /\.transaction\(|\.startTransaction\(/,
    /^(server\/(caller|db|outbox)\/|server\/(sessions|tries|passkeys|providers|sso|provisioning)\/|test\/|bench\/)/,
    'change() is the only pen',
  ],
  [/\.route\(/, /^server\/http\//, 'a route is served from the contract'],
  [
    /\bnew Date\(\)|\bDate\.now\(\)/,
    /^(server\/platform\/clock\.ts$|server\/caller\/|web\/shell\/now\.ts$|test\/|scripts\/|bench\/)/,
    'time comes from the caller',
  ],
  [/\bas (Caller|Person)\b/, /^server\/caller\/caller\.ts$/, 'a caller is a proof'],
  [/\bprove(Caller|Person)\b/, /^server\/caller\/(caller|admit|system)\.ts$/, 'a caller is a proof'],
  [
    /\b(actFor|actForNew|actAsOnlyOwner|theSystem)\b/,
    /^(server\/caller\/|server\/(workspaces|tokens|invites|setup|demo|connections|domains|sso|grants|members\/ending|requests|support)\/|test\/|bench\/)/,
    'few places act without being admitted',
  ],
  [/@ts-(ignore|nocheck|expect-error)/, /\.test\.ts$/, 'the type checker is not argued with'],
]

/** Files that only the named ones may import. */
const closedDoors: [file: string, from: RegExp][] = [['server/caller/pen.ts', /^server\/caller\//]]

const LINES_MAX = 300

/** Imports that go where they may not. */
export function wrongDoors(sources: Sources): string[] {
  return each(sources, (path, text) =>
    importsOf(path, text).flatMap(({ target, isPackage }) => {
      const wrong = isPackage ? !mayUse(path, target) : !mayImport(path, target)
      return wrong ? [`${path} may not import ${target}`] : []
    }),
  )
}

/** Words that stand where they may not. Comments may say anything. */
export function wrongWords(sources: Sources): string[] {
  return each(sources, (path, text) => {
    const code = /\.test\.ts$/.test(path) ? '' : withoutComments(text, path)
    return keptWords.flatMap(([word, home, because]) => {
      const found = home.test(path) ? null : word.exec(code)
      return found ? [`${path} says ${found[0]}, and ${because}`] : []
    })
  })
}

/** Circles of imports, each told once, from its first file on. Imports of types alone make none. */
export function circles(sources: Sources): string[] {
  const found = new Set<string>()
  const done = new Set<string>()
  const walk = (path: string, way: string[]) => {
    const start = way.indexOf(path)
    if (start >= 0) found.add(circleOf(way.slice(start)))
    if (start >= 0 || done.has(path)) return
    for (const { target, isPackage, typeOnly } of importsOf(path, sources.get(path) ?? '')) {
      if (!isPackage && !typeOnly) walk(target, [...way, path])
    }
    done.add(path)
  }
  for (const path of sources.keys()) walk(path, [])
  return [...found]
}

/** Files that grew too long to be read at once. */
export function longFiles(sources: Sources): string[] {
  return each(sources, (path, text) => {
    const lines = text.split('\n').length - 1
    return lines > LINES_MAX ? [`${path} has ${lines} lines, and ${LINES_MAX} are enough`] : []
  })
}

/** Relative imports of files that are not there. */
export function brokenImports(sources: Sources): string[] {
  return each(sources, (path, text) =>
    importsOf(path, text)
      // Style sheets are no sources here; the build of the console misses them.
      .filter(({ target, isPackage }) => !isPackage && !target.endsWith('.css') && !sources.has(target))
      .map(({ target }) => `${path} imports ${target}, which is not there`),
  )
}

/** Packages that the running product uses without `dependencies` in package.json naming them. */
export function undeclared(sources: Sources, dependencies: Record<string, string>): string[] {
  return each(sources, (path, text) => {
    const shipped =
      /^(contract|access|client|server|cli|bin)\//.test(path) && !/\.test\.ts$|random-worlds/.test(path)
    const used = shipped
      ? importsOf(path, text).filter((one) => one.isPackage && !one.target.startsWith('node:'))
      : []
    const names = used.map(({ target }) => target.split('/', target.startsWith('@') ? 2 : 1).join('/'))
    return names
      .filter((name) => !(name in dependencies))
      .map((name) => `${path} uses ${name}, which package.json does not name`)
  })
}

function each(sources: Sources, check: (path: string, text: string) => string[]): string[] {
  return [...sources].flatMap(([path, text]) => check(path, text))
}

function mayImport(path: string, target: string): boolean {
  const closed = closedDoors.find(([file]) => file === target)
  if (closed) return closed[1].test(path)
  const [, may = []] = doors.find(([from]) => from.test(path)) ?? []
  if (may.some((start) => target.startsWith(start))) return true
  // A feature: its own room, and the front door of every other.
  const [, mine] = /^server\/([^/]+)\//.exec(path) ?? []
  const isFeature = mine !== undefined && !foundations.includes(`server/${mine}/`)
  if (isFeature && target.startsWith(`server/${mine}/`)) return true
  return (isFeature || path.startsWith('cli/')) && isFrontDoor(target)
}

function isFrontDoor(target: string): boolean {
  const [, room, file] = /^server\/([^/]+)\/([^/]+)\.ts$/.exec(target) ?? []
  return room !== undefined && room === file
}

function mayUse(path: string, target: string): boolean {
  const [, may = /./] = packages.find(([from]) => from.test(path)) ?? []
  return may.test(target)
}

function withoutComments(text: string, path: string): string {
  // A directive for the type checker is a comment too, and must be seen.
  const code = text.replace(/(^|\s)\/\/(?!\s*@ts-).*$/gm, '$1').replace(/\/\*[\s\S]*?\*\//g, '')
  return path.startsWith('test/tidy') ? '' : code
}

function circleOf(way: string[]): string {
  const first = way.indexOf([...way].sort()[0] as string)
  return [...way.slice(first), ...way.slice(0, first + 1)].join(' -> ')
}
