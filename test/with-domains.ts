import { domains } from '../contract/domains.ts'
import { type Running, start } from '../server/main.ts'
import { newId } from '../server/platform/ids.ts'
import { openLog } from '../server/platform/log.ts'
import { type Outward, openOutward } from '../server/platform/outward.ts'
import { closeAfterTests, testDatabase } from './database.ts'
import { type DnsServer, openDnsServer } from './dns-server.ts'
import { type As, clock, testConfig } from './house.ts'
import { type HttpsServer, openHttpsServer } from './https-server.ts'

/** An address on the public internet, which leads to the https server of the tests. */
export const PUBLIC_ADDRESS = '93.184.215.14'

/** A DNS server and an https server on this machine, and the way to them that a server is given instead of the internet. */
export interface Internet {
  dns: DnsServer
  web: HttpsServer
  outward: Outward
}

/** Starts the two. Private addresses are refused, as they are where nothing is configured. */
export async function openInternet(): Promise<Internet> {
  const dns = await openDnsServer()
  const web = await openHttpsServer()
  const detours = { ca: web.ca, ports: new Map([[PUBLIC_ADDRESS, web.port]]) }
  const config = { dnsServers: dns.address, privateAddresses: 'refused' as const }
  return { dns, web, outward: openOutward(config, detours) }
}

/** Starts a server whose way outward leads to these. */
export async function startOn({ outward }: Pick<Internet, 'outward'>): Promise<Running> {
  const log = openLog(process.env.CLAVIGER_TEST_LOG ?? 'silent')
  const database = await testDatabase()
  const running = await start(testConfig(), { database, clock, log, outward })
  closeAfterTests(() => running.http.close())
  return running
}

/** A domain that nobody has. */
export const newDomain = () => `${newId().toLowerCase()}.com`

/** Puts the record that proves a domain into DNS, and has it looked for. */
export async function prove(
  { dns }: Internet,
  owner: As,
  { id: domainId, txt }: { id: string; txt: { name: string; value: string } },
) {
  dns.entries.set(txt.name, { TXT: [txt.value] })
  const { domain } = await owner(domains.check, { params: { domainId } })
  if (domain.status !== 'verified')
    throw new Error(`the domain is not verified: ${domain.lastCheck?.message}`)
}
