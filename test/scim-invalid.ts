import assert from 'node:assert/strict'
import { Problem } from '../contract/problems.ts'

/** Whether an error is a refusal of SCIM's language with this detail keyword (RFC 7644, section 3.12): for assert.throws(). */
export function isInvalid(scimType: string) {
  return (error: unknown) => {
    assert.ok(error instanceof Problem, String(error))
    assert.equal(error.code, 'scim-invalid')
    assert.equal(error.status, 400)
    assert.deepEqual(error.details.data, { scimType }, error.message)
    assert.ok(error.message.length < 300)
    return true
  }
}

/** A value that cannot be changed, whole: whoever tries fails. */
export function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const one of Object.values(value)) frozen(one)
  }
  return value
}
