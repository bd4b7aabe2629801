import { readFileSync, statSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { yaml } from './yaml.ts'

const FILE_BYTES_MAX = 256 * 1024

const Line = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f]*$' })
const Url = Type.String({ maxLength: 2_000, pattern: '^https?://[^/\\s]+[^\\s]*$' })
const closed = { additionalProperties: false }

const ProviderEntry = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,49}$' }),
    preset: Type.Optional(Type.Enum(['google', 'twilio'])),
    name: Type.Optional(Line(100)),
    issuer: Type.Optional(Url),
    clientId: Line(500),
    clientSecret: Type.Optional(Line(2_000)),
    clientSecretFile: Type.Optional(Line(1_000)),
    scopes: Type.Optional(Type.Array(Type.String({ pattern: '^[!#-\\[\\]-~]{1,200}$' }), { maxItems: 20 })),
    manageUrl: Type.Optional(Url),
    signUpUrl: Type.Optional(Url),
    closeUrl: Type.Optional(Url),
    forNewPeople: Type.Optional(Type.Boolean()),
    secondFactor: Type.Optional(Type.Boolean()),
  },
  closed,
)
const ProductEntry = Type.Object({ name: Line(100), url: Url, description: Type.Optional(Line(300)) }, closed)
const File = Type.Object(
  {
    providers: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 20 })),
    products: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 50 })),
  },
  closed,
)

type Entry = Static<typeof ProviderEntry>

/** An external provider of accounts, by OpenID Connect (rules, section 16). */
export interface SignInProvider {
  id: string
  kind: 'google' | 'twilio' | 'other'
  name: string
  /** Exactly as the provider itself says it. */
  issuer: string
  clientId: string
  clientSecret: string
  scopes: string[]
  /** Where people manage their account there, register, and close it. */
  manageUrl: string | null
  signUpUrl: string | null
  closeUrl: string | null
  /** New people register there instead of choosing a password here. */
  forNewPeople: boolean
  /** It asks everybody for a second factor, so that none is asked for here. */
  secondFactor: boolean
}

/** One entry of the product switcher. */
export interface Product {
  name: string
  url: string
  description: string | null
}

/** Whom people can sign in with, besides a password, and the products that they can switch to. */
export interface SignIn {
  providers: SignInProvider[]
  products: Product[]
}

const presets: Record<'google' | 'twilio' | 'other', Partial<Entry>> = {
  google: {
    name: 'Google',
    issuer: 'https://accounts.google.com',
    manageUrl: 'https://myaccount.google.com/',
    signUpUrl: 'https://accounts.google.com/signup',
    closeUrl: 'https://myaccount.google.com/deleteaccount',
  },
  twilio: { name: 'Twilio' },
  other: {},
}

/**
 * The providers and products of an operator's file (YAML or JSON, docs/SIGN-IN.md); none without a path. Throws one Error that
 * names every problem at once, and no value: some are secrets.
 */
export function loadSignInFile(path: string | undefined): SignIn {
  if (path === undefined) return { providers: [], products: [] }

  const file = parse(path)
  const shape = faultsIn(File, file, '')
  if (shape.length > 0) throw refusal(path, shape)
  // Checked just now.
  const { providers = [], products = [] } = file as Static<typeof File>
  const faults = [
    ...providers.flatMap((entry, index) => faultsIn(ProviderEntry, entry, `providers[${index}]`)),
    ...products.flatMap((entry, index) => faultsIn(ProductEntry, entry, `products[${index}]`)),
  ]
  if (faults.length > 0) throw refusal(path, faults)
  // Each entry was checked just now.
  const switchTo = products as Static<typeof ProductEntry>[]
  return {
    providers: readProviders(providers as Entry[], path),
    products: switchTo.map(({ name, url, description = null }) => ({ name, url, description })),
  }
}

