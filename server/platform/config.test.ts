import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { testDirectory } from '../../test/rooms.ts'
import { type Environment, printConfig, readConfig } from './config.ts'

const key = 'k'.repeat(32)

test('without any setting, everything has its default', () => {
  const config = readConfig({ PATH: '/bin', HOME: '/root' })

  assert.deepEqual(config, {
    dataDir: './data',
    host: '127.0.0.1',
    port: 3000,
    privateAddresses: 'refused',
    publicUrl: 'http://localhost:3000',
    logLevel: 'info',
    inviteDays: 7,
    sessionDays: 7,
    signUp: 'open',
    passwordMinLength: 8,
    breachCheck: 'warn',
    rateWritesPerMinute: 60,
    rateCallsPerMinute: 0,
    bodyLimitBytes: 1_048_576,
    requestSeconds: 10,
    poolSize: 10,
    preparedStatements: 300,
    worldsInMemory: 100,
  })
})

test('settings come from the environment, or from files that it names', () => {
  const file = fileWith(`${key}\n`)
  const env = {
    DATABASE_URL: 'postgres://u:p@h/d',
    CLAVIGER_SECRET_KEY_FILE: file,
    PORT: '8080',
    CLAVIGER_HOST: '0.0.0.0',
  }

  const config = readConfig({ ...env, CLAVIGER_POOL_SIZE: '3', CLAVIGER_LOG_LEVEL: 'debug' })

  const { databaseUrl, secretKey, port, poolSize, logLevel, publicUrl } = config
  assert.deepEqual(
    [databaseUrl, secretKey, port, poolSize, logLevel],
    ['postgres://u:p@h/d', key, 8080, 3, 'debug'],
  )
  assert.equal(publicUrl, 'http://localhost:8080')
})

test('an empty setting is one that is not set', () => {
  assert.deepEqual(readConfig({ DATABASE_URL: '', PORT: '', CLAVIGER_MAIL_FROM: '' }), readConfig({}))
})

test('the public address is taken as it is given, without a slash at its end', () => {
  const urlOf = (url: string) => readConfig({ CLAVIGER_PUBLIC_URL: url }).publicUrl

  assert.equal(urlOf('https://access.example.com/'), 'https://access.example.com')
  assert.equal(urlOf('https://example.com/claviger/'), 'https://example.com/claviger')
  assert.equal(readConfig({ CLAVIGER_HOST: '::1' }).publicUrl, 'http://localhost:3000')
  assert.equal(readConfig({ CLAVIGER_HOST: 'fd00::1' }).publicUrl, 'http://[fd00::1]:3000')
})

test('all problems are told at once', () => {
  const message = messageOf({
    PORT: '70000',
    CLAVIGER_POOL_SIZE: 'many',
    CLAVIGER_LOG_LEVEL: 'loud',
    CLAVIGER_INVITE_DAYS: '1.5',
    CLAVIGER_PUBLIC_URL: 'example.com',
    CLAVIGER_SMTP_URL: 'smtp://mail',
    CLAVIGER_TRUST_PROXY: '10.0.0.0/8, everybody',
    CLAVIGER_DNS_SERVERS: '10.0.0.2, [2001:db8::1]:53, 2001:db8::1, 10.0.0.2:53, dns.example, 10.0.0.2:port',
    CLAVIGER_RATE_WRITE_PER_MINUTE: '5',
    CLAVIGER_CATALOG_FILE_FILE: '/nowhere',
  })

  assert.deepEqual(message.split('\n- '), [
    'The settings have problems:',
    'CLAVIGER_RATE_WRITE_PER_MINUTE: there is no such setting. All of them are in docs/CONFIGURATION.md.',
    'CLAVIGER_CATALOG_FILE_FILE: the file /nowhere cannot be read (ENOENT).',
    'PORT: must be a whole number from 0 to 65535, not 70000.',
    'CLAVIGER_PUBLIC_URL: must be an address that begins with http:// or https://, without ? and #, not "example.com".',
    'CLAVIGER_LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent, not "loud".',
    'CLAVIGER_INVITE_DAYS: must be a whole number from 1 to 365, not "1.5".',
    'CLAVIGER_POOL_SIZE: must be a whole number from 1 to 500, not "many".',
    'CLAVIGER_MAIL_FROM: must be given with CLAVIGER_SMTP_URL.',
    'CLAVIGER_TRUST_PROXY: "everybody" is neither an address, a network nor a known word.',
    'CLAVIGER_DNS_SERVERS: "dns.example" is no address of a server.',
    'CLAVIGER_DNS_SERVERS: "10.0.0.2:port" is no address of a server.',
  ])
})

test('the value of a secret is never told', () => {
  const message = messageOf({
    DATABASE_URL: 'mysql://u:hunter2@h/d',
    CLAVIGER_SECRET_KEY: 'hunter2',
    CLAVIGER_SMTP_URL: 'http://u:hunter2@h',
    CLAVIGER_MAIL_FROM: 'a@b',
  })

  assert.doesNotMatch(message, /hunter2/)
  assert.match(message, /DATABASE_URL: must be an address that begins with postgres:/)
  assert.match(message, /CLAVIGER_SECRET_KEY: must have 32 bytes or more/)
  assert.match(message, /CLAVIGER_SMTP_URL: must be an address that begins with smtp:/)
})

test('with PostgreSQL the secret key must be given, because several servers must share it', () => {
  assert.match(
    messageOf({ DATABASE_URL: 'postgres://h/d' }),
    /CLAVIGER_SECRET_KEY: must be given with DATABASE_URL/,
  )
})

test('a setting that is given twice is a mistake', () => {
  const env = { CLAVIGER_SECRET_KEY: key, CLAVIGER_SECRET_KEY_FILE: fileWith(key) }

  assert.match(messageOf(env), /CLAVIGER_SECRET_KEY and CLAVIGER_SECRET_KEY_FILE: give one of them/)
  assert.match(messageOf({ PORT: '1', CLAVIGER_PORT: '2' }), /PORT and CLAVIGER_PORT: give one of them/)
})

test('an empty file is a mistake', () => {
  assert.match(messageOf({ CLAVIGER_SMTP_URL_FILE: fileWith('\n') }), /is empty/)
})

// For a service named claviger, Kubernetes sets these in every container beside it; a server must start all the same.
test('what Kubernetes sets for a service of our name is left alone', () => {
  const env = {
    CLAVIGER_PORT: 'tcp://10.0.0.7:80',
    CLAVIGER_SERVICE_HOST: '10.0.0.7',
    CLAVIGER_PORT_80_TCP: 'tcp://10.0.0.7:80',
  }

  assert.deepEqual(readConfig(env), readConfig({}))
})

test('all settings are shown, secrets hidden', () => {
  const env = { DATABASE_URL: 'postgres://u:hunter2@h/d', CLAVIGER_SECRET_KEY: key, CLAVIGER_HOST: 'here' }

  const shown = printConfig(readConfig(env))

  assert.match(shown, /^DATABASE_URL +\(hidden\)$/m)
  assert.match(shown, /^CLAVIGER_SECRET_KEY +\(hidden\)$/m)
  assert.match(shown, /^CLAVIGER_HOST +here$/m)
  assert.match(shown, /^CLAVIGER_SMTP_URL +\(not set: no mail is sent.*\)$/m)
  assert.doesNotMatch(shown, /hunter2|kkk/)
})

function messageOf(env: Environment): string {
  try {
    readConfig(env)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('the settings were accepted')
}

function fileWith(text: string): string {
  const path = join(testDirectory(), 'value')
  writeFileSync(path, text)
  return path
}
