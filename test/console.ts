import assert from 'node:assert/strict'
import { afterEach } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { buildWeb } from '../scripts/build-web.ts'
import { SESSION_COOKIE } from '../server/http/cookies.ts'
import { type Jar, openJar } from './browser-jar.ts'
import { openBrowser } from './chromium.ts'

/** Builds the console if its sources are newer than what is there. Before the server starts: it reads the page once. */
export function builtConsole(): Promise<boolean> {
  built ??= buildWeb({ always: false })
  return built
}

let built: Promise<boolean> | undefined

// Pages that stay open go on working, and make every later test slower.
const taken: BrowserContext[] = []
afterEach(async () => {
  for (const context of taken.splice(0)) await context.close()
})

/** Somebody's browser with one page of the console. What the page complains about fails the test (`isQuiet`). */
export interface Seat {
  page: Page
  /** Opens an address of the console and waits for its heading. */
  open(path: string): Promise<void>
  /** Fills the field of this label. */
  fill(label: string | RegExp, text: string): Promise<void>
  press(name: string | RegExp): Promise<void>
  /** Waits for a heading. */
  sees(heading: string | RegExp): Promise<void>
  /** Waits for a text. */
  reads(text: string | RegExp): Promise<void>
  /** Waits until nothing on the page is still on its way. */
  settles(): Promise<void>
  /** Fails for what axe finds on the page as it is. */
  isAccessible(): Promise<void>
  /** Fails for scripts that broke, and for what the content security policy stopped. */
  isQuiet(): void
}

/** Takes a seat in front of the console, in a browser of its own, until the end of the test. */
export async function takeSeat(origin: string, options: BrowserContextOptions = {}): Promise<Seat> {
  const browser = await openBrowser()
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options })
  taken.push(context)
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    const isRefusal = /Failed to load resource/.test(message.text())
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text())
  })
  return {
    page,
    open: async (path) => {
      await page.goto(origin + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
    fill: (label, text) => page.getByLabel(label, { exact: true }).fill(text),
    press: (name) => page.getByRole('button', { name, exact: true }).click(),
    sees: (name) => page.getByRole('heading', { name }).first().waitFor(),
    reads: (text) => page.getByText(text).first().waitFor(),
    settles: () =>
      page.locator('.mantine-Skeleton-root, [aria-busy=true]').first().waitFor({ state: 'detached' }),
    isAccessible: () => isAccessible(page),
    isQuiet: () => assert.deepEqual(complaints, []),
  }
}

/** Takes a seat as somebody who is signed in already (test/house.ts). */
export async function takeSeatAs(
  origin: string,
  { session }: { session: string },
  options?: BrowserContextOptions,
): Promise<Seat> {
  const seat = await takeSeat(origin, options)
  await signInAs(seat, origin, session)
  return seat
}

/** Gives the browser of a seat this session. */
export async function signInAs({ page }: Seat, origin: string, session: string) {
  // A cookie of this name is only taken with an https address; it is sent to localhost without, too.
  const url = origin.replace('http:', 'https:')
  await page.context().addCookies([{ name: SESSION_COOKIE, value: session, url, secure: true }])
}

async function isAccessible(page: Page) {
  // Our pages have no frames. The other mode, which looks into foreign ones, opens a page for each answer and takes twice as long.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`)
  assert.deepEqual(found, [], page.url())
}

/** The same browser's cookies for plain calls, so that a test prepares or looks at what a page would take long for. */
export async function jarOf({ page }: Seat, origin: string): Promise<Jar> {
  const jar = openJar(origin)
  for (const { name, value } of await page.context().cookies()) jar.cookies.set(name, value)
  return jar
}
