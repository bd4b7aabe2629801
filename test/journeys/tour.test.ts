import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { builtConsole, type Seat, takeSeat } from '../console.ts'
import { openTourServer, tourInside, tourOutside, tourSetUp } from '../tour.ts'
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
] as const

for (const [name, tour, room] of tours) {
  test(`every page is whole and accessible on a narrow screen and in the dark: ${name}`, async () => {
    const on = await openTourServer()
    const seat = await takeSeat(on.app.config.publicUrl, { viewport: WIDE, colorScheme: 'light' })

    await tour(on, seat, (stop) =>
      pictures ? photograph(seat, join(pictures, room, stop)) : look(seat, stop),
    )

    seat.isQuiet()
  })
}

async function look({ page, isAccessible }: Seat, stop: string) {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize(NARROW)
  const isNarrow = () => document.documentElement.scrollWidth <= window.innerWidth
  await page.waitForFunction(isNarrow, null, { timeout: PATIENCE_MS }).catch(() => {
    throw new Error(`${stop} is wider than ${NARROW.width} pixels`)
  })
  await isAccessible()
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(WIDE)
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
    await page.screenshot({ path: `${path}-${suffix}.png`, animations: 'disabled' })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(WIDE)
}
