import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { newSecret } from '../server/platform/ids.ts'
import { type Postgres, startPostgres } from '../test/postgres.ts'
import { startChild } from './children.ts'
import { type Context, say } from './context.ts'
import { pushedTo } from './provider.ts'
import { type Bar, printBars, printTable, type Section } from './report.ts'
import { crowd, town, village, type WorldName } from './shapes.ts'

const parts = ['engine', 'load', 'http', 'sign-in', 'csv', 'console', 'directory', 'scim'] as const
type Part = (typeof parts)[number]

const severalNodes: Bar = {
  bar: 'two nodes: a change seen by the other; revocation staleness',
  value: 'median ≤ 10 ms; 0',
  figure: '',
  holds: undefined,
  why: 'needs several nodes',
}

const given = readOptions()
const room = mkdtempSync(join(tmpdir(), 'claviger-bench-'))
let postgres: Postgres | undefined
process.exitCode = await main()

async function main(): Promise<number> {
  try {
    const context = await prepare()
    const asked = parts.filter((part) => given.only.includes(part))
    const sections = asked.flatMap((part) => (part === 'engine' ? ['engine', 'rest', 'memory'] : [part]))
    const bars: Bar[] = []
    print(heading())
    if (Object.keys(context.postgres).length > 0) await run('write', context)
    for (const name of sections) {
      const section = await run(name, context)
      for (const table of section.tables) print(printTable(table))
      bars.push(...section.bars)
    }
    print(printBars([...bars, severalNodes]))
    return 0
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return 1
  } finally {
    await postgres?.stop('fast')
    rmSync(room, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
}

/** On what this run was made. A machine that others use at the same time shows in its load. */
function heading(): string {
  const day = new Date().toISOString().slice(0, 10)
  const [load = 0] = loadavg()
  const machine = `${cpus().length} cores (${cpus()[0]?.model}), load ${load.toFixed(1)} before the start`
  return `Claviger bench, ${day}, Node ${process.version}, ${machine}\n`
}

/** PostgreSQL with an empty database for each world that somebody asks about there. */
async function prepare(): Promise<Context> {
  const context = { ...given, postgres: {}, room, secret: newSecret('cvt_') }
  const wanted = new Set<string>(
    given.only.some((part) => part === 'engine' || part === 'load') ? given.worlds : [],
  )
  if (given.only.some((part) => part === 'http' || part === 'sign-in')) wanted.add('M')
  if (given.only.includes('csv')) wanted.add(crowd.name)
  if (given.only.includes('console') || given.only.includes('directory')) wanted.add(town.name)
  if (given.only.includes('directory')) wanted.add(village.name)
  if (given.only.includes('scim')) wanted.add(pushedTo)
  try {
    say('starting PostgreSQL')
    postgres = await startPostgres(join(room, 'postgres'))
    return { ...context, postgres: await createDatabases(postgres, [...wanted]) }
  } catch (error) {
    const { message } = error as Error
    say(`there is no PostgreSQL to measure with: ${message}`)
    return { ...context, withoutPostgres: message.split('\n')[0] ?? message }
  }
}

async function createDatabases({ url }: Postgres, names: string[]): Promise<Record<string, string>> {
  const admin = new pg.Client(url())
  await admin.connect()
  const places: Record<string, string> = {}
  for (const name of names) {
    await admin.query(`create database bench_${name.toLowerCase()}`)
    places[name] = url(`bench_${name.toLowerCase()}`)
  }
  await admin.end()
  return places
}

async function run(name: string, context: Context): Promise<Section> {
  type Word = { section: Section } | { failed: string; disagreed: boolean }
  const start = performance.now()
  const { hello } = await startChild<Word>('sections.ts', name, JSON.stringify(context))
  if ('failed' in hello) throw new Error(`${hello.disagreed ? 'DISAGREEMENT: ' : ''}${hello.failed}`)
  say(`${name} took ${Math.round((performance.now() - start) / 1000)} s`)
  return hello.section
}

function print(text: string) {
  process.stdout.write(`${text}\n`)
}

function readOptions() {
  const options = {
    worlds: { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean' },
  } as const
  const { values } = parseArgs({ options })
  const worlds = pick<WorldName>(values.worlds, ['S', 'M', 'L'])
  const only = pick<Part>(values.only, parts)
  return { worlds, only, quick: values.quick ?? false }
}

function pick<Choice extends string>(text: string | undefined, choices: readonly Choice[]): Choice[] {
  if (text === undefined) return [...choices]
  const wanted = text.split(/[,|]/)
  const unknown = wanted.find((one) => !(choices as readonly string[]).includes(one))
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${choices.join(', ')}.`)
  return choices.filter((choice) => wanted.includes(choice))
}
