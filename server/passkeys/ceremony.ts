import { isIP } from 'node:net'
import type { Input } from '../../contract/endpoint.ts'
import type { passkeys } from '../../contract/passkeys.ts'
import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Person, Visitor } from '../caller/caller.ts'
import type { Writer } from '../db/open.ts'
import type { Config } from '../platform/config.ts'
import { sameBytes } from '../platform/ids.ts'
import { atMost, countTry, networkOf, triesKey } from '../tries/tries.ts'
import * as queries from './queries.ts'

/** What a device answers when it signs. */
export type Assertion = Input<typeof passkeys.signIn>['body']['response']
/** What a device answers when it makes a passkey. */
export type Attestation = Input<typeof passkeys.register>['body']['response']

/** Loaded only where it is used: a start is a third of a second quicker by it. */
const webAuthn = () => import('@simplewebauthn/server')

const CHALLENGE_MS = 5 * 60_000
/** Ed25519, P-256 and RSA: what devices have. */
const ALGORITHMS = [-8, -7, -257]
/** Each begun ceremony is a row, kept for minutes; a whole office may be behind one network. */
const begun = atMost(300, 10 * 60_000)

/**
 * Whether browsers have passkeys for this server: it has a name of its own with https, or is localhost, as WebAuthn asks (a relying
 * party is a domain; an IP address is none).
 */
export function passkeysWork({ publicUrl }: Pick<Config, 'publicUrl'>): boolean {
  const { hostname, protocol } = new URL(publicUrl)
  const isAddress = hostname.startsWith('[') || isIP(hostname) !== 0
  const isHere = hostname === 'localhost' || hostname.endsWith('.localhost')
  return !isAddress && (protocol === 'https:' || isHere)
}

/** Whose passkeys they are, exactly: nothing that a request says has a part in it. Raises `no-passkeys`. */
function partyOf({ config }: Pick<App, 'config'>) {
  if (!passkeysWork(config)) throw new Problem('no-passkeys')
  const { hostname, origin } = new URL(config.publicUrl)
  return { rpID: hostname, origin }
}

/**
 * Begins to make a passkey, which checks its person and can be found without their name, so that each is a way to sign in by
 * itself. Answers what the browser asks for. Raises `no-passkeys`, and `too-many-requests`.
 */
export async function beginRegistration(person: Person) {
  const { app, user } = person
  const { rpID } = partyOf(app)
  const present = await queries.listPasskeys(app.database.db, user.id)
  const options = await (await webAuthn()).generateRegistrationOptions({
    rpName: 'Claviger',
    rpID,
    userID: handleOf(user.id),
    userName: user.email,
    userDisplayName: user.name,
    timeout: CHALLENGE_MS,
    excludeCredentials: present.map(named),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  })
  await keepChallenge(person, options.challenge, { purpose: 'register', userId: user.id })
  return { ...options }
}

/**
 * Begins to sign: with any passkey that the device finds, or with one of a known person's. Raises as `beginRegistration`
 * does, and `not-found` where that person has none.
 */
export async function beginAssertion(visitor: Visitor, about: About) {
  const { app } = visitor
  const { rpID } = partyOf(app)
  const { purpose, userId } = about
  const allowCredentials =
    userId === null ? [] : (await queries.listPasskeys(app.database.db, userId)).map(named)
  // To a browser, an empty list would mean any passkey.
  if (userId !== null && allowCredentials.length === 0) {
    throw new Problem('not-found', { message: 'This account has no passkey.' })
  }
  const userVerification = purpose === 'sign-in' ? 'required' : 'preferred'
  const options = await (await webAuthn()).generateAuthenticationOptions({
    rpID,
    timeout: CHALLENGE_MS,
    allowCredentials,
    userVerification,
  })
  await keepChallenge(visitor, options.challenge, about)
  return { ...options }
}

/** What is begun, and for whom; null where the passkey itself will say it. */
export interface About {
  purpose: queries.ChallengePurpose
  userId: string | null
}

