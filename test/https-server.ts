import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { closeAfterTests } from './database.ts'

const DAY_MS = 86_400_000
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** A real https server on this machine. It has a certificate for whatever name it is asked by, but for `wrong.example`. */
export interface HttpsServer {
  port: number
  /** The certificate of the authority that its own are from. */
  ca: string
  /** What it answers, by host and path: `example.com/`. What is not here is 404. */
  pages: Map<string, Page>
  /** Host, path and headers of what was asked. */
  asked: { at: string; headers: IncomingMessage['headers'] }[]
}

export type Page = string | ((request: IncomingMessage, response: ServerResponse) => void)

/** Starts it; it listens until the tests end. */
export async function openHttpsServer(): Promise<HttpsServer> {
  const authority = await openAuthority()
  const contexts = new Map<string, Promise<SecureContext>>()
  const contextFor = (name: string) => {
    const context = contexts.get(name) ?? authority.contextFor(name)
    contexts.set(name, context)
    return context
  }
  const server: HttpsServer = { port: 0, ca: authority.pem, pages: new Map(), asked: [] }
  const http = createServer(
    {
      SNICallback: (name, tell) => {
        contextFor(name === 'wrong.example' ? 'right.example' : name).then(
          (context) => tell(null, context),
          tell,
        )
      },
    },
    (request, response) => {
      const at = `${request.headers.host}${request.url}`
      server.asked.push({ at, headers: request.headers })
      const page = server.pages.get(at)
      if (typeof page === 'function') page(request, response)
      else response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(page)
    },
  )
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  server.port = (http.address() as AddressInfo).port
  closeAfterTests(
    () =>
      new Promise<void>((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  )
  return server
}

/** An authority that makes certificates for names. */
async function openAuthority() {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const times = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) }
  const issuer = 'CN=An authority for tests'
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    ...times,
    name: issuer,
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  })
  return { pem: own.toString('pem'), contextFor }

  async function contextFor(name: string): Promise<SecureContext> {
    const leafKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const leaf = await x509.X509CertificateGenerator.create({
      ...times,
      issuer,
      subject: 'CN=A server for tests',
      publicKey: leafKeys.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
    })
    const secret = Buffer.from(await crypto.subtle.exportKey('pkcs8', leafKeys.privateKey))
    const key = `-----BEGIN PRIVATE KEY-----\n${secret.toString('base64')}\n-----END PRIVATE KEY-----\n`
    return createSecureContext({ key, cert: leaf.toString('pem') })
  }
}
