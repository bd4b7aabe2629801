import pg from 'pg'
import { hashPassword, isPassword } from '../server/passwords/passwords.ts'
import { type Child, startChild } from './children.ts'
import { type Context, placeOf, say } from './context.ts'
import { figure, type Section } from './report.ts'
import { median } from './rounds.ts'

const CROWD = 200
const PASSWORD = 'seven green umbrellas'
const OTHERS = 4
const BARE = 100
const P99_MS = 300
const name = `${CROWD} sign-ins at once`

interface Burst {
  statuses: number[]
  tookMs: number
}

/** A crowd that signs in at one moment, and how everybody else is answered meanwhile. */
export async function measureSignIn(context: Context): Promise<Section> {
  const place = placeOf(context, 'M')
  if (!place?.databaseUrl) return { tables: [], bars: [unmeasured(context)] }
  say(`sign-in: ${name}`)
  const emails = await givePasswords(place.databaseUrl)
  const server = await startChild<{ url: string }>('server.ts', JSON.stringify(place))
  const crowd = await startChild<string>('crowd.ts')
  const target = { url: server.hello.url, secret: context.secret }
  // The first burst, and the first others, find nothing warm; they are not counted.
  await waits(target, burst(crowd, target, emails))
  const alone = await waits(target, new Promise((resolve) => setTimeout(resolve, 1_000)))
  const rounds: Round[] = []
  for (let round = 0; round < (context.quick ? 1 : 5); round++) {
    const burstOver = burst(crowd, target, emails)
    const latencies = await waits(target, burstOver)
    // Beside the same others, and right after: on a machine that does other things as well, only neighbours can be compared.
    const bareOver = hashesPerSecond()
    await waits(target, bareOver)
    rounds.push({ ...(await burstOver), latencies, bare: await bareOver })
  }
  await crowd.end()
  await server.end()
  return report(alone, rounds)
}

/** One burst, what others waited meanwhile, and how many passwords alone are checked in a second. */
type Round = Burst & { latencies: number[]; bare: number }

function report(alone: number[], rounds: Round[]): Section {
  const meanwhile = rounds.flatMap(({ latencies }) => latencies)
  const statuses = rounds.flatMap((one) => one.statuses)
  const [signedIn, sentAway] = [count(statuses, 200), count(statuses, 503)]
  const speedOf = ({ statuses, tookMs }: Round) => count(statuses, 200) / (tookMs / 1000)
  const p99 = percentile(meanwhile, 0.99)
  const share = median(rounds.map((one) => speedOf(one) / one.bare))
  const cells: [column: string, cell: string][] = [
    ['', 'PostgreSQL'],
    ['signed in', figure(signedIn / rounds.length)],
    ['sent away (503 with Retry-After)', figure(sentAway / rounds.length)],
    ['per second', figure(median(rounds.map(speedOf)))],
    ['bare password checks per second', figure(median(rounds.map(({ bare }) => bare)))],
    ['share', `${figure(share * 100)} %`],
    ['others before, p99', `${figure(percentile(alone, 0.99))} ms`],
    ['others meanwhile, p50', `${figure(percentile(meanwhile, 0.5))} ms`],
    ['others meanwhile, p99', `${figure(p99)} ms`],
  ]
  const columns = cells.map(([column]) => column)
  return {
    tables: [{ title: name, columns, rows: [cells.map(([, cell]) => cell)] }],
    bars: [
      { ...othersBar, figure: `${figure(p99)} ms`, holds: p99 <= P99_MS },
      {
        bar: `${name}: each is signed in, or sent away with Retry-After`,
        value: 'all',
        figure: `${figure(signedIn + sentAway)} of ${figure(statuses.length)}`,
        holds: signedIn + sentAway === statuses.length,
      },
      {
        bar: 'sign-ins per second, of what checking passwords alone allows',
        value: '≥ 50 %',
        figure: `${figure(share * 100)} %`,
        holds: share >= 0.5,
      },
    ],
  }
}

const othersBar = { bar: `${name}: other endpoints, p99`, value: `≤ ${P99_MS} ms` }

function unmeasured({ withoutPostgres }: Context) {
  return { ...othersBar, figure: 'n/a', holds: undefined, ...(withoutPostgres && { why: withoutPostgres }) }
}

/** Gives one password to as many people of the world as the crowd has, and answers their addresses. */
async function givePasswords(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const { rows } = await client.query<{ email: string }>(
    'update users set password_hash = $1 where id in (select id from users order by id limit $2) returning email',
    [await hashPassword(PASSWORD), CROWD],
  )
  await client.end()
  return rows.map(({ email }) => email)
}

interface Target {
  url: string
  secret: string
}

function burst(crowd: Child<string>, { url }: Target, emails: string[]): Promise<Burst> {
  return crowd.ask<Burst>({ url, emails, password: PASSWORD })
}

/** How long others wait for an answer, in milliseconds each, until something is over. */
async function waits({ url, secret }: Target, over: Promise<unknown>): Promise<number[]> {
  const latencies: number[] = []
  const until = { isOver: false }
  const ending = over.then(() => {
    until.isOver = true
  })
  const headers = { authorization: `Bearer ${secret}` }
  const ask = async () => {
    while (!until.isOver) {
      const start = performance.now()
      const response = await fetch(`${url}/bench/noop`, { method: 'POST', headers })
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`The bench's no-op was answered with ${response.status}.`)
      latencies.push(performance.now() - start)
    }
  }
  await Promise.all([ending, ...Array.from({ length: OTHERS }, ask)])
  return latencies
}

/** What the same queue does with nothing around it. */
async function hashesPerSecond(): Promise<number> {
  const passwordHash = await hashPassword(PASSWORD)
  const start = performance.now()
  await Promise.all(Array.from({ length: BARE }, () => isPassword(PASSWORD, passwordHash)))
  return BARE / ((performance.now() - start) / 1000)
}

function count(statuses: number[], wanted: number): number {
  return statuses.filter((status) => status === wanted).length
}

function percentile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
