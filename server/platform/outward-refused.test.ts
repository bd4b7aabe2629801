import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OutwardRefusal, openOutward } from './outward.ts'

const BYTES_MAX = 10_000
const NOT_PUBLIC = /is no address on the public internet/

/** At this address there is no DNS server: whatever asks one is refused with other words. */
const outward = openOutward({ dnsServers: '127.0.0.1:9', privateAddresses: 'refused' })

const refusedWith = (words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof OutwardRefusal, String(error))
  assert.match(error.message, words)
  assert.equal(error.isAway, false)
  return true
}

const hosts = [
  '169.254.169.254',
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '0',
  '１２７.0.0.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::7f00:1]',
  'localhost',
  'localhost.',
  'metadata.localhost',
  '10.0.0.1:8443',
]

for (const host of hosts) {
  test(`SA-18: https://${host}/ is not asked`, async () => {
    await assert.rejects(outward.getText(`https://${host}/`, BYTES_MAX), refusedWith(NOT_PUBLIC))
    await assert.rejects(outward.fetch(`https://${host}/`), refusedWith(NOT_PUBLIC))
  })
}

const wrongUrls: [url: string, words: RegExp][] = [
  ['file:///etc/passwd', /must begin with https/],
  ['ftp://example.com/', /must begin with https/],
  ['data:text/plain,hello', /must begin with https/],
  ['javascript:alert(1)', /must begin with https/],
  ['http://example.com/', /must be asked by https/],
  ['https://user:word@example.com/', /must not have a user name/],
  ['https://user@example.com/', /must not have a user name/],
  ['https://example.com:22/', /must be on port 443/],
  ['https://example.com:0/', /must be on port 443/],
  ['//example.com/', /no address of the web/],
  ['https://', /no address of the web/],
  ['', /no address of the web/],
]

for (const [url, words] of wrongUrls) {
  test(`SA-18: ${url || 'nothing'} is no address to fetch`, async () => {
    await assert.rejects(outward.getText(url, BYTES_MAX), refusedWith(words))
    await assert.rejects(outward.fetch(url), refusedWith(words))
  })
}
