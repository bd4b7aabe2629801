import type { Question, World } from '../access/index.ts'
import { agree, agreeOnLists, answersOf } from './agree.ts'
import { type Context, say } from './context.ts'
import { openCasbinGuide, openCasbinPersonal } from './peers/casbin.ts'
import { openCaslConditions, openCaslLambda } from './peers/casl.ts'
import { openCedar } from './peers/cedar.ts'
import type { Absent, Contestant } from './peers/contestant.ts'
import { openEngine, openNaive } from './peers/engine.ts'
import { openPostgresQuery } from './peers/postgres.ts'
import { openSqlite } from './peers/sqlite.ts'
import { duration, figure, type Section, times } from './report.ts'
import { interleave, type Lane, medianOf, ratio, type Timings } from './rounds.ts'
import type { WorldName } from './shapes.ts'
import { countFacts, factsIn } from './shapes.ts'
import type { Generated } from './worlds.ts'

/** Questions that are asked of everybody, on each world. */
export const questionCount = 2_000
/** Where every check walks all lines, or all facts, agreeing on all questions would take minutes. */
const FEW = 20
const LISTS = 10

/** One world, compiled, with questions that are asked of everybody. */
export interface Ground {
  world: Generated
  compiled: World
  questions: Question[]
}

/** One check, asked of the engine and of its peers, after they agreed. */
export async function measureChecks(context: Context, grounds: Map<WorldName, Ground>): Promise<Section> {
  const lanes: Lane[] = []
  const absent: { world: WorldName; who: Absent }[] = []
  const closing: Contestant[] = []
  for (const [name, ground] of grounds) {
    say(`${name}: the naive reading agrees, and lists agree with checks`)
    await agreeWithNaive(name, ground)
    say(`${name}: the engine and its peers answer ${questionCount} questions`)
    for (const contestant of await contestants(context, name, ground)) {
      if ('absent' in contestant) absent.push({ world: name, who: contestant })
      else {
        await agree(
          contestant,
          someOf(contestant, name, ground.questions),
          answersOf(ground.compiled, ground.questions),
        )
        lanes.push(laneOf(name, contestant, ground.questions))
        closing.push(contestant)
      }
    }
  }
  say('checks: interleaved rounds')
  const timings = await interleave(
    lanes,
    context.quick ? { rounds: 3, roundMs: 10 } : { rounds: 11, roundMs: 40 },
  )
  for (const contestant of closing) await contestant.close?.()
  return { tables: [tableOf(grounds, timings, absent)], bars: bars(timings) }
}

async function contestants(context: Context, name: WorldName, { world, compiled }: Ground) {
  const all: (Contestant | Absent)[] = [openEngine(compiled)]
  const peers: (() => Contestant | Absent | Promise<Contestant | Absent>)[] = [
    () => openCaslLambda(world),
    () => openCaslConditions(world),
    () => openSqlite(world),
    () => openCasbinPersonal(world),
    () => openCasbinGuide(world),
    () => openCedar(world),
    () => openPostgres(context, name, world),
  ]
  for (const open of peers) all.push(await open())
  return all
}

function openPostgres(context: Context, name: WorldName, world: Generated) {
  const url = context.postgres[name]
  if (url) return openPostgresQuery(world, url)
  return {
    name: 'PostgreSQL, one prepared query',
    absent: context.withoutPostgres ?? 'there is no PostgreSQL',
  }
}

function someOf(contestant: Contestant, name: WorldName, questions: Question[]): Question[] {
  const isSlow = contestant.name.includes('guide') && name !== 'S'
  return isSlow ? questions.slice(0, FEW) : questions
}

async function agreeWithNaive(name: WorldName, { world, compiled, questions }: Ground) {
  const asked = name === 'L' ? questions.slice(0, FEW) : questions
  await agree(openNaive(world), asked, answersOf(compiled, asked))
  agreeOnLists(compiled, questions.slice(0, name === 'L' ? 2 : LISTS), world.facts.resources)
}

