import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import type { Download } from '../http/handlers.ts'

const read = (name: string) => readFileSync(new URL(`./pages/${name}`, import.meta.url), 'utf8')
const style = read('page.css')
const script = read('form.js')
const form = page('Set up Claviger', read('form.html'), script)
const usedUp = page('Claviger is set up', read('used-up.html'), '')

/** The page with the form that opens the first workspace. It asks nothing of any other server. */
export function formPage(): Download {
  return asReply(form)
}

/** The page that says that the link was used. */
export function usedUpPage(): Download {
  return asReply(usedUp)
}

interface Page {
  html: string
  policy: string
}

function page(title: string, body: string, code: string): Page {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${body}${code && `<script>${code}</script>`}
</body>
</html>
`
  const policy = [
    "default-src 'none'",
    `style-src '${sourceOf(style)}'`,
    `script-src '${sourceOf(code)}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return { html, policy: policy.join('; ') }
}

/** Only what has exactly this text may run or style. */
function sourceOf(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`
}

function asReply({ html, policy }: Page): Download {
  // The address of the page holds the secret: it must not travel on as a referrer.
  const headers = { 'content-security-policy': policy, 'referrer-policy': 'no-referrer' }
  return { headers, stream: Readable.from([html]) }
}
