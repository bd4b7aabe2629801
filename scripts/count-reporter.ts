import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

/** What a run of tests came to, one JSON line each: failures as they happen, the counts at the end. */
export type Line =
  | { kind: 'failure'; name: string; place: string; error: string }
  | { kind: 'counts'; passed: number; failed: number; skipped: number }

/** A reporter for `node --test` that writes what `scripts/test.ts` adds up. Node asks for it as the default export. */
async function* countReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const counts = { kind: 'counts' as const, passed: 0, failed: 0, skipped: 0 }
  for await (const event of events) {
    if (event.type === 'test:pass' && isTest(event.data)) {
      if (event.data.skip !== undefined || event.data.todo !== undefined) counts.skipped++
      else counts.passed++
    }
    if (event.type === 'test:fail' && event.data.todo === undefined) {
      const failure = failureOf(event.data)
      if (failure) counts.failed++
      if (failure) yield line(failure)
    }
    // Once for everything, at the end; a run that does not come so far ended early.
    if (event.type === 'test:summary' && event.data.file === undefined) yield line(counts)
  }
}

type Pass = Extract<TestEvent, { type: 'test:pass' }>['data']
type Fail = Extract<TestEvent, { type: 'test:fail' }>['data']

/** Not a suite, and not the file itself, which Node counts as a test when it has none. */
function isTest({ name, details, file }: Pass): boolean {
  return details.type !== 'suite' && !(file?.endsWith('.ts') && file.replaceAll('\\', '/').endsWith(name))
}

function failureOf({ name, details, file, line: at }: Fail): Line | null {
  // Node says what kind of failure it is, and its types do not.
  const error = details.error as Error & { failureType?: string }
  // A suite fails because a test in it did, and that one is told.
  if (error.failureType === 'subtestsFailed') return null
  return {
    kind: 'failure',
    name,
    place: `${file}:${at}`,
    error: inspect(error.cause ?? error, { colors: false }),
  }
}

function line(what: Line): string {
  return `${JSON.stringify(what)}\n`
}

// biome-ignore lint/style/noDefaultExport: node --test-reporter loads the default export.
export default countReporter
