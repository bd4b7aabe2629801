import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { call } from '../client/call.ts'
import { ownerRole } from '../contract/complete.ts'
import type { Input } from '../contract/endpoint.ts'
import { members } from '../contract/members.ts'
import type { DatabasePlace } from '../server/db/open.ts'
import { type Child, startChild } from './children.ts'
import { type Context, placeOf, say } from './context.ts'
import { writeWorld } from './database.ts'
import { furnish, ISSUER } from './furnish.ts'
import { type Bar, figure, type Section, type Table } from './report.ts'
import { type Shape, town, village } from './shapes.ts'
import { catalog, type Generated, generate } from './worlds.ts'

const PAGE = 50
const MOST_MS = 100
/** What several filters at once are called in the table; the bar is for one at a time. */
const SEVERAL = 'several: '

type Query = Omit<Input<typeof members.directory>['query'], 'pagination'>
type Named = [name: string, query: Query]

/** Milliseconds of each question, by its name. */
type Took = Map<string, number[]>

/** The console's list of members: each filter and each order, alone and together, in a workspace of 5,000 and one of 50,000. */
export async function measureDirectory(context: Context): Promise<Section> {
  const postgres = [village, town].map((shape) => placeOf(context, shape.name))
  const tables: Table[] = []
  const bars: Bar[] = []
  if (postgres.every((place) => place !== undefined)) {
    const found = await measureIn(context, 'PostgreSQL', postgres)
    tables.push(table('PostgreSQL', found))
    bars.push(barOf(found[1] ?? new Map()))
  } else bars.push(unmeasured(context))
  // To write 50,000 members there takes minutes.
  if (context.quick) return { tables, bars }
  const embedded = [village, town].map((shape) => ({
    dataDir: join(context.room, `directory-${shape.name}`),
  }))
  for (const [at, shape] of [village, town].entries()) {
    say(`directory: writing ${figure(shape.members)} members into an embedded database`)
    await writeWorld(embedded[at] ?? {}, generate(shape), context.secret)
  }
  tables.push(table('the embedded database', await measureIn(context, 'embedded', embedded)))
  return { tables, bars }
}

async function measureIn(context: Context, database: string, places: DatabasePlace[]): Promise<Took[]> {
  const worlds = [village, town].map(generate)
  const servers: Child<{ url: string }>[] = []
  for (const place of places) {
    await furnish(place)
    servers.push(await startChild('server.ts', JSON.stringify(place), signInFile(context)))
  }
  const found = worlds.map((): Took => new Map())
  for (let round = 0; round < (context.quick ? 5 : 40); round++) {
    if (round % 10 === 0) say(`directory: ${database}, round ${round + 1}`)
    for (const [at, server] of servers.entries()) {
      const target = { url: server.hello.url, token: context.secret }
      // The first round reads the world into memory, and warms up.
      const took = round === 0 ? new Map() : (found[at] ?? new Map())
      for (const [name, query] of questionsOf(worlds[at])) await ask(target, { name, query, took })
    }
  }
  for (const server of servers) await server.end()
  return found
}

async function ask(
  target: { url: string; token: string },
  { name, query, took }: { name: string; query: Query; took: Took },
) {
  const start = performance.now()
  await call(target, members.directory, { query: { ...query, pagination: { count: PAGE } } })
  took.set(name, [...(took.get(name) ?? []), performance.now() - start])
}

/** The server is told of one provider, so that it can be filtered by. */
function signInFile({ room }: Context): string {
  const path = join(room, 'sign-in.json')
  const provider = { id: 'bench', name: 'Bench', issuer: ISSUER, clientId: 'bench', clientSecret: 'bench' }
  writeFileSync(path, JSON.stringify({ providers: [provider] }))
  return path
}

