import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Provider } from 'oidc-provider'
import { closeAfterTests } from './database.ts'

const PAGE = `<!doctype html><html lang="en"><title>Example</title><h1>Sign in to Example</h1>
<form method="post"><label>User name <input name="user"></label><button>Let me in</button></form></html>`

/** Somebody with an account at a provider, in OpenID Connect's words. */
export interface PersonThere {
  sub: string
  email?: string
  email_verified?: unknown
  /** In the ID token, as Entra ID says it. */
  xms_edov?: unknown
  name?: string
  groups?: string[]
  amr?: string[]
}

/** A real provider (`oidc-provider`) on this machine. Whoever is sent there is `person`, without being asked unless it `asks`. */
export interface RealProvider {
  /** Whether it shows a page of its own, on which people type their user name: their `sub`. */
  asks: boolean
  issuer: string
  clientId: string
  clientSecret: string
  person: PersonThere
  /** Lets the server at this address use it. */
  welcome(callback: string): void
  close(): Promise<void>
}

interface Asked {
  oidc: {
    client: { clientId: string }
    session: { accountId: string }
    provider: { Grant: new (of: object) => { addOIDCScope(scope: string): void; save(): Promise<string> } }
  }
}

/** Starts it. It answers once it was told whom to welcome. */
export async function openProvider(): Promise<RealProvider> {
  let answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => {
    response.writeHead(503).end()
  }
  const { url: issuer, close } = await listen((request, response) => answer(request, response))
  const secrets = { clientId: 'claviger', clientSecret: 'a secret between the two' }
  const real: RealProvider = { asks: false, issuer, ...secrets, person: { sub: 'nobody' }, welcome, close }
  return real

  function welcome(callback: string) {
    const provider = new Provider(issuer, settingsOf(real, callback))
    const callbackOf = provider.callback()
    answer = async (request, response) => {
      if (!request.url?.startsWith('/interaction/')) return callbackOf(request, response)
      if (real.asks && request.method === 'GET') {
        response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
        return
      }
      const { sub, amr } = real.person
      const typed = new URLSearchParams(await text(request)).get('user')
      const login = { accountId: typed ?? sub, ...(amr ? { amr } : {}) }
      provider.interactionFinished(request, response, { login }).catch((error) => {
        response.writeHead(500).end(String(error))
      })
    }
  }
}

function settingsOf(real: RealProvider, callback: string) {
  return {
    clients: [{ client_id: real.clientId, client_secret: real.clientSecret, redirect_uris: [callback] }],
    claims: { openid: ['sub', 'xms_edov'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    cookies: { keys: ['for tests'] },
    pkce: { required: () => true },
    // The default lengths, said, so that it does not print that they were not.
    ttl: {
      Interaction: 600,
      Grant: 600,
      Session: 600,
      AccessToken: 600,
      IdToken: 600,
      AuthorizationCode: 60,
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_asked: Asked, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_asked: Asked, sub: string) => ({
      accountId: sub,
      claims: () => ({ ...real.person, amr: undefined, sub }),
    }),
    async loadExistingGrant({ oidc }: Asked) {
      const of = { clientId: oidc.client.clientId, accountId: oidc.session.accountId }
      const grant = new oidc.provider.Grant(of)
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  }
}

/** Listens on this machine until the tests end. */
export async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server: Server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  closeAfterTests(close)
  return { url: `http://127.0.0.1:${port}`, close }
}