function readProviders(entries: Entry[], path: string): SignInProvider[] {
  const faults: string[] = []
  const providers = entries.map((entry, index): SignInProvider => {
    const at = `providers[${index}]`
    const kind = entry.preset ?? 'other'
    const { name, issuer, manageUrl, signUpUrl, closeUrl } = { ...presets[kind], ...entry }
    if (name === undefined) faults.push(`${at}.name: must be given`)
    faults.push(...issuerFaults(issuer, `${at}.issuer`))
    return {
      id: entry.id,
      kind,
      name: name ?? '',
      issuer: issuer ?? '',
      clientId: entry.clientId,
      clientSecret: readSecret(entry, at, { path, faults }),
      scopes: [...new Set(['openid', ...(entry.scopes ?? ['email', 'profile'])])],
      manageUrl: manageUrl ?? null,
      signUpUrl: signUpUrl ?? null,
      closeUrl: closeUrl ?? null,
      forNewPeople: entry.forNewPeople ?? false,
      secondFactor: entry.secondFactor ?? false,
    }
  })
  faults.push(...twice(providers, 'id'), ...twice(providers, 'issuer'))
  if (faults.length > 0) throw refusal(path, faults)
  return providers
}

/** Whether an address is of this very machine: only there may a provider do without https. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

function issuerFaults(issuer: string | undefined, at: string): string[] {
  if (issuer === undefined) return [`${at}: must be given`]
  const url = URL.parse(issuer)
  if (!url || url.username || url.password || url.search || url.hash) {
    return [`${at}: must be an address without user, ? and #`]
  }
  if (url.protocol === 'https:' || isLoopback(url)) return []
  return [`${at}: must begin with https:// (http:// only on this machine itself)`]
}

function readSecret(entry: Entry, at: string, { path, faults }: { path: string; faults: string[] }): string {
  const { clientSecret, clientSecretFile } = entry
  if ((clientSecret === undefined) === (clientSecretFile === undefined)) {
    faults.push(`${at}: give one of clientSecret and clientSecretFile`)
    return ''
  }
  if (clientSecretFile === undefined) return clientSecret ?? ''
  const secretPath = resolve(dirname(path), clientSecretFile)
  try {
    const secret = readFileSync(secretPath, 'utf8').trim()
    if (secret === '') faults.push(`${at}.clientSecretFile: the file ${secretPath} is empty`)
    return secret
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    faults.push(`${at}.clientSecretFile: the file ${secretPath} cannot be read (${code})`)
    return ''
  }
}

function twice(providers: SignInProvider[], key: 'id' | 'issuer'): string[] {
  const values = providers.map((one) => one[key])
  return values.flatMap((value, index) =>
    value !== '' && values.indexOf(value) < index
      ? [`providers[${index}].${key}: another provider has the same`]
      : [],
  )
}

/** JSON is YAML too, but a file that is called JSON must be it. */
function parse(path: string): unknown {
  const ending = extname(path).toLowerCase()
  if (!['.json', '.yaml', '.yml'].includes(ending)) throw refusal(path, ['must end in .yaml, .yml or .json'])
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isFile()) throw refusal(path, ['there is no such file'])
  if (stat.size > FILE_BYTES_MAX) throw refusal(path, ['is larger than 256 kB'])
  const text = readFileSync(path, 'utf8')
  const document = yaml().parseDocument(text, { prettyErrors: false })
  const faults = [...document.errors, ...document.warnings].map(({ message }) => message)
  if (faults.length === 0 && ending === '.json') {
    try {
      return JSON.parse(text)
    } catch {
      faults.push('is not JSON')
    }
  }
  if (faults.length > 0) throw refusal(path, faults)
  return document.toJS() ?? {}
}

function faultsIn(schema: TSchema, value: unknown, at: string): string[] {
  return Value.Errors(schema, value).map(({ keyword, instancePath, message, params }) => {
    const steps = instancePath.split('/').slice(1)
    const place = steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('')
    const where = `${at}${place}`.replace(/^\./, '') || 'the file'
    const { pattern, additionalProperties } = params as { pattern?: string; additionalProperties?: string[] }
    if (keyword === 'additionalProperties') return `${where}: has no ${additionalProperties?.join(', ')}`
    return pattern === undefined ? `${where}: ${message}` : `${where}: must match ${pattern}`
  })
}

function refusal(path: string, faults: string[]): Error {
  const lines = [`The sign-in file ${path} has problems:`, ...new Set(faults)]
  return new Error(`${lines.join('\n- ')}\ndocs/SIGN-IN.md says how to write one.`)
}
