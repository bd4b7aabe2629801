import type { Question, World } from '../access/index.ts'
import { check, explain, listPrincipals, listResources } from '../access/index.ts'
import type { Ground } from './checks.ts'
import { type Context, say } from './context.ts'
import { openRandom } from './random.ts'
import { type Bar, duration, figure, type Section, type Table, times } from './report.ts'
import { interleave, type Lane, median, medianOf, ratio, type Timings } from './rounds.ts'
import type { WorldName } from './shapes.ts'

const PAGE = 50
const PEOPLE = 25

/** What lists cost: a page, everything, who can, explain; and cost against what comes out. */
export async function measureLists(context: Context, grounds: Map<WorldName, Ground>): Promise<Section> {
  say('lists: interleaved rounds')
  const lanes = Array.from(grounds, ([name, ground]) => lanesOf(name, ground)).flat()
  const timings = await interleave(
    lanes,
    context.quick ? { rounds: 3, roundMs: 10 } : { rounds: 9, roundMs: 30 },
  )
  const worlds = Array.from(grounds.keys())
  const everything = worlds.map((name) => wholeLists(grounds.get(name) as Ground))
  const tables = [overview(worlds, timings, everything)]
  const largest = worlds.at(-1)
  const ground = largest && grounds.get(largest)
  if (largest && ground) tables.push(sizesOfResources(largest, ground), sizesOfPrincipals(largest, ground))
  return { tables, bars: bars(grounds, timings, everything[worlds.indexOf('L')]) }
}

function lanesOf(world: WorldName, { compiled, questions }: Ground): Lane[] {
  const lane = (name: string, ask: (question: Question) => unknown): Lane => {
    let place = 0
    for (const question of questions.slice(0, 200)) ask(question)
    return {
      name: `${world} ${name}`,
      run(count) {
        for (let done = 0; done < count; done++) {
          place = place + 1 < 200 ? place + 1 : 0
          ask(questions[place] as Question)
        }
      },
    }
  }
  return [
    lane('page', ({ who, action, resource: { type }, at }) =>
      listResources(compiled, { who, action, type, at }, { count: PAGE }),
    ),
    lane('who can', ({ action, resource, at }) =>
      listPrincipals(compiled, { action, resource, at }, { count: PAGE }),
    ),
    lane('explain', (question) => explain(compiled, question)),
  ]
}

interface Whole {
  listedNs: number
  checkedNs: number
  /** Median over people of how many times as long checking each takes. */
  ratio: number
  found: number
}

/** Every resource of a person, as a list and by checking each, for some people in turns. */
function wholeLists({ world, compiled, questions }: Ground): Whole {
  const { at } = questions[0] as Question
  const sources = world.facts.resources.filter(({ type }) => type === 'source')
  const people = questions.slice(0, PEOPLE).map(({ who }) => who)
  const runs = people.map((who) => {
    const question = { who, action: 'source:read', type: 'source', at }
    const list = () => listResources(compiled, question, { count: sources.length }).ids.length
    const checkEach = () =>
      sources.filter(({ type, id }) =>
        check(compiled, { who, action: 'source:read', resource: { type, id }, at }),
      ).length
    list()
    const [found, listedNs] = best(list)
    const [, checkedNs] = best(checkEach)
    return { found, listedNs, checkedNs, ratio: checkedNs / listedNs }
  })
  const middle = (key: keyof Whole) => median(runs.map((run) => run[key]))
  return {
    listedNs: middle('listedNs'),
    checkedNs: middle('checkedNs'),
    ratio: middle('ratio'),
    found: middle('found'),
  }
}

/** The shortest of three, and what it answered. */
function best<Answer>(run: () => Answer): [Answer, number] {
  let shortest = Number.POSITIVE_INFINITY
  let answer = run()
  for (let time = 0; time < 3; time++) {
    const start = performance.now()
    answer = run()
    shortest = Math.min(shortest, (performance.now() - start) * 1e6)
  }
  return [answer, shortest]
}

