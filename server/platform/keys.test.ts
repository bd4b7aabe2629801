import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkSecret, openKeys, seal, unseal } from './keys.ts'

const keys = openKeys('a secret key for tests, 32 bytes and more')

test('the same link comes out again after a restart', () => {
  const again = openKeys('a secret key for tests, 32 bytes and more')

  assert.equal(linkSecret(keys, 'invite', 'w', 'i', 1), linkSecret(again, 'invite', 'w', 'i', 1))
  assert.match(linkSecret(keys, 'invite', 'w', 'i', 1), /^[0-9A-Za-z]{43}$/)
})

test('another key, purpose, part, order or border between parts makes another link', () => {
  const links = [
    linkSecret(keys, 'invite', 'w', 'i', 1),
    linkSecret(openKeys('another secret key for tests, as long'), 'invite', 'w', 'i', 1),
    linkSecret(keys, 'set-up', 'w', 'i', 1),
    linkSecret(keys, 'invite', 'w', 'i', 2),
    linkSecret(keys, 'invite', 'i', 'w', 1),
    linkSecret(keys, 'invite', 'wi', '', 1),
    linkSecret(keys, 'invite', 'w', 'i1'),
    linkSecret(keys, 'invite w', 'i', 1),
  ]

  assert.equal(new Set(links).size, links.length)
})

test('what is sealed is read with the same secret, and with no other', () => {
  const sealed = seal('cvt_mine', 'text with ümlauts')

  assert.equal(unseal('cvt_mine', sealed), 'text with ümlauts')
  assert.equal(unseal('cvt_other', sealed), null)
  assert.ok(!sealed.includes('ümlauts'))
  assert.notDeepEqual(seal('cvt_mine', 'text with ümlauts'), sealed)
  assert.equal(unseal('s', seal('s', '')), '')
})

test('what was changed in any byte, or cut off, is not read', () => {
  const sealed = seal('cvt_mine', 'text')

  for (let place = 0; place < sealed.length; place++) {
    const changed = Buffer.from(sealed)
    changed[place] = (changed[place] ?? 0) ^ 1
    assert.equal(unseal('cvt_mine', changed), null, `byte ${place}`)
    assert.equal(unseal('cvt_mine', sealed.subarray(0, place)), null, `cut at ${place}`)
  }
})
