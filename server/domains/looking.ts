import { type Outward, OutwardRefusal } from '../platform/outward.ts'

const PAGE_BYTES_MAX = 2 * 1_048_576
const QUOTED_MAX = 80
const META_NAME = 'claviger-domain-verification'
const VALUE_START = `${META_NAME}=`
/** What stands in a head; anything else ends it, as in a browser. */
const headElements = new Set([
  'html',
  'head',
  'title',
  'meta',
  'link',
  'script',
  'style',
  'base',
  'noscript',
  'template',
])
/** What is in these is their own, and no part of the head. */
const closedElements = new Set(['title', 'script', 'style', 'noscript', 'template'])

/** What proves a domain: either of two, with the same token. */
export interface Proof {
  domain: string
  token: string
}

/** Where a domain is proved. */
export type Place = 'dns' | 'html'

/** What a look at a domain found: where the proof is, or what is there instead. Of the places in `away` nothing is known: they did not answer. */
export type Found = { by: Place } | { by: null; message: string; away: Place[] }

/** The record that is to be put into DNS. */
export function recordOf({ domain, token }: Proof): { name: string; value: string } {
  return { name: `_claviger-challenge.${domain}`, value: VALUE_START + token }
}

/** The element that is to be put into the head of the front page. */
export function metaTagOf({ token }: Pick<Proof, 'token'>): string {
  return `<meta name="${META_NAME}" content="${token}">`
}

/** Looks for the proof at both places at once, and says in words what is there instead and what to do. */
export async function look(outward: Outward, proof: Proof): Promise<Found> {
  const [dns, html] = await Promise.all([lookInDns(outward, proof), lookAtPage(outward, proof)])
  if (dns.by !== null) return dns
  if (html.by !== null) return html
  return { by: null, message: `${dns.message} ${html.message}`, away: [...dns.away, ...html.away] }
}

async function lookInDns(outward: Outward, proof: Proof): Promise<Found> {
  const { name, value } = recordOf(proof)
  try {
    const texts = await outward.txt(name)
    if (texts.some((text) => text.trim() === value)) return { by: 'dns' }
    return missing(`DNS: ${texts.length === 0 ? await wherever(outward, proof) : instead(name, texts)}`)
  } catch (error) {
    return unreachable('dns', error)
  }
}

function instead(name: string, texts: string[]): string {
  const ours = texts.find((text) => text.trim().startsWith(VALUE_START))
  if (ours !== undefined)
    return `the TXT record at ${name} has another token, ${quoted(ours)}. Replace it by the value that is shown here.`
  return `the TXT record at ${name} says ${quoted(texts[0] ?? '')}. Its value must be the one that is shown here.`
}

/** Looks where such records are put by mistake: at the domain itself, and with the domain written twice by a form that adds it. */
async function wherever(outward: Outward, proof: Proof): Promise<string> {
  const { name, value } = recordOf(proof)
  const places = [proof.domain, `${name}.${proof.domain}`]
  const found = await Promise.all(places.map((place) => outward.txt(place).catch(() => [])))
  const astray = places.find((_, index) => found[index]?.some((text) => text.trim() === value))
  if (astray !== undefined)
    return `the TXT record is at ${astray}. It must be at ${name}; many forms want only the part before the domain.`
  return `there is no TXT record at ${name} yet. A new one can take up to an hour to be seen.`
}

async function lookAtPage(outward: Outward, { domain, token }: Proof): Promise<Found> {
  const page = `https://${domain}/`
  try {
    const { status, url, text } = await outward.getText(page, PAGE_BYTES_MAX)
    const { hostname } = new URL(url)
    // Whoever is sent on to somewhere else, such as a page that anybody can make, proves nothing of the domain.
    if (hostname !== domain && !hostname.endsWith(`.${domain}`))
      return missing(
        `Front page: ${page} sends on to ${hostname}. The meta tag must be on a page of ${domain} itself.`,
      )
    if (status < 200 || status > 299) return missing(`Front page: ${page} answers with status ${status}.`)
    const tokens = await tokensIn(text)
    if (tokens.includes(token)) return { by: 'html' }
    const [other] = tokens
    if (other === undefined) return missing(`Front page: there is no such meta tag in the head of ${page}.`)
    return missing(`Front page: the meta tag in ${page} has another token, ${quoted(other)}. Replace it.`)
  } catch (error) {
    return unreachable('html', error)
  }
}

/** The tokens of our meta tags in the head of a page: none in comments, scripts, templates, titles or the body. */
async function tokensIn(html: string): Promise<string[]> {
  const { Parser } = await import('htmlparser2')
  const tokens: string[] = []
  const inside: string[] = []
  let isOver = false
  const parser = new Parser({
    onopentag(name, { name: metaName = '', content = '' }) {
      if (!headElements.has(name)) isOver = true
      if (closedElements.has(name)) inside.push(name)
      const isOurs = name === 'meta' && metaName.trim().toLowerCase() === META_NAME
      if (isOurs && inside.length === 0 && !isOver) tokens.push(content.trim())
    },
    onclosetag(name) {
      if (inside.at(-1) === name) inside.pop()
      if (name === 'head') isOver = true
    },
    ontext(text) {
      if (inside.length === 0 && text.trim() !== '') isOver = true
    },
  })
  parser.end(html)
  return tokens
}

function missing(message: string): Found & { by: null } {
  return { by: null, message, away: [] }
}

function unreachable(place: Place, error: unknown): Found & { by: null } {
  if (!(error instanceof OutwardRefusal)) throw error
  const where = place === 'dns' ? 'DNS' : 'Front page'
  return { by: null, message: `${where}: ${error.message}`, away: error.isAway ? [place] : [] }
}

function quoted(text: string): string {
  const short = text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX)}…` : text
  return `“${short.replace(/\p{Cc}/gu, ' ')}”`
}