function overview(worlds: WorldName[], timings: Timings, whole: Whole[]): Table {
  const row = (title: string, name: string) => [
    title,
    ...worlds.map((world) => duration(medianOf(timings, `${world} ${name}`))),
  ]
  return {
    title: 'Lists, who can, explain',
    columns: ['', ...worlds],
    rows: [
      row(`first page of ${PAGE} resources`, 'page'),
      row(`who can: first ${PAGE} and the total`, 'who can'),
      row('explain', 'explain'),
      ['every source a person may read: how many', ...whole.map(({ found }) => figure(found))],
      ['… as a list', ...whole.map(({ listedNs }) => duration(listedNs))],
      ['… by checking each source', ...whole.map(({ checkedNs }) => duration(checkedNs))],
      ['… how many times as long', ...whole.map(({ ratio: value }) => times(value))],
    ],
    notes: [`Every source: medians over ${PEOPLE} members and tokens.`],
  }
}

/** Time against size of output: for each power of ten, those whose list is about that long. */
function sizesOfResources(name: WorldName, { compiled, questions }: Ground): Table {
  const list = ({ who, action, resource: { type }, at }: Question) =>
    listResources(compiled, { who, action, type, at }, { count: 1_000_000 }).ids.length
  return {
    title: `Cost against output on ${name}: every resource that a principal may …`,
    columns: ['resources found', 'questions', 'median time', 'per resource found'],
    rows: bySize(questions, list),
  }
}

function sizesOfPrincipals(name: WorldName, { compiled, questions, world }: Ground): Table {
  const everybody = compiledSize(compiled)
  const list = ({ action, resource, at }: Question) =>
    listPrincipals(compiled, { action, resource, at }, { count: everybody }).ids.length
  const random = openRandom(1)
  const asked = questions.map((question) => {
    const { type, id } = random.pick(world.facts.resources)
    return type === question.resource.type ? { ...question, resource: { type, id } } : question
  })
  return {
    title: `Cost against output on ${name}: everybody who may …`,
    columns: ['principals found', 'questions', 'median time', 'per principal found'],
    rows: bySize(asked, list),
  }
}

function compiledSize(compiled: World): number {
  return compiled.principals.size
}

function bySize(questions: Question[], list: (question: Question) => number): string[][] {
  const timed = questions.slice(0, 300).map((question) => {
    const [found, ns] = best(() => list(question))
    return { found, ns }
  })
  const classes = Map.groupBy(timed, ({ found }) => (found === 0 ? 0 : 10 ** Math.floor(Math.log10(found))))
  return Array.from(classes)
    .toSorted(([one], [other]) => one - other)
    .map(([size, same]) => {
      const ns = median(same.map((one) => one.ns))
      const each = size === 0 ? '' : duration(median(same.map((one) => one.ns / one.found)))
      return [
        size === 0 ? 'none' : `${figure(size)} to ${figure(size * 10 - 1)}`,
        figure(same.length),
        duration(ns),
        each,
      ]
    })
}

function bars(grounds: Map<WorldName, Ground>, timings: Timings, onL: Whole | undefined): Bar[] {
  const growth = ratio(timings, 'L page', 'S page')
  const whoCan = medianOf(timings, 'L who can')
  const isThere = grounds.has('L')
  const each = onL?.ratio ?? Number.NaN
  return [
    {
      bar: `first page of ${PAGE} resources on L against S`,
      value: '≤ 15 × the time',
      figure: times(growth),
      holds: Number.isNaN(growth) ? undefined : growth <= 15,
    },
    {
      bar: 'all resources of a person on L',
      value: '≥ 5 × faster than checking each',
      figure: times(each),
      holds: onL && each >= 5,
    },
    {
      bar: `who can, first ${PAGE} and total, on L`,
      value: '≤ 1 ms',
      figure: duration(whoCan),
      holds: isThere ? whoCan <= 1e6 : undefined,
    },
  ]
}
