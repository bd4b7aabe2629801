import { type Running, start } from '../server/main.ts'
import { openLog } from '../server/platform/log.ts'
import type { Seat } from './console.ts'
import { closeAfterTests, testDatabase } from './database.ts'
import { type DnsServer, openDnsServer } from './dns-server.ts'
import { clock, testConfig } from './house.ts'
import { openSamlPages, type SamlPages } from './saml-pages.ts'
import { openSamlWorkspace, type SamlWorkspace } from './sso-house.ts'

/** What journeys of single sign-on happen in: our server, DNS, and an identity provider at another site. */
export interface SsoPlace {
  running: Running
  origin: string
  dns: DnsServer
  there: SamlPages
}

/** Starts them; identity providers of this machine are let in. */
export async function openSsoPlace(): Promise<SsoPlace> {
  const dns = await openDnsServer()
  const there = await openSamlPages()
  const config = testConfig({ CLAVIGER_PRIVATE_ADDRESSES: 'allowed', CLAVIGER_DNS_SERVERS: dns.address })
  const log = openLog(process.env.CLAVIGER_TEST_LOG ?? 'silent')
  const running = await start(config, { database: await testDatabase(), clock, log })
  closeAfterTests(() => running.http.close())
  return { running, origin: running.app.config.publicUrl, dns, there }
}

/** A workspace whose people sign in at the provider of this place. */
export function openThere(
  { running, there }: SsoPlace,
  opening: Parameters<typeof openSamlWorkspace>[0] = {},
): Promise<SamlWorkspace> {
  return openSamlWorkspace({ running, idp: there.idp, ...opening })
}

/** Types the user name on the provider's own page: the address of whoever comes. */
export async function signInThere(seat: Seat, user: string) {
  await seat.sees('Sign in to Example')
  await seat.fill('User name', user)
  await seat.press('Let me in')
}

/** Goes on by a link that looks like a button. */
export function follow({ page }: Seat, name: string): Promise<void> {
  return page.getByRole('link', { name, exact: true }).click()
}

/** Signs in from the sign-in page, by the address. */
export async function signInByAddress(seat: Seat, email: string) {
  await seat.open('/sign-in')
  await seat.press('Sign in with single sign-on')
  await seat.fill('E-mail address', email)
  await seat.press('Continue')
  await signInThere(seat, email)
}
