import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What reaches other machines. */
const outward =
  /import\('(hibp|openid-client|nodemailer|undici)'\)|from '(hibp|openid-client|nodemailer|undici|node:http2?|node:https|node:net|node:tls|node:dgram|node:dns[^']*)'|\bfetch\(/
/** Where the server asks others: each takes its address from the operator's configuration, and none from a request. */
const doors = ['server/passwords/breach.ts', 'server/platform/mail.ts', 'server/providers/oidc.ts']
/** These take types, or ask what an address looks like. */
const harmless = /^import (type .*|\{ isIP(v6)? \}) from 'node:(net|http)'$/

test('IO-5: the server asks other machines at three doors only, and never at an address that a request brings', () => {
  const files = globSync('server/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))

  const reaching = files.filter((file) =>
    readFileSync(`${root}/${file}`, 'utf8')
      .split('\n')
      .some((line) => outward.test(line) && !harmless.test(line)),
  )

  assert.ok(files.length > 100)
  assert.deepEqual(reaching.sort(), doors)
  // Whoever adds a door for addresses that customers give (webhooks, metadata): resolve, check, connect to what was checked.
  for (const door of doors)
    assert.doesNotMatch(readFileSync(`${root}/${door}`, 'utf8'), /request\.|body\.|query\./)
})