function laneOf(world: WorldName, contestant: Contestant, questions: Question[]): Lane {
  const name = `${world} ${contestant.name}`
  let place = 0
  const next = () => {
    place = place + 1 < questions.length ? place + 1 : 0
    return questions[place] as Question
  }
  if (!contestant.name.startsWith('PostgreSQL')) {
    return {
      name,
      run(count) {
        for (let done = 0; done < count; done++) void contestant.check(next())
      },
    }
  }
  return {
    name,
    async run(count) {
      for (let done = 0; done < count; done++) await contestant.check(next())
    },
  }
}

function tableOf(
  grounds: Map<WorldName, Ground>,
  timings: Timings,
  absent: { world: WorldName; who: Absent }[],
) {
  const worlds = Array.from(grounds.keys())
  const names = new Set(Array.from(timings.keys(), (name) => name.slice(2)))
  const cell = (world: WorldName, name: string) => {
    const ns = medianOf(timings, `${world} ${name}`)
    if (Number.isNaN(ns)) return 'not loadable'
    const perSecond = `${figure(1e9 / ns)}/s`
    return name === 'engine'
      ? `${duration(ns)}, ${perSecond}`
      : `${times(ratio(timings, `${world} ${name}`, `${world} engine`))} (${duration(ns)})`
  }
  const rows = Array.from(names, (name) => [name, ...worlds.map((world) => cell(world, name))])
  for (const { who } of absent)
    if (!names.has(who.name)) rows.push([who.name, ...worlds.map(() => 'not loadable')])
  const notes = absent.map(({ world, who }) => `${who.name} on ${world} is left out: ${who.absent}.`)
  return {
    title: 'One check (engine: time and checks per second; peers: how many times as long)',
    columns: ['', ...worlds],
    rows,
    notes,
  }
}

const wanted: [bar: string, peer: string, atLeast: number][] = [
  ['CASL lambda', 'CASL 7, lambda and Set', 5],
  ['CASL conditions', 'CASL 7, conditions', 8],
  ['casbin per principal', 'casbin 5, one enforcer per principal', 100],
  ['cedar per principal', 'cedar-wasm 4, one policy set per principal', 500],
  ['PostgreSQL prepared', 'PostgreSQL, one prepared query', 500],
]

function bars(timings: Timings) {
  const beside = wanted.map(([bar, peer, atLeast]) => {
    const value = ratio(timings, `M ${peer}`, 'M engine')
    return {
      bar: `check on M against ${bar}`,
      value: `≥ ${atLeast} ×`,
      figure: times(value),
      holds: Number.isNaN(value) ? undefined : value >= atLeast,
    }
  })
  const growth = ratio(timings, 'L engine', 'M engine')
  const holds = Number.isNaN(growth) ? undefined : growth <= 5
  return [...beside, { bar: 'check on L against M', value: '≤ 5 ×', figure: times(growth), holds }]
}

/** What the worlds really have: the table of design/speed.md, counted. */
export function countsTable(grounds: Map<WorldName, Ground>) {
  const rows = Array.from(grounds, ([name, { world, compiled, questions }]) => {
    const counts = countFacts(world.facts)
    const allowed = answersOf(compiled, questions).filter(Boolean).length / questions.length
    const numbers = [counts.principals, counts.groups, counts.resources, counts.labels, counts.memberships]
    const grants = `${figure(counts.grants)} (${figure(counts.all)} / ${figure(counts.list)} / ${figure(counts.label)})`
    const more = [figure(counts.entries), figure(counts.biggestGroup), figure(counts.onlyInEverybody)]
    return [
      name,
      ...numbers.map(figure),
      grants,
      ...more,
      figure(counts.resourceLabels),
      figure(factsIn(counts)),
      `${Math.round(allowed * 100)} %`,
    ]
  })
  const columns = [
    '',
    'members + tokens',
    'groups',
    'resources',
    'labels',
    'memberships',
    'grants (all / list / labels)',
    'entries in lists',
    'biggest group',
    'only in that',
    'labels on resources',
    'facts',
    'allowed',
  ]
  return { title: 'The worlds', columns, rows }
}
