import { Refused } from '../client/call.ts'

const LINGER_MS = 2_000

/** Prints a line for whoever reads the result. */
export function say(line = '') {
  process.stdout.write(`${line}\n`)
}

/** Prints a line for whoever watches; standard output stays for the result. */
export function remark(line = '') {
  process.stderr.write(`${line}\n`)
}

/** Prints what went wrong, and what to do about it; the command ends with exit code 1. */
export function tellError(error: unknown) {
  remark(`claviger: ${readable(error)}`)
  process.exitCode = 1
  // What is still open, such as a connection that does not answer, must not keep the command from ending.
  setTimeout(() => process.exit(), LINGER_MS).unref()
}

interface SystemError {
  code?: string
  syscall?: string
  address?: string
  port?: number
  cause?: unknown
}

function readable(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof Refused) return refusal(error)
  const { code, syscall, address, port, cause } = error as SystemError
  if (syscall === 'listen' && code === 'EADDRINUSE') {
    return `${address}:${port} is in use already. Stop what listens there, or choose another port (0 takes any free one).`
  }
  if (syscall === 'listen') return `Cannot listen on ${address}:${port} (${code}).`
  if (error instanceof TypeError && cause instanceof Error)
    return `The server cannot be reached: ${reasonOf(cause)}`
  // These are nobody's mistake but ours: whoever reports one needs the place.
  const isOurs = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  return isOurs ? (error.stack ?? error.message) : error.message
}

function refusal({ errors, status, message, requestId }: Refused): string {
  const lines = errors.map((one) => one.message ?? one.type)
  const [first = message, ...rest] = lines
  return [`${first} (${status}${requestId ? `, request ${requestId}` : ''})`, ...rest].join('\n  ')
}

function reasonOf(cause: Error): string {
  const { code } = cause as SystemError
  return cause.message || code || cause.name
}
