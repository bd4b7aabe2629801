import { join } from 'node:path'
import type { Question } from '../access/index.ts'
import type { DatabasePlace } from '../server/db/open.ts'
import { answersOf } from './agree.ts'
import { type Child, startChild } from './children.ts'
import { type Context, Disagreement, placeOf, say } from './context.ts'
import { writeWorld } from './database.ts'
import { compileWorld } from './peers/engine.ts'
import { sampleQuestions } from './questions.ts'
import { type Bar, figure, type Section, type Table } from './report.ts'
import { median } from './rounds.ts'
import { shapes } from './shapes.ts'
import { type Generated, generate } from './worlds.ts'

const CONNECTIONS = [1, 10, 50]
const BATCH = 50
const BATCH_CONNECTIONS = 10
const AGREED = 200

const routes = {
  evaluation: '/access/v1/evaluation',
  noop: '/bench/noop',
  query: '/bench/query',
  batch: '/access/v1/evaluations',
}
type Database = 'embedded' | 'PostgreSQL'

/** Throughput in one round: requests per second. */
interface Measured {
  perSecond: number
  failed: number
  p50: number
  p99: number
}

/** Rounds by `database connections route`. */
type Found = Map<string, Measured[]>

/** The decision API over HTTP, against the same server's routes that do nothing, or ask the database. */
export async function measureHttp(context: Context): Promise<Section> {
  const world = generate(shapes.M)
  const questions = sampleQuestions(world, 1_000)
  const found: Found = new Map()
  const databases = await placesOf(context, world)
  for (const [database, place] of databases) {
    const server = await startChild<{ url: string }>('server.ts', JSON.stringify(place))
    const driver = await startChild<string>('drive.ts')
    const target = { url: server.hello.url, token: context.secret }
    await agreeOverHttp(target, world, questions)
    await rounds(context, { database, driver, target, questions }, found)
    await driver.end()
    await server.end()
  }
  const names = databases.map(([database]) => database)
  return { tables: [throughput(names, found)], bars: names.flatMap((database) => barsOf(database, found)) }
}

async function placesOf(context: Context, world: Generated): Promise<[Database, DatabasePlace][]> {
  say('http: writing M into an embedded database')
  const embedded = { dataDir: join(context.room, 'http') }
  await writeWorld(embedded, world, context.secret)
  const postgres = placeOf(context, 'M')
  return [
    ['embedded', embedded],
    ...(postgres ? [['PostgreSQL', postgres] as [Database, DatabasePlace]] : []),
  ]
}

interface Target {
  url: string
  token: string
}

async function agreeOverHttp(target: Target, world: Generated, questions: Question[]) {
  const asked = questions.slice(0, AGREED)
  const answers = answersOf(compileWorld(world), asked)
  for (const path of [routes.evaluation, routes.query]) {
    for (const [place, question] of asked.entries()) {
      const headers = { authorization: `Bearer ${target.token}`, 'content-type': 'application/json' }
      const response = await fetch(target.url + path, {
        method: 'POST',
        headers,
        body: bodyOf(world, question),
      })
      const { decision } = (await response.json()) as { decision?: boolean }
      if (decision === answers[place]) continue
      throw new Disagreement(`${path} says ${response.status} ${decision} to ${JSON.stringify(question)}`)
    }
  }
}

function bodyOf(world: Generated, question: Question): string {
  return JSON.stringify(evaluation(new Set(tokensOf(world)), question))
}

function tokensOf({ facts }: Generated): string[] {
  return facts.principals.filter(({ kind }) => kind === 'token').map(({ id }) => id)
}

function evaluation(tokens: Set<string>, { who, action, resource }: Question) {
  return {
    subject: { type: tokens.has(who) ? 'token' : 'user', id: who },
    action: { name: action },
    resource,
  }
}

interface Run {
  database: Database
  driver: Child<string>
  target: Target
  questions: Question[]
}

