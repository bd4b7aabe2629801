import { domainToASCII, domainToUnicode } from 'node:url'

const NAME_MAX = 253
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
/** Two labels or more; the last begins with a letter, as no IP address does. */
const wellFormed = new RegExp(`^(?:${label}\\.)+(?=[a-z])${label}$`)
/** Characters that would make an address of the web of it, of which a domain would be cut out. */
const notOfDomains = /[\s/\\@:?#%[\]|<>^]/

/** Mail for everybody that the package does not know, or that forwards for people of anywhere. */
const furtherPublic = [
  'anonaddy.com',
  'disroot.org',
  'duck.com',
  'fastmail.com',
  'gmx.ch',
  'hey.com',
  'kolabnow.com',
  'mailfence.com',
  'mozmail.com',
  'posteo.de',
  'privaterelay.appleid.com',
  'riseup.net',
  'simplelogin.com',
  'skiff.com',
  'startmail.com',
  'tuta.com',
  'tuta.io',
  'tutamail.com',
  'tutanota.com',
  'ziggo.nl',
  'zoho.eu',
  'zohomail.com',
]
/** Names that the package lists, below which others have names of their own. */
const registries = new Set(['co.cc', 'com.ar', 'net.ua', 'org.ua', 'us.to', 'za.com'])

/**
 * A domain as DNS has it: small letters, punycode, without a dot at its end; null for what cannot be one of e-mail addresses: IP
 * addresses, single names, addresses of the web.
 */
export function domainFrom(text: string): string | null {
  const trimmed = text.trim().replace(/\.$/, '')
  if (notOfDomains.test(trimmed)) return null
  const domain = domainToASCII(trimmed)
  return domain.length <= NAME_MAX && wellFormed.test(domain) ? domain : null
}

/**
 * The domain of an e-mail address, written as `domainFrom` does; null where there is none, or where it is written with characters
 * that DNS takes for others (soft hyphens, wide letters): two addresses that look different must not be of one domain.
 */
export function domainOfAddress(email: string): string | null {
  const at = email.lastIndexOf('@')
  const written = email.slice(at + 1).toLowerCase()
  const domain = at < 1 ? null : domainFrom(written)
  return domain !== null && [domain, domainToUnicode(domain)].includes(written) ? domain : null
}

/** Whether everybody can have an address in a domain: it is one of public mail, or below one. */
export async function isPublic(domain: string): Promise<boolean> {
  const { default: listed } = await import('email-providers')
  const known = new Set([...listed, ...furtherPublic])
  const labels = domain.split('.')
  const above = labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join('.'))
  return known.has(domain) || above.some((one) => known.has(one) && !registries.has(one))
}
