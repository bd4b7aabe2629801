import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { Value } from 'typebox/value'
import { type Config, type Setting, Settings, settings } from './settings.ts'

export type { Config } from './settings.ts'

/** Where settings are read from: names and values, as the environment has them. */
export type Environment = Record<string, string | undefined>

const SECRET_KEY_BYTES = 32
/** Names that begin like ours and are somebody else's: the command line's, the tests', and what Kubernetes sets. */
const othersNames = /^CLAVIGER_(URL|TOKEN|WORKSPACE|TEST_.*|BENCH_.*|SERVICE_.*|PORT_.*)$/

/**
 * Reads and checks all settings. Throws one error that names every problem at once; the values of secrets are never in
 * it. Each NAME may instead be given as NAME_FILE, a file that holds the value.
 */
export function readConfig(env: Environment = process.env): Config {
  const problems = unknownNames(env)
  const given: Record<string, unknown> = {}
  for (const setting of settings) {
    const value = givenValue(setting, env, problems)
    if (value !== undefined) given[setting.key] = value
  }
  const config = Value.Default(Settings, { ...given }) as Config
  for (const setting of settings) if (given[setting.key] !== undefined) check(setting, config, problems)
  checkTogether(config, problems)
  if (problems.length > 0) throw new Error(['The settings have problems:', ...problems].join('\n- '))

  return { ...config, publicUrl: trimSlash(config.publicUrl || localUrl(config)) }
}

/**
 * The environment of this process, but these settings as given here and nothing else: for a command whose flags win.
 * Undefined takes the default.
 */
export function environmentWith(flags: { [Key in keyof Config]?: string | undefined }): Environment {
  const env = { ...process.env }
  for (const { key, names } of settings.filter((setting) => setting.key in flags)) {
    for (const name of names) for (const source of [name, `${name}_FILE`]) delete env[source]
    env[names[0]] = flags[key]
  }
  return env
}

/** Whether this process was started by `npm run`, with a shell between. */
export function isStartedByNpm(): boolean {
  return process.env.npm_lifecycle_event !== undefined
}

/** The settings as lines to read, secrets hidden. */
export function printConfig(config: Config): string {
  const width = Math.max(...settings.map((setting) => setting.names[0].length))
  const lines = settings.map(({ key, names, secret, otherwise }) => {
    const value = config[key]
    const shown = value === undefined ? `(not set: ${otherwise})` : secret ? '(hidden)' : String(value)
    return `${names[0].padEnd(width)}  ${shown}`
  })
  return `${lines.join('\n')}\n`
}

function unknownNames(env: Environment): string[] {
  const known = new Set(settings.flatMap(({ names }) => names.flatMap((name) => [name, `${name}_FILE`])))
  return Object.keys(env)
    .filter((name) => name.startsWith('CLAVIGER_') && !known.has(name) && !othersNames.test(name))
    .map((name) => `${name}: there is no such setting. All of them are in docs/CONFIGURATION.md.`)
}

function givenValue(setting: Setting, env: Environment, problems: string[]): string | number | undefined {
  const sources = setting.names.flatMap((name) => [name, `${name}_FILE`]).filter((name) => isGiven(name, env))
  const [source] = sources
  if (source === undefined) return undefined
  if (sources.length > 1) problems.push(`${sources.join(' and ')}: give one of them, not both.`)

  // CLAVIGER_CATALOG_FILE is the name of a setting itself.
  const isFile = !setting.names.includes(source)
  const text = isFile ? readValue(source, env[source] as string, problems) : env[source]
  const isNumber = setting.type === 'integer' && /^-?\d{1,15}$/.test(text ?? '')
  return isNumber ? Number(text) : text
}

// Kubernetes sets CLAVIGER_PORT to tcp://10.0.0.7:80 for a service named claviger; that is not meant for us.
function isGiven(name: string, env: Environment): boolean {
  const value = env[name]
  return value !== undefined && value !== '' && !(name === 'CLAVIGER_PORT' && value.startsWith('tcp://'))
}

function readValue(name: string, path: string, problems: string[]): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim()
    if (text === '') problems.push(`${name}: the file ${path} is empty.`)
    return text || undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    problems.push(`${name}: the file ${path} cannot be read (${code}).`)
    return undefined
  }
}

function check(setting: Setting, config: Config, problems: string[]) {
  const value = config[setting.key]
  if (Value.Check(Settings.properties[setting.key], value)) return

  const shown = setting.secret ? '' : `, not ${JSON.stringify(value)}`
  problems.push(`${setting.names[0]}: must be ${expected(setting)}${shown}.`)
}

function expected({ key, type, choices, minimum, maximum }: Setting): string {
  if (type === 'one of') return `one of ${choices.join(', ')}`
  if (type === 'integer') return `a whole number from ${minimum} to ${maximum}`
  const examples: Partial<Record<keyof Config, string>> = {
    databaseUrl: 'an address that begins with postgres://',
    publicUrl: 'an address that begins with http:// or https://, without ? and #',
    breachUrl: 'an address that begins with http:// or https://',
    smtpUrl: 'an address that begins with smtp:// or smtps://',
    mailFrom: 'an e-mail address, with a name before it if you like',
  }
  return examples[key] ?? 'a text'
}

function checkTogether(config: Config, problems: string[]) {
  const { databaseUrl, secretKey, smtpUrl, mailFrom, trustProxy, dnsServers } = config
  if (secretKey !== undefined && Buffer.byteLength(secretKey) < SECRET_KEY_BYTES) {
    problems.push(
      `CLAVIGER_SECRET_KEY: must have ${SECRET_KEY_BYTES} bytes or more. Make one with: openssl rand -hex 32`,
    )
  }
  if (databaseUrl && !secretKey) {
    problems.push('CLAVIGER_SECRET_KEY: must be given with DATABASE_URL. Make one with: openssl rand -hex 32')
  }
  if (smtpUrl && !mailFrom) problems.push('CLAVIGER_MAIL_FROM: must be given with CLAVIGER_SMTP_URL.')
  const strangers = (trustProxy ?? '').split(',').filter((part) => trustProxy && !isNetwork(part.trim()))
  for (const part of strangers) {
    problems.push(
      `CLAVIGER_TRUST_PROXY: ${JSON.stringify(part.trim())} is neither an address, a network nor a known word.`,
    )
  }
  const noServers =
    dnsServers === undefined ? [] : dnsServers.split(',').filter((one) => !isServer(one.trim()))
  for (const part of noServers) {
    problems.push(`CLAVIGER_DNS_SERVERS: ${JSON.stringify(part.trim())} is no address of a server.`)
  }
}

/** An IP address, with a port or without: 10.0.0.2, 10.0.0.2:53, 2001:db8::1, [2001:db8::1]:53. */
function isServer(text: string): boolean {
  const [, six, four] = /^(?:\[(.+)\]|([^:]+))(?::\d{1,5})?$/.exec(text) ?? []
  return isIP(text) > 0 || isIP(six ?? '') === 6 || isIP(four ?? '') === 4
}

function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', bits, more] = text.split('/')
  const most = isIP(address) === 4 ? 32 : 128
  return (
    isIP(address) > 0 &&
    more === undefined &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  )
}

/** A server at this machine is at localhost: browsers take that for a secure place, and have no passkeys for an IP address. */
function localUrl({ host, port }: Pick<Config, 'host' | 'port'>): string {
  const isHere = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host)
  const name = isHere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

function trimSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
