import { type Running, start } from '../server/main.ts'
import { newId } from '../server/platform/ids.ts'
import { openLog } from '../server/platform/log.ts'
import type { Seat } from './console.ts'
import { closeAfterTests, testDatabase } from './database.ts'
import { type DnsServer, openDnsServer } from './dns-server.ts'
import { clock, testConfig } from './house.ts'
import type { SsoWorkspace } from './sso-house.ts'
import {
  openProviders,
  type Protocol,
  type ProtocolName,
  type Providers,
  protocolsOf,
} from './sso-protocols.ts'

/** What journeys of single sign-on happen in: our server, DNS, and identity providers at other sites. */
export interface SsoPlace extends Providers {
  running: Running
  origin: string
  dns: DnsServer
  by: Record<ProtocolName, Protocol>
}

let opened: Promise<SsoPlace> | undefined

/** One place for all journeys of this process; identity providers of this machine are let in. */
export function openSsoPlace(): Promise<SsoPlace> {
  opened ??= open()
  return opened
}

async function open(): Promise<SsoPlace> {
  const dns = await openDnsServer()
  const providers = await openProviders()
  const config = testConfig({ CLAVIGER_PRIVATE_ADDRESSES: 'allowed', CLAVIGER_DNS_SERVERS: dns.address })
  const log = openLog(process.env.CLAVIGER_TEST_LOG ?? 'silent')
  const running = await start(config, { database: await testDatabase(), clock, log })
  closeAfterTests(() => running.http.close())
  const { publicUrl: origin } = running.app.config
  return { running, origin, dns, ...providers, by: protocolsOf(running, providers) }
}

/** Somebody with an address in a workspace's domain. */
export function somebody({ domain }: Pick<SsoWorkspace, 'domain'>): string {
  return `${newId().toLowerCase()}@${domain}`
}

/** The address of a workspace's first page. */
export function homeOf({ slug }: { slug: string }): RegExp {
  return new RegExp(`/w/${slug}$`)
}

/** Where an owner manages the connection of a workspace. */
export function connectionPage(
  { slug, connectionId }: Pick<SsoWorkspace, 'slug' | 'connectionId'>,
  tab: 'overview' | 'settings' | 'people' | 'signIns',
): string {
  return `/w/${slug}/access/authentication/connections/${connectionId}?tab=${tab}`
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
