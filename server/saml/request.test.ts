import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { openSamlIdp, partyOf } from '../../test/saml-idp.ts'
import { attributeOf, childrenOf, ns, textOf } from './nodes.ts'
import { requestUrl } from './saml.ts'
import { openXml } from './xml.ts'

const now = new Date('2026-11-21T12:00:00Z')
const idp = openSamlIdp('https://idp.example/entity', 'rsa', now)

async function requestIn(url: string) {
  const packed = new URL(url).searchParams.get('SAMLRequest') ?? ''
  return openXml(inflateRawSync(Buffer.from(packed, 'base64')).toString())
}

test('SA-13: a request for a sign-in says who asks, where the answer goes, and under which id', async () => {
  const party = partyOf(idp, {
    ssoUrl: 'https://idp.example/sso?app=a%20b&x=1',
    entityId: 'https://c.example/?a=1&b="<2>"',
  })

  const url = await requestUrl(party, { id: '_abc', relayState: 'r&s', forceAuthn: false, now })
  const request = await requestIn(url)

  const { origin, pathname, searchParams } = new URL(url)
  assert.equal(`${origin}${pathname}`, 'https://idp.example/sso')
  assert.deepEqual(
    ['app', 'x', 'RelayState'].map((name) => searchParams.get(name)),
    ['a b', '1', 'r&s'],
  )
  assert.equal(request.localName, 'AuthnRequest')
  assert.deepEqual(
    ['ID', 'Version', 'IssueInstant', 'Destination', 'AssertionConsumerServiceURL', 'ForceAuthn'].map(
      (name) => attributeOf(request, name),
    ),
    ['_abc', '2.0', '2026-11-21T12:00:00.000Z', party.ssoUrl, party.acsUrl, null],
  )
  assert.equal(textOf(childrenOf(request, ns.assertion, 'Issuer')[0]), party.entityId)
})

test('a request can ask that people prove themselves again, and needs no relay state', async () => {
  const url = await requestUrl(partyOf(idp), { id: '_abc', relayState: '', forceAuthn: true, now })

  assert.equal(attributeOf(await requestIn(url), 'ForceAuthn'), 'true')
  assert.equal(new URL(url).searchParams.has('RelayState'), false)
})