async function rounds({ quick }: Context, { database, driver, target, questions }: Run, found: Found) {
  const tokens = new Set(tokensOf(generate(shapes.M)))
  const items = questions.map((question) => evaluation(tokens, question))
  const singles = items.map((item) => JSON.stringify(item))
  const batches = Array.from({ length: items.length / BATCH }, (_, place) =>
    JSON.stringify({ evaluations: items.slice(place * BATCH, (place + 1) * BATCH) }),
  )
  const drive = async (
    key: string,
    path: string,
    more: { bodies: string[]; connections: number; seconds: number },
  ) => {
    const measured = await driver.ask<Measured>({ ...target, path, ...more })
    if (measured.failed > 0) throw new Error(`${path}: ${measured.failed} requests failed`)
    found.set(key, [...(found.get(key) ?? []), measured])
  }

  const seconds = 1
  for (const connections of CONNECTIONS) {
    say(`http, ${database}, ${connections} connections`)
    const load = { bodies: singles, connections, seconds }
    const warmUp = ['noop', 'evaluation', 'query'] as const
    for (const route of warmUp) await driver.ask({ ...target, path: routes[route], ...load })
    for (const order of quick ? orders.slice(0, 1) : orders) {
      for (const route of order) {
        await drive(`${database} ${connections} ${route}`, routes[route], load)
      }
    }
  }
  say(`http, ${database}, batches of ${BATCH}`)
  const load = { bodies: batches, connections: BATCH_CONNECTIONS, seconds }
  for (const route of ['noop', 'batch'] as const)
    await driver.ask({ ...target, path: routes[route], ...load })
  for (const order of quick ? batchOrders.slice(0, 1) : batchOrders) {
    for (const route of order) await drive(`${database} batch ${route}`, routes[route], load)
  }
}

// Whoever follows the database's route inherits what it left behind: so everybody follows everybody, equally often.
const orders = [
  ['noop', 'evaluation', 'query'],
  ['query', 'evaluation', 'noop'],
  ['evaluation', 'noop', 'query'],
  ['query', 'noop', 'evaluation'],
  ['noop', 'query', 'evaluation'],
  ['evaluation', 'query', 'noop'],
] as const
const batchOrders = [
  ['noop', 'batch'],
  ['batch', 'noop'],
  ['noop', 'batch'],
  ['batch', 'noop'],
] as const

function throughput(databases: Database[], found: Found): Table {
  const rows = databases.flatMap((database) => [
    ...CONNECTIONS.map((connections) => {
      const key = `${database} ${connections}`
      return [
        `${database}, ${connections} connection${connections === 1 ? '' : 's'}`,
        perSecond(found, `${key} noop`),
        perSecond(found, `${key} evaluation`),
        percent(share(found, `${key} evaluation`, `${key} noop`)),
        perSecond(found, `${key} query`),
        percent(share(found, `${key} query`, `${key} noop`)),
        `${figure(median((found.get(`${key} evaluation`) ?? []).map(({ p99 }) => p99)))} ms`,
      ]
    }),
    [
      `${database}, batch of ${BATCH}, ${BATCH_CONNECTIONS} connections`,
      perSecond(found, `${database} batch noop`),
      perSecond(found, `${database} batch batch`),
      percent(share(found, `${database} batch batch`, `${database} batch noop`)),
      '',
      '',
      `${figure(median((found.get(`${database} batch batch`) ?? []).map(({ p99 }) => p99)))} ms`,
    ],
  ])
  const columns = [
    'M',
    'no-op',
    'evaluation',
    'of the no-op',
    'one prepared query',
    'of the no-op',
    'p99 of evaluation',
  ]
  return { title: 'HTTP, requests per second', columns, rows }
}

function perSecond(found: Found, key: string): string {
  return figure(median((found.get(key) ?? []).map((one) => one.perSecond)))
}

/** The median over the rounds of one route's throughput in proportion to another's. */
function share(found: Found, of: string, to: string): number {
  const base = found.get(to) ?? []
  return median(
    (found.get(of) ?? []).map((one, round) => one.perSecond / (base[round]?.perSecond ?? Number.NaN)),
  )
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`
}

function barsOf(database: Database, found: Found): Bar[] {
  const against = [10, 50].map((connections) => {
    const value = share(found, `${database} ${connections} evaluation`, `${database} ${connections} noop`)
    const bar = `HTTP evaluation against the no-op route, ${connections} connections, ${database}`
    return { bar, value: '≥ 90 %', figure: percent(value), holds: value >= 0.9 }
  })
  const queries = [10, 50].map((connections) => {
    const value = share(found, `${database} ${connections} evaluation`, `${database} ${connections} query`)
    const bar = `HTTP evaluation against one prepared query per request, ${connections} connections, ${database}`
    return { bar, value: '≥ 2.5 ×', figure: `${figure(value)} ×`, holds: value >= 2.5 }
  })
  const batch = share(found, `${database} batch batch`, `${database} batch noop`)
  const bar = `HTTP batch of ${BATCH} against a no-op that receives the same body, ${database}`
  return [...against, ...queries, { bar, value: '≥ 75 %', figure: percent(batch), holds: batch >= 0.75 }]
}