/** Checks a new passkey, and answers what to keep of it. The challenge is used up either way. Raises `wrong-passkey`. */
export async function checkAttestation({ app, now, user }: Person, response: Attestation) {
  const { rpID, origin } = partyOf(app)
  const challenge = await takeChallenge({ app, now }, response, { purpose: 'register', userId: user.id })
  const { transports } = response.response
  const checked = await (await webAuthn())
    .verifyRegistrationResponse({
      response: {
        ...credentialIn(response),
        response: { ...response.response, ...(transports ? { transports } : {}) },
      },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    .catch(asWrong)
  if (!checked.verified) throw new Problem('wrong-passkey')
  const { credential, credentialBackedUp, credentialDeviceType } = checked.registrationInfo
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    signCount: credential.counter,
    transports: transports ?? [],
    synced: credentialBackedUp,
    methods: methodsOf(credentialDeviceType),
  }
}

/**
 * Checks what a passkey signed: the challenge is ours and is used up, origin and relying party are this server's, the signature
 * is right, and its counter has not gone back (standards/sign-in MF-6). Answers whose it is and what `noteUse` takes. Raises
 * `wrong-passkey`, in the same words for whatever is wrong.
 */
export async function checkAssertion({ app, now }: Visitor, response: Assertion, about: About) {
  const { rpID, origin } = partyOf(app)
  const expectedChallenge = await takeChallenge({ app, now }, response, about)
  const passkey = await queries.findCredential(app.database.db, response.id)
  if (!passkey || !isOf(passkey.userId, response, about)) throw new Problem('wrong-passkey')

  const { userHandle: _, ...signed } = response.response
  const { verified, authenticationInfo: info } = await (await webAuthn())
    .verifyAuthenticationResponse({
      response: { ...credentialIn(response), response: signed },
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.signCount,
      },
      requireUserVerification: about.purpose === 'sign-in',
    })
    .catch(asWrong)
  if (!verified) throw new Problem('wrong-passkey')
  const { userId, name, email } = passkey
  return {
    passkeyId: passkey.id,
    account: { id: userId, name, email },
    methods: methodsOf(info.credentialDeviceType),
    used: { signCount: info.newCounter, synced: info.credentialBackedUp, now },
  }
}

export type Checked = Awaited<ReturnType<typeof checkAssertion>>

/** Step: notes that a passkey was used, once. Raises `wrong-passkey` where it was removed, or a copy of it counted as far. */
export async function noteUse(tx: Writer, { account, passkeyId, used }: Checked) {
  if (!(await queries.noteUse(tx, account.id, passkeyId, used))) throw new Problem('wrong-passkey')
}

async function keepChallenge(
  visitor: Pick<Visitor, 'app' | 'now' | 'ip'>,
  challenge: string,
  { purpose, userId }: About,
) {
  const { app, now, ip } = visitor
  await countTry(visitor, triesKey('passkey', userId ?? networkOf(ip)), begun)
  const expires_at = new Date(now.getTime() + CHALLENGE_MS)
  const row = { challenge, purpose, user_id: userId, expires_at }
  await app.database.db.transaction().execute((tx) => queries.insertChallenge(tx, row))
}

/** Uses up the challenge that this answers, in a transaction of its own: also an answer that is wrong gets no second look. */
async function takeChallenge(
  { app, now }: Pick<Visitor, 'app' | 'now'>,
  { response }: Assertion | Attestation,
  about: About,
): Promise<string> {
  const challenge = challengeIn(response.clientDataJSON)
  const isOurs =
    challenge !== null &&
    (await app.database.db
      .transaction()
      .execute((tx) => queries.takeChallenge(tx, challenge, { ...about, now })))
  if (!isOurs) throw new Problem('wrong-passkey')
  return challenge
}

function challengeIn(clientDataJSON: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
    // No database takes every character that JSON can hold, not even to look for it.
    return typeof challenge === 'string' && /^[A-Za-z0-9_-]{43}$/.test(challenge) ? challenge : null
  } catch {
    return null
  }
}

/** A known person's; or that of the one whom the passkey itself names, as it must where nobody was named before (WebAuthn 7.2). */
function isOf(owner: string, { response: { userHandle } }: Assertion, { userId }: About): boolean {
  if (userHandle && !sameBytes(Buffer.from(userHandle, 'base64url'), handleOf(owner))) return false
  return userId === null ? Boolean(userHandle) : userId === owner
}

/** What a device keeps to know an account by: its id, which says nothing about the person. */
function handleOf(userId: string) {
  return new Uint8Array(Buffer.from(userId, 'utf8'))
}

/** RFC 8176: a key that its device keeps or a copied one, and the person was there. */
function methodsOf(deviceType: 'singleDevice' | 'multiDevice'): string[] {
  return [deviceType === 'singleDevice' ? 'hwk' : 'swk', 'user']
}

function named({ credential_id: id, transports }: { credential_id: string; transports: string[] }) {
  return { id, transports }
}

function credentialIn({ id, rawId, type }: Assertion | Attestation) {
  return { id, rawId, type, clientExtensionResults: {} }
}

/** The library throws for whatever it does not like in an answer; all of it is the answer's fault. */
function asWrong(): never {
  throw new Problem('wrong-passkey')
}
