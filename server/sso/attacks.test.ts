import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSamlId } from '../../test/saml-answer.ts'
import { type SamlAttack, samlAttacks } from '../../test/saml-attacks.ts'
import {
  answerTo,
  ask,
  fetchFrom,
  openSamlWorkspace,
  openSsoBrowser,
  post,
  type SamlWorkspace,
  signInAt,
  somebodyAt,
  ssoHouse,
} from '../../test/sso-house.ts'
import { assertRefused, eventsOf, stateOf } from '../../test/sso-refused.ts'
import { sealSecret } from '../connections/connection.ts'

/** A workspace whose connection is as an attack wants it. */
async function openFor({ party = {} }: SamlAttack): Promise<SamlWorkspace> {
  const { app } = await ssoHouse()
  const { decryptionKey, acceptSignedResponse = false, acceptSha1 = false } = party
  const saml = { acceptSignedResponse, acceptSha1, encryptFor: decryptionKey ? 'ours' : null }
  const secretSealed = (id: string) => sealSecret(app, id, decryptionKey ?? '')
  return openSamlWorkspace({
    settings: { provisionSso: true },
    saml,
    ...(decryptionKey ? { secretSealed } : {}),
  })
}

test('SA-1 to SA-12, SA-17: no message of the list opens a session or makes a user, and each is told once with its reason', async () => {
  const places = new Map<string, SamlWorkspace>()
  const before = new Map<SamlWorkspace, number>()
  for (const attack of Object.values(samlAttacks)) {
    const key = JSON.stringify(attack.party ?? {})
    if (!places.has(key)) places.set(key, await openFor(attack))
  }
  const { app } = await ssoHouse()
  const state = await stateOf(app)

  for (const [name, attack] of Object.entries(samlAttacks)) {
    const place = places.get(JSON.stringify(attack.party ?? {}))
    if (!place) throw new Error('no place')
    const browser = openSsoBrowser(place)
    const asked = await ask(place, browser)
    const party = { ...place.party, ...attack.party }
    const { attributes, subject } = somebodyAt(place)
    const about = { now: app.clock.now(), inResponseTo: asked.id, attributes, subject }

    const at = await post(place, attack.make({ idp: place.idp, party, about }), asked.relayState)

    assert.match(at, /^\/sign-in\?problem=sso-refused&/, name)
    const events = await eventsOf(place, 'sso.rejected')
    const reasons = events.map(({ detail }) => (detail as { reason?: string }).reason)
    assert.equal(reasons.length, (before.get(place) ?? 0) + 1, name)
    assert.equal(reasons.at(-1), attack.reason, name)
    before.set(place, reasons.length)
  }
  assert.deepEqual(await stateOf(app), state)
})

test('SA-9: a genuine message of another workspace, or of its identity provider, is refused here', async () => {
  const ours = await openSamlWorkspace({ settings: { provisionSso: true } })
  const theirs = await openSamlWorkspace({ settings: { provisionSso: true } })
  const asked = await ask(ours, openSsoBrowser(ours))
  const ada = somebodyAt(ours)

  // Both have the same identity provider, with the same entity id.
  await assertRefused(ours, 'destination', () => post(ours, answerTo(theirs, asked, ada)))
  const askedThere = await ask(theirs, openSsoBrowser(theirs))
  await assertRefused(ours, 'no-request', () => post(ours, answerTo(ours, askedThere, ada)))
})

test('SA-13: an answer to no request, to one that was used, or after ten minutes is refused', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const browser = openSsoBrowser(place)
  const ada = somebodyAt(place)
  const asked = await ask(place, browser)
  await fetchFrom(place, browser, await post(place, answerTo(place, asked, ada)))

  await assertRefused(place, 'no-request', () => post(place, answerTo(place, asked, ada)))
  await assertRefused(place, 'no-request', () => post(place, answerTo(place, { id: newSamlId() }, ada)))
})

test('SA-14: a sign-in that begins at the identity provider is refused unless the connection allows it', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })

  await assertRefused(place, 'unsolicited', () => post(place, answerTo(place, null, somebodyAt(place))))
})

test('SA-14: where it is allowed it opens nothing by itself: the browser asks anew, and lands only here', async () => {
  const place = await openSamlWorkspace({ settings: { provisionSso: true }, saml: { idpInitiated: true } })
  const message = answerTo(place, null, somebodyAt(place))
  const start = `/sso/${place.connectionId}/start`

  assert.equal(await post(place, message, '/w/x?y=1'), `${start}?returnTo=${encodeURIComponent('/w/x?y=1')}`)
  await assertRefused(place, 'replay', () => post(place, message))
  for (const relayState of [
    '//evil',
    'https://evil',
    'javascript:alert(1)',
    '/\\evil',
    'https:evil',
    '/a\nb',
  ]) {
    assert.equal(await post(place, answerTo(place, null, somebodyAt(place)), relayState), start, relayState)
  }

  const browser = openSsoBrowser(place)
  const to = await browser.open(`${place.running.app.config.publicUrl}${start}`)
  assert.match(to, /^https:\/\/idp\.example\/sso\?SAMLRequest=/)
})

test('SA-1: a provider that changes its certificate signs with the old and the new one for a while, and then with the new', async () => {
  const { openSamlIdp } = await import('../../test/saml-idp.ts')
  const newer = openSamlIdp('https://idp.rotating.example/entity')
  const older = openSamlIdp('https://idp.rotating.example/entity')
  const both = { saml: { certificates: [older.certificate, newer.certificate] }, idp: older }
  const place = await openSamlWorkspace({ settings: { provisionSso: true }, ...both })
  const [ada, byNewer] = [somebodyAt(place), { ...place, idp: newer }]

  assert.equal(await signInAt(place, openSsoBrowser(place), ada), `/w/${place.slug}`)
  assert.equal(await signInAt(byNewer, openSsoBrowser(place), ada), `/w/${place.slug}`)
  const session = await place.ownerInPerson()
  const { connections } = await import('../../contract/connections.ts')
  await session.call(connections.modify, {
    params: { connectionId: place.connectionId },
    body: { saml: { certificates: [newer.certificate] } },
  })
  await assertRefused(place, 'wrong-signature', () => signInAt(place, openSsoBrowser(place), ada))
  assert.equal(await signInAt(byNewer, openSsoBrowser(place), ada), `/w/${place.slug}`)
})

test('SA-19: nothing of a message is shown to the person', async () => {
  const place = await openSamlWorkspace()
  const asked = await ask(place, openSsoBrowser(place))
  const evil = { ...place, idp: { ...place.idp, entityId: '"><script>alert(1)</script>' } }

  await assertRefused(place, 'issuer', async () => {
    const at = await post(place, answerTo(evil, asked, somebodyAt(place)), '"><script>alert(2)</script>')
    assert.doesNotMatch(at, /script|issuer/)
    return at
  })
})
