import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { connections } from '../../contract/connections.ts'
import { faultAt, goodCertificate, metadataOf } from '../../test/connections.ts'
import { testDatabase, testLog } from '../../test/database.ts'
import { clock, openWorkspace, testConfig } from '../../test/house.ts'
import { type Running, start } from '../main.ts'
import { type Fetched, type Outward, OutwardRefusal } from '../platform/outward.ts'

const certificate = goodCertificate('idp')
const xml = metadataOf('https://idp.example/entity', 'https://idp.example/sso', [certificate])

let running: Promise<Running> | undefined
after(async () => (await running)?.http.close())

/** A server to whom the internet is these pages. */
function serverWith(pages: Record<string, Pick<Fetched, 'status' | 'text'>>) {
  const outward: Outward = {
    txt: async () => [],
    fetch,
    async getText(url) {
      const page = pages[url]
      if (!page) throw new OutwardRefusal(`${new URL(url).hostname} is not on the public internet.`)
      return { ...page, url }
    },
  }
  running ??= testDatabase().then((database) =>
    start(testConfig(), { database, clock, outward, log: testLog }),
  )
  return running
}

test('metadata are read from their text, and nothing is saved', async () => {
  const { owner } = await openWorkspace()

  const { metadata } = await owner(connections.readMetadata, { body: { xml } })

  assert.equal(metadata.entityId, 'https://idp.example/entity')
  assert.equal(metadata.ssoUrl, 'https://idp.example/sso')
  assert.deepEqual(
    metadata.certificates.map((one) => one.subject),
    ['CN=idp'],
  )
  assert.deepEqual((await owner(connections.list, { query: {} })).connections, [])
})

test('what is read can be saved as it is', async () => {
  const { owner } = await openWorkspace()
  const { metadata } = await owner(connections.readMetadata, { body: { xml } })
  const body = { name: 'It', kind: 'saml', provider: 'other' } as const
  const { connection } = await owner(connections.create, { body })

  const { entityId, ssoUrl, certificates } = metadata
  const saml = { entityId, ssoUrl: ssoUrl ?? '', certificates: certificates.map((one) => one.pem) }
  const saved = await owner(connections.modify, { params: { connectionId: connection.id }, body: { saml } })

  assert.equal(saved.connection.isComplete, true)
  assert.deepEqual(saved.connection.saml?.certificates, certificates)
})

test('SA-18: an address that may not be fetched, or has no metadata, is refused in words', async () => {
  const pages = {
    'https://idp.example/metadata': { status: 200, text: xml },
    'https://idp.example/gone': { status: 404, text: xml },
    'https://idp.example/page': { status: 200, text: '<html></html>' },
  }
  const { owner } = await openWorkspace({ on: await serverWith(pages) })
  const read = (url: string) => owner(connections.readMetadata, { body: { url } })

  const { metadata } = await read(' https://idp.example/metadata ')
  assert.equal(metadata.entityId, 'https://idp.example/entity')
  await assert.rejects(read('https://idp.example/gone'), {
    status: 422,
    code: 'address-refused',
    message: /404/,
  })
  await assert.rejects(read('https://idp.example/page'), { code: 'metadata-unreadable' })
  await assert.rejects(read('https://10.0.0.1/'), { code: 'address-refused', message: /not on the public/ })
})

test('SA-18: the server itself, its network and files are no places for metadata', async () => {
  const { owner, url } = await openWorkspace()

  for (const address of [
    url,
    'https://127.0.0.1/metadata',
    'https://[::1]/metadata',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/metadata',
    'http://example.com/metadata',
    'file:///etc/passwd',
    'no address',
  ]) {
    const read = owner(connections.readMetadata, { body: { url: address } })
    await assert.rejects(read, { code: 'address-refused' }, address)
  }
})

test('SA-5: metadata with a DOCTYPE, of nobody or of two, and both ways at once are refused', async () => {
  const { owner } = await openWorkspace()
  const read = (body: { xml?: string; url?: string }) => owner(connections.readMetadata, { body })

  for (const text of [
    `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${xml}`,
    `<a>${xml}${xml}</a>`,
    '<EntityDescriptor/>',
    'rubbish',
  ]) {
    await assert.rejects(read({ xml: text }), { status: 422, code: 'metadata-unreadable' }, text)
  }
  await assert.rejects(read({}), faultAt('xml'))
  await assert.rejects(read({ xml, url: 'https://idp.example' }), faultAt('xml'))
})
