import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { buildWeb } from '../scripts/build-web.ts'
import { SESSION_COOKIE } from '../server/http/cookies.ts'
import { launchBrowser } from '../test/launch-browser.ts'
import { startChild } from './children.ts'
import { type Context, placeOf, say } from './context.ts'
import { type Owner, signInOwner } from './owner.ts'
import { type Bar, figure, type Section } from './report.ts'
import { median } from './rounds.ts'
import { town } from './shapes.ts'

const MB = 1_048_576
const KEY_MS = 90
const PAGES = { warm: 5, walked: 60 }
const USABLE_MS = 1_000
const GROWTH_MAX = 1.15

/** The console with a large workspace: how long people wait, and what a long walk through a list costs their browser. */
export async function measureConsole(context: Context): Promise<Section> {
  const place = placeOf(context, town.name)
  if (!place) return { tables: [], bars: [unmeasured(context)] }
  say(`console: ${figure(town.members)} members, ${figure(town.groups)} groups`)
  await buildWeb({ always: false })
  const server = await startChild<{ url: string }>('server.ts', JSON.stringify(place))
  const browser = await launchBrowser()
  try {
    const owner = await signInOwner(place, server.hello.url, context.secret)
    return await measure(context, browser, owner)
  } finally {
    await browser.close()
    await server.end()
  }
}

async function measure(context: Context, browser: Browser, owner: Owner): Promise<Section> {
  const rounds = context.quick ? 1 : 5
  const lists = []
  for (const path of ['users', 'groups', 'labels']) {
    const opened: Opened[] = []
    for (let round = 0; round < rounds; round++) opened.push(await openList(browser, owner, path))
    lists.push({
      path,
      api: median(opened.map((one) => one.api)),
      shown: median(opened.map((one) => one.shown)),
    })
  }
  const typed = await typeSearch(browser, owner, rounds)
  const { before, after } = await walk(browser, owner)
  return {
    tables: [
      {
        title: `The console with ${figure(town.members)} members, ${figure(town.groups)} groups and ${figure(town.resources)} resources`,
        columns: ['page', 'the API answers after, ms', 'rows are there after the answer, ms'],
        rows: lists.map(({ path, api, shown }) => [path, figure(api), figure(shown)]),
      },
    ],
    bars: [
      within('the Users page, from the answer to its rows', lists[0]?.shown ?? Number.NaN, USABLE_MS),
      within('search, from the last letter to its rows', typed, USABLE_MS),
      {
        bar: `the page's memory after ${PAGES.walked} pages of members, against ${PAGES.warm}`,
        value: `≤ ${GROWTH_MAX} ×`,
        figure: `${figure(after / before)} × (${figure(after / MB)} MB)`,
        holds: after / before <= GROWTH_MAX,
      },
    ],
  }
}

function within(what: string, ms: number, most: number): Bar {
  return { bar: what, value: `≤ ${figure(most)} ms`, figure: `${figure(ms)} ms`, holds: ms <= most }
}

function unmeasured({ withoutPostgres }: Context): Bar {
  const about = { bar: 'the console in a large workspace', value: '', figure: 'n/a', holds: undefined }
  return { ...about, ...(withoutPostgres && { why: withoutPostgres }) }
}

interface Opened {
  api: number
  shown: number
}

/** Opens a list in a browser of its own: when its own request was answered, and when its rows were there. */
async function openList(browser: Browser, owner: Owner, path: string): Promise<Opened> {
  const page = await sit(browser, owner)
  const asked = page.waitForResponse((response) => isList(response.url(), path))
  await page.goto(addressOf(owner, path))
  const response = await asked
  await response.finished()
  const answered = performance.now()
  await page.locator('tbody tr td:not(:empty) >> visible=true').first().waitFor()
  const shown = performance.now() - answered
  const { requestStart, responseEnd } = response.request().timing()
  await page.context().close()
  return { api: responseEnd - requestStart, shown }
}

/** Types a part of a name: how long after the last letter only those rows are there that have it. */
async function typeSearch(browser: Browser, owner: Owner, rounds: number): Promise<number> {
  const page = await sit(browser, owner)
  await page.goto(addressOf(owner, 'users'))
  await page.locator('tbody tr td:not(:empty)').first().waitFor()
  const field = page
    .getByRole('searchbox')
    .or(page.getByRole('textbox', { name: /search/i }))
    .first()
  const took: number[] = []
  for (let round = 0; round < rounds; round++) {
    const wanted = String(1_200 + round)
    await field.fill('')
    const answer = page.waitForResponse((response) => response.url().includes(`search=${wanted}`))
    await field.pressSequentially(wanted, { delay: KEY_MS })
    const start = performance.now()
    await (await answer).finished()
    await page.locator('tbody tr', { hasText: wanted }).first().waitFor()
    took.push(performance.now() - start)
  }
  await page.context().close()
  return median(took)
}

/** Walks through the members page by page: what the page's own memory is early, and at the end. */
async function walk(browser: Browser, owner: Owner) {
  const page = await sit(browser, owner)
  await page.goto(addressOf(owner, 'users'))
  await page.locator('tbody tr td:not(:empty)').first().waitFor()
  await turn(page, PAGES.warm)
  const before = await heapOf(page)
  await turn(page, PAGES.walked - PAGES.warm)
  const after = await heapOf(page)
  await page.context().close()
  return { before, after }
}

async function turn(page: Page, times: number) {
  for (let time = 0; time < times; time++) {
    const answer = page.waitForResponse((response) => isList(response.url(), 'users'))
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await (await answer).finished()
    await page.locator('[aria-busy="false"]').first().waitFor()
  }
}

/** What the page holds after its garbage was collected, in bytes. */
async function heapOf(page: Page): Promise<number> {
  await sleep(500)
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

async function sit(browser: Browser, { url, session }: Owner): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })
  const { port } = new URL(url)
  const cookie = { name: SESSION_COOKIE, value: session, domain: 'localhost', path: '/' }
  await context.addCookies([{ ...cookie, secure: true, httpOnly: true, sameSite: 'Lax' }])
  const page = await context.newPage()
  page.on('pageerror', (error) => say(`the console at port ${port} broke: ${error.message}`))
  return page
}

/** People open the server by its public address, which is a name. */
function addressOf({ url, slug }: Owner, path: string): string {
  return `http://localhost:${new URL(url).port}/w/${slug}/access/${path}`
}

function isList(url: string, path: string): boolean {
  const { pathname } = new URL(url)
  return pathname.endsWith(
    path === 'users' ? '/api/users/directory' : `/api/${path === 'labels' ? 'labels/usage' : path}`,
  )
}
