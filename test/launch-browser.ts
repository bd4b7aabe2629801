import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

/** What unpacks itself into TMPDIR, with the libraries and fonts that a small machine lacks. */
const UNPACK = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())"
/** Makes the package unpack its libraries too. */
const WITH_LIBRARIES = { AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' }

/**
 * Starts a Chromium with its own protections on; whoever starts it closes it. `CHROME` names another one to use, which has to be
 * given where there is none for this machine (only x64 Linux has one). `more` are flags for the command line.
 */
export async function launchBrowser(more: string[] = []): Promise<Browser> {
  // Chromium refuses to put root into its sandbox; what it shows here are only our own pages.
  const args = ['--no-sandbox', ...more]
  const given = process.env.CHROME
  if (given) return chromium.launch({ executablePath: given, args })

  const room = await unpacked()
  const libraries = [join(room, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  const env = { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(room, 'fonts') }
  return chromium.launch({ executablePath: join(room, 'chromium'), args, env })
}

/** Where Chromium lies. Unpacking takes about four seconds, once per version: whole or not at all, as several processes may do it at once. */
async function unpacked(): Promise<string> {
  const room = roomOf(versionOfPackage())
  if (existsSync(room)) return room

  const draft = `${room}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  const env = { ...process.env, ...WITH_LIBRARIES, TMPDIR: draft }
  await promisify(execFile)(process.execPath, ['-e', UNPACK], { env, cwd: dirname(import.meta.dirname) })
  writeFileSync(join(draft, 'fonts', 'fonts.conf'), fontsIn(room))
  try {
    renameSync(draft, room)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(room)) throw error
  }
  return room
}

/** Its own list looks for fonts in /tmp. */
function fontsIn(room: string): string {
  const dir = join(room, 'fonts')
  return `<fontconfig><dir>${dir}</dir><cachedir>${dir}/cache</cachedir></fontconfig>\n`
}

function roomOf(version: string): string {
  return fileURLToPath(new URL(`../.cache/chromium/${version}`, import.meta.url))
}

function versionOfPackage(): string {
  const file = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'))
  return JSON.parse(readFileSync(file, 'utf8')).version
}
