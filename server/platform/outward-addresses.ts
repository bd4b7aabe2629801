import ipaddr from 'ipaddr.js'

/** Where an address is. `nowhere`: nobody's own server, such as the metadata of a cloud, and never asked. */
export type Whereabouts = 'public' | 'private' | 'loopback' | 'nowhere'

/** What is given out to be routed on the public internet; all else of IPv6 is local, historic, or stands for an IPv4 address. */
const globalUnicast = ipaddr.parseCIDR('2000::/3')
/** Azure's own service inside each of its machines, at an address that looks public. */
const inDisguise = new Set(['168.63.129.16'])
const privateRanges = new Set(['private', 'uniqueLocal', 'carrierGradeNat'])

/** Where an IP address is, by IANA's registries. An IPv4 address in the form of IPv6 is where the IPv4 address is. Throws for other texts. */
export function whereaboutsOf(text: string): Whereabouts {
  const address = ipaddr.process(text)
  const range = address.range()
  if (range === 'loopback') return 'loopback'
  if (privateRanges.has(range)) return 'private'
  if (range !== 'unicast' || inDisguise.has(address.toString())) return 'nowhere'
  return address.kind() === 'ipv4' || address.match(globalUnicast) ? 'public' : 'nowhere'
}
