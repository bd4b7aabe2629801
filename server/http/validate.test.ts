import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { checkInput } from './validate.ts'

const Anything = Type.Unknown()
const deep = (levels: number): unknown => (levels === 0 ? 'x' : [deep(levels - 1)])

test('text that no database can hold is refused wherever it stands, and the field is named', () => {
  const wrong: [value: unknown, field: string][] = [
    [{ groups: [{ name: 'a\0b' }] }, 'groups.0.name'],
    [{ groups: ['a', '\ud800'] }, 'groups.1'],
    [{ 'a\0b': 1 }, 'body'],
    [JSON.parse('{"groups": {"__proto__": 1}}'), 'groups.__proto__'],
    [deep(33), Array(32).fill('0').join('.')],
  ]

  for (const [value, field] of wrong)
    assert.throws(
      () => checkInput(Anything, value, ''),
      ({ details }) => details.field === field,
    )
  assert.deepEqual(checkInput(Anything, deep(32), ''), deep(32))
  assert.deepEqual(checkInput(Anything, { name: 'Ada ö 𝄞' }, ''), { name: 'Ada ö 𝄞' })
})
