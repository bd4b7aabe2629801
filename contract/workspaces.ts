import { Type } from 'typebox'
import { can, endpoint, member, PageQuery, PageReply, signedIn } from './endpoint.ts'

/** What the path `/w/{slug}/…` calls a workspace: small letters, digits, and hyphens between them. */
export const Slug = Type.String({
  minLength: 1,
  maxLength: 63,
  pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
})
export const WorkspaceName = Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' })

/** The workspace's own settings; the object is closed, so that a misspelt one is refused. */
export const WorkspaceSettings = Type.Object(
  {
    /** Members without a second factor are led to set one up before they can enter (rules, section 11). */
    requireMfa: Type.Boolean(),
    /** Stricter limits of sessions than the server's; null for none. They hold for the whole account of each member. */
    sessionHours: Type.Union([Type.Integer({ minimum: 1, maximum: 168 }), Type.Null()]),
    idleMinutes: Type.Union([Type.Integer({ minimum: 5, maximum: 1_440 }), Type.Null()]),
    /** Members must sign in through an active connection of the workspace, but for those who are exempt (rules, section 9). */
    requireSso: Type.Boolean(),
    /** Who signs in through single sign-on from a verified domain becomes a member with minimal access. */
    provisionSso: Type.Boolean(),
  },
  { additionalProperties: false },
)

/** Segment's WorkspaceV1 (public-api, section 2), and what it does not show: the plan, and the settings. */
const Workspace = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  name: Type.String(),
  /** The plan as the catalog calls it, and as people read it. */
  plan: Type.String(),
  planName: Type.String(),
  /** What the plan includes (contract/catalog.ts), and how far; null for no limit. */
  features: Type.Array(Type.String()),
  limits: Type.Object({
    customLabels: Type.Union([Type.Integer(), Type.Null()]),
    members: Type.Union([Type.Integer(), Type.Null()]),
  }),
  settings: WorkspaceSettings,
  /** Only the operator sets it: then sessions of its members end after 15 minutes of inactivity (rules, section 7). */
  hipaaEligible: Type.Boolean(),
})
const WorkspaceReply = Type.Object({ workspace: Workspace })

/** Who is asking, and what they may do. */
const Me = Type.Object({
  kind: Type.Enum(['user', 'token']),
  /** Of support staff: the owner's whose rights they have. */
  id: Type.String(),
  name: Type.String(),
  isOwner: Type.Boolean(),
  /** Actions on the workspace as a whole, and those that make something of a type. */
  may: Type.Array(Type.String()),
  /** The connection, by name, through whose single sign-on this session came into the workspace; null where it came otherwise. */
  connection: Type.Union([Type.String(), Type.Null()]),
  /** Of support staff: who they are, in whose name they act, and until when. Null of everybody else. */
  visit: Type.Union([
    Type.Object({
      staffName: Type.String(),
      staffEmail: Type.String(),
      ownerName: Type.String(),
      endsAt: Type.String(),
    }),
    Type.Null(),
  ]),
})

/** A workspace in the list of those that a person belongs to. */
const MyWorkspace = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  name: Type.String(),
  isOwner: Type.Boolean(),
})

export const workspaces = {
  get: endpoint('GET /', {
    access: member('whoever works in a workspace may know its name and plan'),
    says: 'Shows the workspace that the token or the path speaks for.',
    reply: WorkspaceReply,
  }),
  me: endpoint('GET /me', {
    access: member('everybody may know what they may do'),
    says: 'Says who is asking, and what they may do in the workspace as a whole.',
    reply: Type.Object({ me: Me }),
  }),
  modify: endpoint('PATCH /', {
    access: can('workspace:edit'),
    says: "Changes the workspace's name, its slug (its address), or its settings: those in person only, with a fresh proof.",
    body: Type.Object(
      {
        name: Type.Optional(WorkspaceName),
        slug: Type.Optional(Slug),
        settings: Type.Optional(Type.Partial(WorkspaceSettings, { additionalProperties: false })),
      },
      { additionalProperties: false },
    ),
    reply: WorkspaceReply,
    perMinute: 60,
  }),
  listMine: endpoint('GET /workspaces', {
    access: signedIn('a person sees the workspaces that they belong to, and no others'),
    confined: true,
    says: 'Lists the workspaces that the signed-in person belongs to, in the order of joining. To a session that nothing but single sign-on proved, only those that proved it.',
    query: PageQuery,
    reply: Type.Object({ workspaces: Type.Array(MyWorkspace), pagination: PageReply }),
  }),
  open: endpoint('POST /workspaces', {
    access: signedIn('everybody with an account may open a workspace of their own'),
    says: 'Opens one more workspace. Who opens it owns it.',
    body: Type.Object({ name: WorkspaceName, slug: Slug }, { additionalProperties: false }),
    reply: WorkspaceReply,
    perMinute: 60,
  }),
}
