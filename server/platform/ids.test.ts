import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base62, hashSecret, newId, newSecret, sameBytes, wellFormedSecret } from './ids.ts'

test('ids are 22 letters and digits, and never the same', () => {
  const ids = Array.from({ length: 10_000 }, newId)

  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.every((id) => /^[0-9A-Za-z]{22}$/.test(id)))
})

test('every letter is about as likely as any other', () => {
  const counts = new Map<string, number>()
  for (let n = 0; n < 5_000; n++)
    for (const letter of newId()) counts.set(letter, (counts.get(letter) ?? 0) + 1)

  const expected = (5_000 * 22) / 62
  assert.equal(counts.size, 62)
  assert.ok([...counts.values()].every((count) => Math.abs(count - expected) < expected * 0.25))
})

test('TK-1: a secret says what it is and carries a checksum', () => {
  const secret = newSecret('cvt_')

  assert.match(secret, /^cvt_[0-9A-Za-z]{36}$/)
  assert.ok(wellFormedSecret(secret, 'cvt_'))
  assert.notEqual(newSecret('cvt_'), secret)
})

test('a secret with one wrong letter, of another kind, or cut off is not well formed', () => {
  const secret = newSecret('cvt_')
  const wrong = Array.from(
    secret,
    (letter, place) => secret.slice(0, place) + (letter === 'x' ? 'y' : 'x') + secret.slice(place + 1),
  )
  const others = [
    secret.slice(0, -1),
    `${secret}0`,
    secret.replace('cvt_', 'cvs_'),
    '',
    'cvt_',
    newSecret('cvs_'),
  ]

  const passed = [...wrong, ...others].filter((text) => wellFormedSecret(text, 'cvt_'))

  assert.deepEqual(passed, [])
})

test('the checksum stays what it is, or all tokens that were given out would die', () => {
  assert.ok(wellFormedSecret('cvt_0123456789ABCDEFGHIJKLMNOPQRST1MkGlT', 'cvt_'))
})

test('TK-1: a secret is stored as its SHA-256', () => {
  const known = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

  assert.equal(hashSecret('abc').toString('hex'), known)
})

test('bytes are compared whole', () => {
  assert.equal(sameBytes(Buffer.from('abc'), Buffer.from('abc')), true)
  assert.equal(sameBytes(Buffer.from('abc'), Buffer.from('abd')), false)
  assert.equal(sameBytes(Buffer.from('abc'), Buffer.from('abcd')), false)
  assert.equal(sameBytes(Buffer.alloc(0), Buffer.alloc(0)), true)
})

test('bytes become the same number of letters, whatever they are', () => {
  assert.equal(base62(Buffer.alloc(32)).length, 43)
  assert.equal(base62(Buffer.alloc(32, 255)).length, 43)
  assert.equal(base62(Buffer.from([61])), '0z')
  assert.equal(base62(Buffer.alloc(0)), '')
})
