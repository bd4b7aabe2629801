import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { builtConsole, type Seat, takeSeat } from '../console.ts'
import { tourBreakGlass, tourSupport } from '../support-tour.ts'
import { openTourServer, tourInside, tourOutside, tourSetUp } from '../tour.ts'
import { outOfReach, ZOOMED } from '../within-reach.ts'
import { tourClosedDoors, tourWorkspace } from '../workspace-tour.ts'

const WIDE = { width: 1280, height: 860 }
/** What is placed by a script takes a moment to find its place. */
const PATIENCE_MS = 2_000
const NARROW = { width: 360, height: 740 }
/** Where scripts/screenshots.ts wants pictures of each stop. */
const pictures = process.env.CLAVIGER_TEST_SCREENSHOTS

before(builtConsole)

const tours = [
  ['outside', tourOutside, 'sign-in'],
  ['inside', tourInside, 'sign-in'],
  ['set-up', tourSetUp, 'sign-in'],
  ['a workspace', tourWorkspace, 'console'],
  ['closed doors', tourClosedDoors, 'console'],
  ['support access', tourSupport, 'console'],
  ['break-glass', tourBreakGlass, 'console'],
] as const

for (const [name, tour, room] of tours) {
  const title = `every page is whole and accessible on a narrow screen, at 400 % and in the dark: ${name}`
  test(title, { timeout: 300_000 }, async () => {
    const on = await openTourServer()
    const seat = await takeSeat(on.app.config.publicUrl, { viewport: WIDE, colorScheme: 'light' })

    const faults: string[] = []
    await tour(on, seat, async (stop) => {
      if (pictures) await photograph(seat, join(pictures, room, stop))
      else faults.push(...(await look(seat)).map((fault) => `${stop}: ${fault}`))
    })

    assert.deepEqual(faults, [])
    seat.isQuiet()
  })
}

/** What is wrong with the page as it stands. */
async function look({ page, isAccessible }: Seat): Promise<string[]> {
  const faults: string[] = []
  await page.emulateMedia({ colorScheme: 'dark' })
  for (const size of [NARROW, ZOOMED]) {
    await page.setViewportSize(size)
    const isNarrow = () => document.documentElement.scrollWidth <= window.innerWidth
    await page
      .waitForFunction(isNarrow, null, { timeout: PATIENCE_MS })
      .catch(() => faults.push(`wider than ${size.width} pixels`))
  }
  await comesToRest(page)
  // At 400 %: the smaller the screen, the less is within reach.
  faults.push(...(await outOfReach(page)))
  await isAccessible().catch(({ message }: Error) => faults.push(message))
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(WIDE)
  return faults
}

async function photograph({ page }: Seat, path: string) {
  mkdirSync(join(path, '..'), { recursive: true })
  // Where the mouse stands would show as a hover.
  await page.mouse.move(0, 0)
  for (const [suffix, colorScheme, size] of [
    ['light', 'light', WIDE],
    ['dark', 'dark', WIDE],
    ['narrow', 'light', NARROW],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(size)
    await comesToRest(page)
    await page.screenshot({ path: `${path}-${suffix}.png`, animations: 'disabled' })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(WIDE)
}

/** Waits until nothing moves or changes its colour any more: what goes on for ever does not count. */
async function comesToRest(page: Page) {
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect }) => {
      const isEndless = effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY
      return playState !== 'running' || isEndless
    }),
  )
}
