import type { FastifyInstance } from 'fastify'
import { Problem } from '../../contract/problems.ts'

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;.*)?$/i
/** A message of 256 KiB in base64, and what stands around it. */
const FORM_BYTES_MAX = 400 * 1024
const FIELDS_MAX = 100

// Bytes that are no UTF-8 must not become other text than the sender meant.
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Makes routes of this scope take a form, as a browser posts it, and nothing else. No field twice: one reader takes the first, another the last. */
export function readForms(scope: FastifyInstance) {
  scope.removeAllContentTypeParsers()
  const limits = { parseAs: 'buffer' as const, bodyLimit: FORM_BYTES_MAX }
  scope.addContentTypeParser<Buffer>(FORM_TYPE, limits, (_request, bytes, done) => {
    try {
      done(null, parseForm(utf8.decode(bytes)))
    } catch (error) {
      const message = 'The body is no form.'
      done(error instanceof Problem ? error : new Problem('invalid-input', { message, field: 'body' }))
    }
  })
}

/** The fields of a form. Raises `invalid-input` for a field that is there twice, and for more fields than any form has. */
export function parseForm(text: string): Record<string, string> {
  const fields = [...new URLSearchParams(text)]
  const names = new Set(fields.map(([name]) => name))
  if (names.size === fields.length && fields.length <= FIELDS_MAX) return Object.fromEntries(fields)

  const message = 'A field of the form is there twice, or there are too many.'
  throw new Problem('invalid-input', { message, field: 'body' })
}
