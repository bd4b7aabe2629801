import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What reaches other machines. */
const outward =
  /import\('(hibp|openid-client|nodemailer|undici)'\)|from '(hibp|openid-client|nodemailer|undici|node:http2?|node:https|node:net|node:tls|node:dgram|node:dns[^']*)'|\bfetch\(/
/** Where the server asks others at addresses of the operator's configuration: none comes from a request. */
const doors = ['server/passwords/breach.ts', 'server/platform/mail.ts']
/**
 * The one door for addresses that customers give (metadata, OpenID providers, domains): its two parts look a name up, check what it
 * leads to, and connect to just that (server/platform/outward.test.ts).
 */
const guarded = ['server/platform/outward-exchange.ts', 'server/platform/outward-names.ts']
/** OpenID Connect asks as its party says: providers are the operator's, connections give it the guarded door. */
const oidc = ['server/oidc/discovery.ts', 'server/oidc/oidc.ts']
/** Every party that a customer configures must say how it is asked. */
const parties = ['server/connections/connection.ts', 'server/providers/oidc.ts']
/** These take types, or ask what an address looks like. */
const harmless = /^import (type .*|\{ isIP(v6)? \}) from 'node:(net|http)'$/

test('IO-5: the server asks other machines at few doors only, and at an address that a request brings only by the guarded one', () => {
  const files = globSync('server/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))

  const reaching = files.filter((file) =>
    readFileSync(`${root}/${file}`, 'utf8')
      .split('\n')
      .some((line) => outward.test(line) && !harmless.test(line)),
  )

  assert.ok(files.length > 100)
  assert.deepEqual(reaching.sort(), [...doors, ...guarded, ...oidc].sort())
  // Whoever needs an address that customers give goes by app.outward: resolve, check, connect to what was checked.
  for (const door of doors)
    assert.doesNotMatch(readFileSync(`${root}/${door}`, 'utf8'), /request\.|body\.|query\./)
})

test('OI-2: what customers configure of OpenID Connect is asked by the guarded door', () => {
  const files = globSync('server/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
  const text = (file: string) => readFileSync(`${root}/${file}`, 'utf8')

  const making = files.filter((file) => /: (oidc\.)?OidcParty \{/.test(text(file)))

  assert.deepEqual(making.sort(), parties)
  assert.match(text('server/connections/connection.ts'), /fetch: outward\.fetch,/)
})
