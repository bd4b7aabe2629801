import { type Static, type TSchemaOptions, Type } from 'typebox'

interface About extends TSchemaOptions {
  /** One sentence for the operator. */
  description: string
  /** Never shown: not in an error, not by `claviger config`, not in the log. */
  secret?: true
  /** Where it is read from, when that is not CLAVIGER_ and the name in capitals. The first is the one to recommend. */
  from?: string[]
  /** What is said of the default, where it is not a plain value. */
  otherwise?: string
}

const text = (about: About) => Type.String({ minLength: 1, ...about })
const optionalText = (about: About) => Type.Optional(text(about))
const count = (about: About & { minimum: number; maximum: number; default: number }) => Type.Integer(about)

/** Every setting there is: its type, default and a sentence. Environment, errors, `claviger config` and docs come from it. */
export const Settings = Type.Object({
  databaseUrl: optionalText({
    from: ['DATABASE_URL', 'CLAVIGER_DATABASE_URL'],
    secret: true,
    pattern: '^postgres(ql)?://',
    description: 'The PostgreSQL server to keep everything in: postgres://user:password@host/name.',
    otherwise: 'the embedded database in CLAVIGER_DATA_DIR',
  }),
  dataDir: text({
    default: './data',
    description:
      'The directory of the embedded database. Only one process can use it at a time. Back it up as a whole.',
  }),
  host: text({
    default: '127.0.0.1',
    description: 'The address to listen on; 0.0.0.0 for every network of this machine.',
  }),
  port: count({
    from: ['PORT', 'CLAVIGER_PORT'],
    default: 3000,
    minimum: 0,
    maximum: 65_535,
    description: 'The port to listen on; 0 takes any free one.',
  }),
  publicUrl: text({
    default: '',
    pattern: '^https?://[^/?#\\s]+(/[^?#\\s]*)?$',
    description: 'The address by which people and programs reach this server; links in mail begin with it.',
    otherwise: 'made of host and port: http://localhost:3000',
  }),
  secretKey: optionalText({
    secret: true,
    description:
      'What invite links and other secrets are derived from: 32 bytes or more, for instance from `openssl rand -hex 32`. ' +
      'Whoever knows it can make valid links; changing it ends those that were sent.',
    otherwise: 'made once and kept in secret.key in the data directory; with DATABASE_URL it must be given',
  }),
  catalogFile: optionalText({
    description: 'A YAML or JSON file with the resource types, roles and plans of your product.',
    otherwise: 'the catalog of Segment',
  }),
  signInFile: optionalText({
    description:
      'A YAML or JSON file with the external providers of accounts that people can sign in with, and the products to switch to.',
    otherwise: 'no providers and no products',
  }),
  logLevel: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
    { default: 'info', description: 'The least important lines that are still written to standard error.' },
  ),
  inviteDays: count({
    default: 7,
    minimum: 1,
    maximum: 365,
    description: 'How long an invite can be accepted, in days.',
  }),
  sessionDays: count({
    default: 7,
    minimum: 1,
    maximum: 365,
    description: 'How long a person stays signed in, in days.',
  }),
  signUp: Type.Union([Type.Literal('open'), Type.Literal('invited')], {
    default: 'open',
    description:
      'Who may make an account: anybody whose address can be reached by mail (`open`), or only people with an invite (`invited`).',
  }),
  passwordMinLength: count({
    default: 8,
    minimum: 8,
    maximum: 64,
    description:
      'How many characters a new password has at least. People with a second factor may keep to 8. NIST asks for 15.',
  }),
  breachCheck: Type.Union([Type.Literal('off'), Type.Literal('warn'), Type.Literal('block')], {
    default: 'warn',
    description:
      'What happens to a new password that is known from a breach elsewhere: it is not asked about (`off`), told to the person ' +
      '(`warn`), or refused (`block`). Only five letters of its SHA-1 leave this server; a service that does not answer is passed over.',
  }),
  breachUrl: optionalText({
    pattern: '^https?://',
    description:
      'The service that knows breached passwords: an address that answers /range/{five letters} as Have I Been Pwned does, ' +
      'such as a copy in your own network.',
    otherwise: 'https://api.pwnedpasswords.com',
  }),
  rateWritesPerMinute: count({
    default: 60,
    minimum: 0,
    maximum: 1_000_000,
    description: 'The most changes that one caller may make in a minute; 0 for no limit.',
  }),
  rateCallsPerMinute: count({
    default: 0,
    minimum: 0,
    maximum: 10_000_000,
    description: 'The most calls of any kind that one caller may make in a minute; 0 for no limit.',
  }),
  bodyLimitBytes: count({
    default: 1_048_576,
    minimum: 1_024,
    maximum: 104_857_600,
    description: 'The largest request body that is read, in bytes.',
  }),
  requestSeconds: count({
    default: 10,
    minimum: 1,
    maximum: 300,
    description: 'How long a request may take to arrive, in seconds. A slower one is cut off with 408.',
  }),
  poolSize: count({
    default: 10,
    minimum: 1,
    maximum: 500,
    description: 'The most connections to PostgreSQL at once.',
  }),
  preparedStatements: count({
    default: 300,
    minimum: 0,
    maximum: 10_000,
    description:
      'How many statements each connection lets PostgreSQL remember, so that it reads and plans them once. 0 for a pooler between, in transaction mode, that does not know prepared statements.',
  }),
  smtpUrl: optionalText({
    secret: true,
    pattern: '^smtps?://',
    description: 'The mail server that invites are sent through: smtp://user:password@host:587.',
    otherwise: 'no mail is sent; invite links are shown to who invites',
  }),
  mailFrom: optionalText({
    pattern: '@',
    description: 'The sender of mail: Claviger <access@example.com>.',
    otherwise: 'needed only with CLAVIGER_SMTP_URL',
  }),
  worldsInMemory: count({
    default: 100,
    minimum: 1,
    maximum: 100_000,
    description:
      'Of how many workspaces the rights are kept in memory; the others are read again when needed.',
  }),
  dnsServers: optionalText({
    description:
      "The DNS servers that are asked for the records of customers' domains: addresses, with a port if you like (10.0.0.2:53), separated by commas.",
    otherwise: 'those of this machine',
  }),
  privateAddresses: Type.Union([Type.Literal('refused'), Type.Literal('allowed')], {
    default: 'refused',
    description:
      'Whether addresses that customers give (metadata of their identity providers, OpenID providers, front pages of domains) may be ' +
      'in private networks. `allowed` only where all customers are your own, and their identity provider is inside.',
  }),
  trustProxy: optionalText({
    description:
      'The proxies whose X-Forwarded headers are believed: addresses, networks (10.0.0.0/8), or the words loopback, ' +
      'linklocal, uniquelocal; separated by commas.',
    otherwise: 'nobody is believed',
  }),
})

