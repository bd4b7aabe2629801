import type { SsoReason } from '../../contract/sso-reasons.ts'

const DETAIL_MAX = 300
const VALUE_MAX = 100

/** A message that is not taken. Only inside this room: it leaves as a verdict. */
export class SamlRefusal extends Error {
  readonly reason: SsoReason

  constructor(reason: SsoReason, detail: string) {
    super(detail.slice(0, DETAIL_MAX))
    this.reason = reason
  }
}

/** One thing that a message is looked at for, on its own. */
export interface Check<T> {
  /** The line of standards/sso (3.1) that asks for it. */
  id: `SA-${number}`
  reason: SsoReason
  /** What is wrong, in words; nothing where all is well. */
  finds(of: T): string | undefined
}

/** Makes the checks in their order; the first that finds something throws. */
export function make<T>(checks: Check<T>[], of: T) {
  for (const { reason, finds } of checks) {
    const found = finds(of)
    if (found !== undefined) throw new SamlRefusal(reason, found)
  }
}

/** A value of a message inside a sentence: short, and without anything that a terminal or a page would obey. */
export function quoted(value: string | null | undefined): string {
  if (value === null || value === undefined) return 'nothing'
  const plain = value.replace(/[\p{C}\p{Z}<>"&]+/gu, ' ').trim()
  return `"${plain.length > VALUE_MAX ? `${plain.slice(0, VALUE_MAX)}…` : plain}"`
}
