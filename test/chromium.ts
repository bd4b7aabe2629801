import { after } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchBrowser } from './launch-browser.ts'

/** A page that is looked at for a second gains nothing from a process that imitates a graphics card, nor from compiled scripts. */
const LIGHTLY = ['--disable-gpu', '--disable-software-rasterizer', '--js-flags=--no-opt --no-maglev']

let opened: Promise<Browser> | undefined
after(async () => (await opened)?.close())

/**
 * The one browser of this test process; it is closed at the end. Open a context of your own in it (`newContext()`): contexts share
 * nothing, as two people's browsers do not. The server is at `app.config.publicUrl`
 * (http://localhost:…), which a browser takes for a secure place; at 127.0.0.1 there are no passkeys.
 */
export function openBrowser(): Promise<Browser> {
  opened ??= launchBrowser(LIGHTLY)
  return opened
}