/** The settings of a running server, checked. Read once in main.ts and passed as a value. */
export type Config = Static<typeof Settings>

export interface Setting {
  key: keyof Config
  /** The environment variables it is read from, the recommended one first. Each also as `NAME_FILE`. */
  names: [string, ...string[]]
  type: 'string' | 'integer' | 'one of'
  description: string
  secret: boolean
  default: string | number | undefined
  otherwise: string | undefined
  choices: string[]
  minimum: number | undefined
  maximum: number | undefined
}

/** The settings as a list, for whoever prints or reads them. */
export const settings: Setting[] = Object.entries(Settings.properties).map(([key, schema]) => {
  const about = schema as unknown as About & Partial<Setting> & { type?: string; anyOf?: { const: string }[] }
  const capitals = `CLAVIGER_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
  const [first = capitals, ...rest] = about.from ?? []
  return {
    key: key as keyof Config,
    names: [first, ...rest],
    type: about.anyOf ? 'one of' : about.type === 'integer' ? 'integer' : 'string',
    description: about.description,
    secret: about.secret === true,
    default: about.default === '' ? undefined : about.default,
    otherwise: about.otherwise,
    choices: about.anyOf?.map((choice) => choice.const) ?? [],
    minimum: about.minimum,
    maximum: about.maximum,
  }
})
