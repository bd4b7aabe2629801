import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { interactionPolicy, Provider } from 'oidc-provider'
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
  /** Whether it forgets who was there, so that it asks each time. */
  forgets: boolean
  /** Who somebody is by the user name that they type; without it, everybody is `person`. */
  who: ((user: string) => PersonThere) | null
  issuer: string
  clientId: string
  clientSecret: string
  person: PersonThere
  /** Lets the server at this address use it, besides those it was told before. */
  welcome(callback: string): void
  /** Gives the client another secret. */
  changeSecret(secret: string): void
  /** Its own page with a link that begins a sign-in at this address of ours, as OpenID Connect has it (Core, 4). */
  tile(startUrl: string): string
  close(): Promise<void>
}

interface Asked {
  oidc: {
    client: { clientId: string }
    result?: { login?: object }
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
  const callbacks: string[] = []
  const manner = { asks: false, forgets: false, who: null, person: { sub: 'nobody' } }
  const real: RealProvider = { issuer, ...secrets, ...manner, welcome, changeSecret, tile, close }
  return real

  function welcome(callback: string) {
    callbacks.push(callback)
    begin()
  }

  function changeSecret(secret: string) {
    real.clientSecret = secret
    begin()
  }

  function tile(startUrl: string): string {
    return `${issuer}/tile?${new URLSearchParams({ startUrl })}`
  }

  function begin() {
    const provider = new Provider(issuer, settingsOf(real, [...callbacks]))
    const callbackOf = provider.callback()
    answer = async (request, response) => {
      if (request.url?.startsWith('/tile?')) return showTile(issuer, request.url, response)
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

function showTile(issuer: string, url: string, response: ServerResponse) {
  const to = new URL(new URL(url, issuer).searchParams.get('startUrl') ?? '')
  to.searchParams.set('iss', issuer)
  const html = `<!doctype html><html lang="en"><title>Apps</title><h1>Apps</h1><a href="${to}">Claviger</a></html>`
  response.writeHead(200, { 'content-type': 'text/html' }).end(html)
}

function settingsOf(real: RealProvider, callbacks: string[]) {
  return {
    clients: [{ client_id: real.clientId, client_secret: real.clientSecret, redirect_uris: callbacks }],
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
    interactions: {
      policy: policyOf(real),
      url: (_asked: Asked, { uid }: { uid: string }) => `/interaction/${uid}`,
    },
    findAccount: (_asked: Asked, sub: string) => ({
      accountId: sub,
      claims: () => ({ ...(real.who?.(sub) ?? real.person), amr: undefined, sub }),
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

/** What a browser remembers would make the second journey another than the first. */
function policyOf(real: RealProvider) {
  const { Check } = interactionPolicy
  const policy = interactionPolicy.base()
  const isAnswered = ({ oidc }: Asked) => !real.forgets || oidc.result?.login !== undefined
  const answer = (asked: Asked) => (isAnswered(asked) ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT)
  policy.get('login')?.checks.add(new Check('asks', 'it asks each time', answer))
  return policy
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
