import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { providers } from '../contract/providers.ts'
import { type Running, start } from '../server/main.ts'
import { openLog } from '../server/platform/log.ts'
import type { Mailbox } from '../server/platform/mailbox.ts'
import { type Jar, openJar } from './browser-jar.ts'
import { closeAfterTests, testDatabase } from './database.ts'
import { clock, testConfig } from './house.ts'
import { testDirectory } from './rooms.ts'

const HOPS_MAX = 20

/** Starts a server with this sign-in file; its letters stay in a mailbox where there is one, and otherwise it sends none. */
export async function startWith(
  file: { providers: object[]; products?: object[] },
  also: { mailbox?: Mailbox } = {},
): Promise<Running> {
  const path = join(testDirectory('sign-in'), 'sign-in.json')
  writeFileSync(path, JSON.stringify(file))
  const log = openLog(process.env.CLAVIGER_TEST_LOG ?? 'silent')
  const database = await testDatabase()
  const running = await start(testConfig({ CLAVIGER_SIGN_IN_FILE: path }), { ...also, database, clock, log })
  closeAfterTests(() => running.http.close())
  return running
}

/** A browser: the cookies of each place, and a finger that follows wherever it is sent. */
export interface Browser {
  /** What our server keeps in it. */
  jar: Jar
  /** Opens an address and goes wherever it is sent, as far as `until` says; answers where that was. */
  go(address: string, until?: (address: string) => boolean): Promise<Landed>
  /** Goes to a provider from the sign-in page, and wherever it sends back to. */
  signInWith(providerId: string, body?: { returnTo?: string; invite?: string }): Promise<Landed>
}

/** Where a browser landed, on our server: its path with the query, and the part behind `#`. */
export interface Landed {
  href: string
  path: string
  query: Record<string, string>
  hash: string
}

/** Opens a browser that nobody used yet. */
export function openBrowser({ app }: Pick<Running, 'app'>): Browser {
  const { publicUrl } = app.config
  const jar = openJar(publicUrl)
  const jars = new Map([[publicUrl, jar]])
  const jarOf = (address: string) => {
    const { origin } = new URL(address)
    const found = jars.get(origin) ?? openJar(origin)
    jars.set(origin, found)
    return found
  }
  const browser: Browser = {
    jar,
    async go(address, until = () => false) {
      let at = address
      for (let hop = 0; hop < HOPS_MAX && !until(at); hop++) {
        const response = await jarOf(at).fetch(at)
        await response.body?.cancel()
        const to = response.headers.get('location')
        if (to === null) return landed(at)
        at = new URL(to, at).href
      }
      return landed(at)
    },
    async signInWith(providerId, body = {}) {
      const { url } = await jar.call(providers.start, { params: { providerId }, body })
      return browser.go(url)
    },
  }
  return browser
}

function landed(href: string): Landed {
  const { pathname: path, searchParams, hash } = new URL(href)
  return { href, path, query: Object.fromEntries(searchParams), hash }
}
