import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DOMParser } from '@xmldom/xmldom'
import fc from 'fast-check'
import { answer, openSamlIdp, partyOf, type SamlMessage } from '../../test/saml-idp.ts'
import { victim } from '../../test/saml-wrapping.ts'
import { elementsIn, everyElement } from './nodes.ts'
import { readResponse, type SamlClaim, type SamlParty } from './saml.ts'

const now = new Date('2026-11-21T12:00:00Z')
const idp = openSamlIdp('https://idp.example/entity', 'rsa', now)
const decryptionKey = idp.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const plain = partyOf(idp)
const lax = partyOf(idp, { acceptSignedResponse: true, acceptSha1: true, decryptionKey })

const message = (party: SamlParty) =>
  answer(idp, party, { now, assertionId: '_assertion', responseId: '_response', subject: 'ada' })

/** Genuine messages, as a forger may have caught them. */
const caught: [party: SamlParty, message: SamlMessage][] = [
  [plain, message(plain).sign('Assertion')],
  [plain, message(plain).sign('Assertion').sign('Response')],
  [lax, message(lax).sign('Response')],
  [lax, message(lax).sign('Assertion')],
  [lax, message(lax).sign('Assertion').encrypt(idp.certificate)],
]

interface Mutation {
  kind: 'move' | 'duplicate' | 'wrap' | 'delete' | 'forge' | 'attribute' | 'flip' | 'insert'
  from: number
  to: number
  text: string
}

const evilTexts = [
  victim,
  'ada',
  '_assertion',
  '#_response',
  '',
  '<!---->',
  '&#65;',
  '<x/>',
  ' ID="_assertion"',
]
const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('move', 'duplicate', 'wrap', 'delete', 'forge', 'attribute', 'flip', 'insert'),
  from: fc.nat(100_000),
  to: fc.nat(100_000),
  text: fc.constantFrom(...evilTexts),
})

test('SA-2: whatever a forger moves, copies, wraps, deletes or writes in a genuine message, nobody else comes out of it', async () => {
  const genuine = new Map<SamlMessage, SamlClaim>()
  for (const [party, original] of caught) genuine.set(original, await claimOf(party, original.base64))
  let taken = 0

  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...caught),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      async ([party, original], mutations) => {
        const xml = mutations.reduce(mutated, original.xml)
        const verdict = await readResponse(party, Buffer.from(xml).toString('base64'), now)
        if (!verdict.ok) return
        taken += 1
        assert.deepEqual(verdict.claim, genuine.get(original))
      },
    ),
    { numRuns: Number(process.env.CLAVIGER_TEST_RUNS ?? 1_000) },
  )

  // Some changes touch nothing that is signed or read; if there were none, the test would mutate too much to show anything.
  assert.ok(taken > 0, 'no mutation was harmless')
})

test('a message of random bytes is refused, and never an error', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String()),
      async (text) => {
        const raw = await readResponse(plain, text, now)
        const packed = await readResponse(plain, Buffer.from(text).toString('base64'), now)
        assert.deepEqual([raw.ok, packed.ok], [false, false])
      },
    ),
  )
})

async function claimOf(party: SamlParty, base64: string): Promise<SamlClaim> {
  const verdict = await readResponse(party, base64, now)
  assert.ok(verdict.ok, 'the message that is mutated has to be good')
  return verdict.claim
}

function mutated(xml: string, { kind, from, to, text }: Mutation): string {
  if (kind === 'flip') {
    const at = from % xml.length
    return `${xml.slice(0, at)}${text.slice(0, 1)}${xml.slice(at + 1)}`
  }
  if (kind === 'insert') {
    const at = from % xml.length
    return `${xml.slice(0, at)}${text}${xml.slice(at)}`
  }
  try {
    const errorHandler = (level: string) => {
      throw new Error(level)
    }
    const document = new DOMParser({ errorHandler }).parseFromString(xml, 'text/xml')
    rearrange(document, { kind, from, to, text })
    return document.toString()
  } catch {
    // It is no document any more, after an earlier change.
    return xml
  }
}

function rearrange(document: Document, { kind, from, to, text }: Mutation) {
  const all = everyElement(document.documentElement)
  const one = all[from % all.length]
  const other = all[to % all.length]
  if (!one || !other) return
  if (kind === 'attribute')
    return void one.setAttribute(['ID', 'Id', 'URI', 'Algorithm', 'xmlns'][to % 5] ?? 'ID', text)
  if (kind === 'forge') {
    const copy = one.cloneNode(true) as Element // A clone is what was cloned.
    for (const inner of everyElement(copy)) {
      if (inner.localName === 'NameID' || inner.localName === 'AttributeValue') inner.textContent = victim
      if (inner.hasAttribute('ID') && to % 2) inner.setAttribute('ID', `_evil${to}`)
    }
    return void one.parentNode?.insertBefore(copy, to % 3 ? one : one.nextSibling)
  }
  if (kind === 'delete') return void one.parentNode?.removeChild(one)
  if (kind === 'wrap') {
    const around = document.createElementNS(other.namespaceURI, other.nodeName)
    one.parentNode?.replaceChild(around, one)
    return void around.appendChild(one)
  }
  if (kind === 'move' && everyElement(one).includes(other)) return
  const piece = kind === 'duplicate' ? one.cloneNode(true) : one
  // Put before itself, a node would be its own neighbour, and the document without end.
  if (kind === 'move') one.parentNode?.removeChild(one)
  const places = elementsIn(other)
  other.insertBefore(piece, places[from % (places.length + 1)] ?? null)
}
