import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeTemplate } from '../server/db/make-template.ts'
import { openLog } from '../server/platform/log.ts'
import { reaches, root } from '../test/imports.ts'
import { buildWeb } from './build-web.ts'
import type { Line } from './count-reporter.ts'
import { missingFromLock } from './lock-file.ts'

const RUN_MINUTES = 70
const TEST_SECONDS = 120
/** One more than there are processors: some of them always waits for a disk, a clock or a browser. */
const AT_ONCE = availableParallelism() + 1
const databases = ['embedded', 'postgres'] as const
/** What takes long and needs nothing of the other tests is a job of its own; the longest come first, so that none of them runs alone in the end. */
const parts = [
  { title: 'crashes', has: isFault },
  {
    title: 'the house',
    has: (file: string) => !file.startsWith('server/') && !isFault(file) && !isJourney(file),
  },
  { title: 'features', has: (file: string) => file.startsWith('server/') },
]
/** Where the jobs keep what they compiled, as `claviger` does (cli/main.ts): most of them load the same thousands of files. */
const compiled = join(root, '.cache/compile')

interface Outcome {
  passed: number
  failed: number
  /** What is told once more at the end. */
  failures: string[]
}

interface Job {
  title: string
  command: string[]
  env?: Record<string, string>
  /** Where the reporter writes what it counted. Without it, the whole command is one thing that passes or fails. */
  counts?: string
}

const children = new Set<ChildProcess>()
let isLeaving = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void leave())

const outcome = await main(process.argv.slice(2)).catch((error) => failed(`the run itself: ${error.stack}`))
for (const failure of outcome.failures) console.log(failure)
console.log(`${outcome.passed} passed, ${outcome.failed} failed`)
process.exitCode = outcome.failed === 0 && outcome.passed > 0 ? 0 : 1

async function main(given: string[]): Promise<Outcome> {
  const { only, wanted } = readArguments(given)
  const files = globSync('{contract,access,server,client,cli,test,scripts,bench}/**/*.test.ts', {
    cwd: root,
  }).sort()
  const chosen = files.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  const onDatabase = chosen.filter((file) => reaches(file, 'test/database.ts'))
  const plain = chosen.filter((file) => !onDatabase.includes(file))
  const room = mkdtempSync(join(tmpdir(), `claviger-run-${process.pid}-`))
  process.on('exit', () => rmSync(room, { recursive: true, force: true }))
  if (chosen.length === 0) return failed(`No test file matches ${wanted.join(' or ')}.`)
  if (onDatabase.length > 0) await makeTemplate(openLog('warn'))
  if (chosen.some((file) => reaches(file, 'scripts/build-web.ts'))) await buildWeb({ always: false })
  const used = databases.filter((database) => !only || only === database)
  // Everything that the console calls is tested on both; a walk through its pages takes long, and is taken on one of them.
  const journeys = onDatabase.filter(isJourney)
  const walks = used.map((database, place) => {
    const some = journeys.filter((_, index) => index % used.length === place)
    return testJob(`the console on ${database}`, some, room, database)
  })
  const others = parts.flatMap(({ title, has }) =>
    used.map((database) => testJob(`${title} on ${database}`, onDatabase.filter(has), room, database)),
  )
  const tests = [...walks, ...others, testJob('tests without a database', plain, room)]
  if (wanted.length > 0) return sum(await together(tests))
  return sum([lockFile(), ...(await together([...checks(), ...tests]))])
}

function isFault(file: string): boolean {
  return file === 'test/faults.test.ts'
}

function isJourney(file: string): boolean {
  return file.startsWith('test/journeys/')
}

