import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

/** Writes lines for operators: JSON to standard error. Never hand it a secret outside the fields that are hidden. */
export type Log = Logger

const secretFields = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'token',
  'secret',
  'secretKey',
  'databaseUrl',
  'smtpUrl',
]

/** How the logger is set up; Fastify takes the same value as its `logger`. Fields that hold secrets are never shown. */
export function logOptions(level: string): LoggerOptions {
  const anywhere = secretFields.flatMap((field) => {
    const name = field.includes('-') ? `["${field}"]` : field
    return ['', '*', '*.*', '*.*.*'].map((above) =>
      above && !name.startsWith('[') ? `${above}.${name}` : above + name,
    )
  })
  return { level, base: null, redact: { paths: anywhere, censor: '(hidden)' } }
}

/** Opens the log. Lines go to standard error, so that standard output stays for what a command was asked to print. */
export function openLog(level: string, to: DestinationStream = process.stderr): Log {
  return pino(logOptions(level), to)
}
