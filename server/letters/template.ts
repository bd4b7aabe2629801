import type { Letter } from '../platform/mail.ts'

const NAME_MAX = 100

/** What a letter says, in order. Texts of somebody's choice come through `oneLine`; what is an address comes from configuration. */
export interface Content {
  to: string
  subject: string
  lines: string[]
  /** What to do, and the address that does it. */
  action?: { label: string; url: string }
  /** A code to type. */
  code?: string
  after: string[]
  /** The server that writes. */
  from: string
}

/** Writes a letter: as plain text, and as a page in which every text is escaped (standards/sign-in IO-3). */
export async function compose(content: Content): Promise<Letter> {
  const { to, subject } = content
  return { to, subject: oneLine(subject, 2 * NAME_MAX), text: textOf(content), html: await htmlOf(content) }
}

/** A text of somebody's choice as it can stand in a letter or its subject: on one line, without characters that hide or turn others. */
export function oneLine(text: string, most: number = NAME_MAX): string {
  const line = text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
  const letters = [...line]
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : line
}

/** A moment as a person reads it, in UTC. */
export function inUtc(moment: Date): string {
  return moment.toUTCString().replace('GMT', 'UTC')
}

function textOf({ lines, action, code, after, from }: Content): string {
  const parts = [
    ...lines,
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    ...(code ? [code] : []),
    ...after,
    `-- \nClaviger, ${from}`,
  ]
  return `${parts.join('\n\n')}\n`
}

const font = { fontFamily: 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif', color: '#1f2328' }
const styles = {
  body: { ...font, backgroundColor: '#f6f8fa', margin: '0', padding: '24px 0' },
  sheet: {
    backgroundColor: '#ffffff',
    border: '1px solid #d1d9e0',
    borderRadius: '8px',
    padding: '24px 32px',
  },
  line: { fontSize: '15px', lineHeight: '24px', margin: '12px 0' },
  button: {
    backgroundColor: '#1f6feb',
    borderRadius: '6px',
    color: '#ffffff',
    fontSize: '15px',
    padding: '12px 20px',
  },
  code: { fontFamily: 'monospace', fontSize: '22px', letterSpacing: '2px', margin: '16px 0' },
  small: { fontSize: '13px', lineHeight: '20px', color: '#59636e', wordBreak: 'break-all' as const },
}

async function htmlOf({ subject, lines, action, code, after, from }: Content): Promise<string> {
  // Loaded with the first letter: a start is quicker by half a second, and a server without mail never needs it.
  const { createElement: make } = await import('react')
  const { Body, Button, Container, Head, Hr, Html, Link, render, Text } = await import(
    '@react-email/components'
  )
  const paragraph = (line: string, index: number) => make(Text, { key: index, style: styles.line }, line)
  const href = action?.url ?? ''
  const page = make(
    Html,
    { lang: 'en' },
    make(Head, null, make('title', null, subject)),
    make(
      Body,
      { style: styles.body },
      make(
        Container,
        { style: styles.sheet },
        lines.map(paragraph),
        action && make(Button, { href, style: styles.button }, action.label),
        action && make(Text, { style: styles.small }, make(Link, { href }, href)),
        code && make(Text, { style: styles.code }, code),
        after.map(paragraph),
        make(Hr),
        make(Text, { style: styles.small }, `Claviger, ${from}`),
      ),
    ),
  )
  return render(page)
}