function readArguments(given: string[]) {
  const place = given.indexOf('--db')
  const only = place < 0 ? undefined : databases.find((database) => database === given[place + 1])
  if (place >= 0 && !only) throw new Error(`--db must be one of ${databases.join(', ')}`)
  const wanted = place < 0 ? given : given.toSpliced(place, 2)
  return { only, wanted: wanted.map((part) => part.replace(/^\.\//, '')) }
}

/** What reads the sources and runs none of them. */
function checks(): Job[] {
  return [
    { title: 'types', command: ['node_modules/typescript7/bin/tsc', '-p', 'tsconfig.json'] },
    { title: 'style', command: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'] },
  ]
}

function lockFile(): Outcome {
  const missing = missingFromLock(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
  console.log(`\n=== lock file ===\n${missing.join('\n') || 'complete'}`)
  return missing.length > 0 ? failed(`lock file: ${missing.join('; ')}`) : passed()
}

function testJob(title: string, files: string[], room: string, database?: string): Job {
  const counts = join(room, `${title.replaceAll(' ', '-')}.jsonl`)
  const reporters = [
    ['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ['--test-reporter=./scripts/count-reporter.ts', `--test-reporter-destination=${counts}`],
  ].flat()
  return {
    title,
    command: [
      '--test',
      '--test-isolation=none',
      `--test-timeout=${TEST_SECONDS * 1000}`,
      ...reporters,
      ...files,
    ],
    env: { NODE_COMPILE_CACHE: compiled, ...(database ? { CLAVIGER_TEST_DATABASE: database } : {}) },
    counts: files.length > 0 ? counts : '',
  }
}

/** Runs jobs side by side, so many at once. The first speaks as it goes, the others when their turn has come, so that none mix. */
async function together(jobs: Job[]): Promise<Outcome[]> {
  const running = new Set<Promise<unknown>>()
  const outcomes: Promise<Outcome>[] = []
  for (const job of jobs.filter(({ counts }) => counts !== '')) {
    if (running.size >= AT_ONCE) await Promise.race(running)
    if (isLeaving) break
    const { ended, outcome } = run(job, outcomes.at(-1))
    running.add(ended)
    void ended.then(() => running.delete(ended))
    outcomes.push(outcome)
  }
  return Promise.all(outcomes)
}

/** Starts a job: `ended` when its process is, `outcome` when all was told, which is after what comes `before` was. */
function run(job: Job, before: Promise<unknown> = Promise.resolve()) {
  const started = performance.now()
  const child = spawn(process.execPath, job.command, {
    cwd: root,
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}), ...job.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  const timer = setTimeout(() => child.kill('SIGTERM'), RUN_MINUTES * 60_000)
  forward(child, job.title, before)
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer)
      children.delete(child)
      resolve({ code, seconds: (performance.now() - started) / 1000 })
    })
  })
  return { ended, outcome: tell(job, ended, before) }
}

interface Ended {
  code: number | null
  seconds: number
}

async function tell(job: Job, ended: Promise<Ended>, before: Promise<unknown>): Promise<Outcome> {
  const { code, seconds } = await ended
  await before
  console.log(`(${job.title}: ${seconds.toFixed(1)} s)`)
  if (job.counts) return readCounts(job, code)
  return code === 0 ? passed() : failed(`${job.title}: failed, see above`)
}

function forward(child: ChildProcess, title: string, before: Promise<unknown>) {
  const held: string[] = []
  let open = false
  const say = (text: string) => (open ? process.stdout.write(text) : held.push(text))
  let told = false
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    // From here on the reporter repeats the failures; we do so at the end of everything.
    const end = told ? 0 : text.indexOf('✖ failing tests:')
    told ||= end >= 0
    say(told ? text.slice(0, end) : text)
  })
  child.stderr?.setEncoding('utf8').on('data', say)
  void before.then(() => {
    open = true
    process.stdout.write(`\n=== ${title} ===\n${held.join('')}`)
  })
}

function readCounts({ title, counts }: Job, code: number | null): Outcome {
  const lines = readLines(counts as string)
  const total = lines.find((line) => line.kind === 'counts')
  const failures = lines
    .filter((line) => line.kind === 'failure')
    .map(({ name, place, error }) => `\n✖ ${title}: ${name}\n  ${place}\n${error.replace(/^/gm, '  ')}\n`)
  if (!total)
    return sum([{ passed: 0, failed: failures.length, failures }, failed(`${title}: ended early (${code})`)])
  if (code !== 0 && total.failed === 0)
    return sum([{ ...total, failures }, failed(`${title}: ended with ${code}`)])
  if (total.passed + total.failed === 0) return failed(`${title}: no test ran`)
  return { ...total, failures }
}

function readLines(path: string): Line[] {
  try {
    const text = readFileSync(path, 'utf8')
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  } catch {
    return []
  }
}

function passed(count = 1): Outcome {
  return { passed: count, failed: 0, failures: [] }
}

function failed(why: string): Outcome {
  return { passed: 0, failed: 1, failures: [`\n✖ ${why}`] }
}

function sum(outcomes: Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, one) => total + one.passed, 0),
    failed: outcomes.reduce((total, one) => total + one.failed, 0),
    failures: outcomes.flatMap((one) => one.failures),
  }
}

// Children end themselves, and what they started, on the same signal.
async function leave() {
  isLeaving = true
  const ended = [...children].map((child) => once(child, 'exit'))
  for (const child of children) child.kill('SIGTERM')
  await Promise.all(ended)
  console.log('0 passed, 1 failed')
  process.exit(130)
}