/** The same questions in every world: what reaches everybody, many, and few. */
function questionsOf(world: Generated | undefined): Named[] {
  const groups = world?.facts.groups ?? []
  const sizes = new Map<string, number>()
  for (const { groups: joined } of world?.facts.principals ?? [])
    for (const id of joined) sizes.set(id, (sizes.get(id) ?? 0) + 1)
  const bySize = groups.toSorted((one, other) => (sizes.get(other.id) ?? 0) - (sizes.get(one.id) ?? 0))
  const roleOf = (group: (typeof groups)[number] | undefined) => group?.grants[0]?.roleId ?? ''
  const everybody = world?.everybody ?? ''
  const everybodys = roleOf(groups.find(({ id }) => id === everybody))
  const rare = catalog.roles.find(({ name }) => name === 'Workspace Member')?.id ?? ''
  const large = bySize[1]?.id ?? ''
  return [
    ['nothing, in the order of joining', {}],
    ['by name', { sort: 'name' }],
    ['by address, down', { sort: 'email', order: 'down' }],
    ['by last active', { sort: 'active' }],
    ['by last active, down', { sort: 'active', order: 'down' }],
    ['search: all match', { search: 'person' }],
    ['search: few match', { search: '4321' }],
    ['role of everybody', { roleId: everybodys }],
    ['role of few', { roleId: rare }],
    ['role of owners', { roleId: ownerRole(catalog).id }],
    ['group of everybody', { groupId: everybody }],
    ['group, a large one', { groupId: large }],
    ['group, a small one', { groupId: bySize.at(-1)?.id ?? '' }],
    ['owners', { owner: 'yes' }],
    ['not owners', { owner: 'no' }],
    ['second factor', { mfa: 'yes' }],
    ['no second factor', { mfa: 'no' }],
    ['sign-in: password', { signIn: 'password' }],
    ['sign-in: passkey', { signIn: 'passkey' }],
    ['sign-in: provider', { signIn: 'bench' }],
    [`${SEVERAL}role of everybody, by name`, { roleId: everybodys, sort: 'name' }],
    [`${SEVERAL}role of everybody, by last active`, { roleId: everybodys, sort: 'active', order: 'down' }],
    [`${SEVERAL}group of everybody, no second factor`, { groupId: everybody, mfa: 'no' }],
    [
      `${SEVERAL}role, group, password, not owner, by last active`,
      { roleId: everybodys, groupId: large, signIn: 'password', owner: 'no', sort: 'active', order: 'down' },
    ],
    [`${SEVERAL}search, second factor, by name`, { search: 'person 1', mfa: 'yes', sort: 'name' }],
  ]
}

function table(database: string, [small = new Map(), large = new Map()]: Took[]): Table {
  const heads = [village, town].map(({ members: count }: Shape) => figure(count))
  return {
    title: `The list of members on ${database}, milliseconds at ${heads.join(' and at ')} members`,
    columns: ['asked for', ...heads.flatMap((head) => [`${head}, p50`, `${head}, p95`]), 'times'],
    rows: Array.from(small, ([name, took]: [string, number[]]) => {
      const other = large.get(name) ?? []
      const figures = [
        percentile(took, 50),
        percentile(took, 95),
        percentile(other, 50),
        percentile(other, 95),
      ]
      return [name, ...figures.map(figure), figure((figures[2] ?? 0) / (figures[0] ?? 1))]
    }),
    notes: [`Pages of ${PAGE}, over HTTP. Without "${SEVERAL.trim()}" one filter or one order at a time.`],
  }
}

function barOf(took: Took): Bar {
  const single = [...took].filter(([name]) => !name.startsWith(SEVERAL))
  const slowest = single
    .map(([name, all]) => ({ name, p95: percentile(all, 95) }))
    .reduce((one, other) => (other.p95 > one.p95 ? other : one), { name: '', p95: 0 })
  return {
    bar: `the list of ${figure(town.members)} members on PostgreSQL, the slowest single filter or order, p95`,
    value: `≤ ${MOST_MS} ms`,
    figure: `${figure(slowest.p95)} ms (${slowest.name})`,
    holds: slowest.p95 <= MOST_MS,
  }
}

function unmeasured({ withoutPostgres }: Context): Bar {
  const about = { bar: 'the list of members on PostgreSQL', value: '', figure: 'n/a', holds: undefined }
  return { ...about, ...(withoutPostgres && { why: withoutPostgres }) }
}

function percentile(all: number[], percent: number): number {
  const sorted = all.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN
}
