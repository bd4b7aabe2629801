import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { Problem } from '../../contract/problems.ts'
import type { Visitor } from '../caller/caller.ts'
import type { Download } from '../http/handlers.ts'
import type { KeptLetter } from '../platform/mailbox.ts'

const style = readFileSync(new URL('./page.css', import.meta.url), 'utf8')
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The letters of a demo as a page, newest first. Raises `not-found` on every server that is no demo. */
export function mailboxPage({ app }: Visitor): Download {
  if (!app.mailbox) throw new Problem('not-found')
  const letters = app.mailbox.letters().map((letter) => shown(letter, app.config.publicUrl))
  const headers = { 'content-security-policy': policy, 'referrer-policy': 'no-referrer' }
  return { headers, stream: Readable.from([pageOf(letters)]) }
}

function pageOf(letters: string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>Mailbox of the demo</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Mailbox of the demo</h1>
<p>A demo sends nothing: what would have been mailed since it started is here. Load the page again to see newer letters.</p>
${letters.length > 0 ? letters.join('\n') : '<p>No letter yet.</p>'}
</main>
</body>
</html>
`
}

function shown({ to, subject, text, at }: KeptLetter, publicUrl: string): string {
  return `<article>
<h2>${escaped(subject)}</h2>
<p>To ${escaped(to)}, ${at.toUTCString()}</p>
<pre>${withLinks(text, publicUrl)}</pre>
</article>`
}

/** Only this server's own addresses become links: whatever somebody is called stays text. */
function withLinks(text: string, publicUrl: string): string {
  const lines = text.split('\n').map((line) => {
    const isOurs = line.startsWith(`${publicUrl}/`) && !/\s/.test(line)
    return isOurs ? `<a href="${escaped(line)}">${escaped(line)}</a>` : escaped(line)
  })
  return lines.join('\n')
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? '')
}
