import type { World } from '../../access/index.ts'
import type { Reader, Writer } from '../db/open.ts'
import type { App } from './app.ts'
import type { Happened } from './change.ts'

declare const proved: unique symbol

/** What a request brings before anything about it is proved. */
export interface Visitor {
  app: App
  now: Date
  requestId: string
  ip: string | null
  userAgent: string | null
  /** The secret that says who asks, as it came: a token's as a bearer, a session's in its cookie, never the other way (SE-10). */
  credential: { from: 'bearer' | 'cookie'; secret: string } | null
  /** Further secrets of this browser, as they came. */
  browser: BrowserSecrets
  /** The workspace that the path names (`/w/{slug}/…`), if it names one. */
  workspaceSlug: string | null
  idempotency: Idempotency | null
}

/** Cookies besides the session's: a sign-in that waits for its second factor, a browser that is known, a way to a provider. */
export interface BrowserSecrets {
  pending: string | null
  device: string | null
  flow: string | null
}

/** The session that a request is made with. */
export interface Session {
  id: string
  userId: string
  authenticatedAt: Date
  /** The last proof of any factor, and of a second one (or of a passkey that checked the person). */
  factorAt: Date
  mfaAt: Date | null
  /** RFC 8176. */
  methods: string[]
  lastUsedAt: Date
  /** When it ends by itself, by the strictest rule that holds for this person now. */
  expiresAt: Date
  /** The strictest limits of the workspaces that the person belongs to; null where none has one. */
  idleMinutes: number | null
  sessionHours: number | null
  /** Nothing but single sign-on proved it: it speaks for the workspaces that did, and not for the account (standards/sso L-5). */
  confined: boolean
  /** The workspace's own single sign-on that proved it, and when. Only of a caller's session, and only while that connection is active. */
  sso: { connectionId: string; name: string; at: Date } | null
}

/** One POST that must take effect once, however often it is sent (standards/reliability 5.1). */
export interface Idempotency {
  key: string
  requestHash: Buffer
  /** What the stored answer is sealed with: only who sends the same credential again can open it. */
  sealedWith: string
  /** Whose key it is, where the one who acts is not the one who asked: a link that is its own proof. */
  actorId?: string
}

/** A person with a session, not (yet) speaking for one workspace. Only `admit()` makes one. */
export interface Person extends Visitor {
  readonly [proved]: 'person'
  user: { id: string; email: string; name: string }
  session: Session
}

export interface WorkspaceOfCaller {
  id: string
  slug: string
  name: string
  plan: string
}

/** Who acts. Every audit event names it. */
export interface Who {
  kind: 'user' | 'token' | 'system' | 'link' | 'scim' | 'support'
  id: string
  name: string
  email: string | null
  /** When the credential itself ends: what it makes may not outlive it. */
  until: Date | null
  /** In whose name they act, with that person's rights: the owner who let the support staff in. */
  onBehalfOf?: { id: string; name: string }
}

/**
 * Proof that a request may act in one workspace. Operations take it first; only `admit()` and `system.ts` make one.
 * `db` can only read: writing goes through `change()`.
 */
export interface Caller {
  readonly [proved]: 'caller'
  app: App
  now: Date
  requestId: string
  ip: string | null
  who: Who
  /** Whose rights count: of support staff those of the owner who let them in, of everybody else their own. */
  principalId: string
  /** The session of a person; null for tokens, a link and the server itself. */
  session: Session | null
  workspace: WorkspaceOfCaller
  workspaceId: string
  /** What everybody in the workspace may do, at least as fresh as the caller's credential. */
  world: World
  db: Reader
  idempotency: Idempotency | null
  /** There where nothing is to be kept (rehearsal.ts): the pen then writes in this transaction, and tells only here what happened. */
  rehearsal?: { tx: Writer; happened: Happened[] }
  /** Of an identity provider whose pushes are only tried out at present. */
  isDryRun?: boolean
  /** Decides its access once more by the present `world`. Only of who was admitted to an endpoint. */
  readmit?: (now: Caller) => void
}

/** Makes the proof. For `admit.ts` and `system.ts` alone (test/tidy.test.ts holds that). */
export function proveCaller(
  visitor: Pick<Visitor, 'app' | 'now' | 'requestId' | 'ip' | 'idempotency'> & { session?: Session },
  who: Who,
  workspace: WorkspaceOfCaller,
  world: World,
): Caller {
  const { app, now, requestId, ip, idempotency } = visitor
  // The server itself has no session, whoever's request it acts in.
  const session = (who.kind === 'user' && visitor.session) || null
  const parts = { app, now, requestId, ip, who, session, workspace, world, idempotency }
  // The brand exists for the type checker only: it is what makes a Caller unforgeable.
  return {
    ...parts,
    principalId: (who.onBehalfOf ?? who).id,
    workspaceId: workspace.id,
    db: app.database.db as Reader,
  } as Caller
}

/** Makes the proof that a person is signed in. For `admit.ts` alone. */
export function provePerson(visitor: Visitor, user: Person['user'], session: Session): Person {
  return { ...visitor, user, session } as Person
}
