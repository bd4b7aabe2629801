import { Type } from 'typebox'
import { can, endpoint, member, PageReply, Pagination, Success } from './endpoint.ts'

const TYPES_MAX = 100
const ACTIONS_MAX = 500
const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const Description = Type.String({ maxLength: 500 })

/** What a role may do: actions by resource type, `*` being every action of a product's type. */
const May = Type.Record(
  Type.String(),
  Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: ACTIONS_MAX }),
  { maxProperties: TYPES_MAX },
)

/** Segment's RoleV1 (id, name, description), and what an editor needs to offer the role. */
export const Role = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  /** Where the console lists it: `Workspace`, `Connections`, …; the workspace's own roles stand in `Custom`. */
  area: Type.String(),
  /** Whoever holds it owns the workspace. */
  owner: Type.Boolean(),
  /** How far a grant of it may reach: `all`, `list`, `label`. */
  scopes: Type.Array(Type.String()),
  /** Those of its scopes that an editor should offer. */
  offered: Type.Array(Type.String()),
  may: Type.Record(Type.String(), Type.Array(Type.String())),
  /** True for a role that this workspace made; the others come from the catalog and cannot be changed. */
  custom: Type.Boolean(),
  /** Which plans include it, as the catalog calls them, and as people read them in the same order. */
  plans: Type.Array(Type.String()),
  planNames: Type.Array(Type.String()),
  /** Whether the workspace's plan is one of them. What it leaves out can be kept, and gives nothing; it cannot be granted. */
  inPlan: Type.Boolean(),
})
const RoleReply = Type.Object({ role: Role })

/** The roles that can be granted: the catalog's, and the workspace's own (public-api 3.3; rules, section 2). */
export const roles = {
  list: endpoint('GET /roles', {
    access: member('what roles there are is no secret within the workspace (public-api 5)'),
    says: "Lists the roles that the workspace's plan includes: those of the catalog, then the workspace's own. With `plan=any` also those that it does not include.",
    query: Type.Object(
      { pagination: Pagination, plan: Type.Optional(Type.Enum(['any'])) },
      { additionalProperties: false },
    ),
    reply: Type.Object({ roles: Type.Array(Role), pagination: PageReply }),
  }),
  create: endpoint('POST /roles', {
    access: can('role:edit'),
    says: 'Creates a custom role: a name, and the actions it allows by resource type.',
    body: Type.Object(
      { name: Name, description: Type.Optional(Description), may: May },
      { additionalProperties: false },
    ),
    reply: RoleReply,
    status: 201,
    perMinute: 60,
  }),
  modify: endpoint('PATCH /roles/:roleId', {
    access: can('role:edit'),
    previewable: true,
    says: 'Changes a custom role, for all who hold it at once.',
    body: Type.Object(
      { name: Type.Optional(Name), description: Type.Optional(Description), may: Type.Optional(May) },
      { additionalProperties: false },
    ),
    reply: RoleReply,
    perMinute: 60,
  }),
  delete: endpoint('DELETE /roles/:roleId', {
    access: can('role:edit'),
    previewable: true,
    says: 'Deletes a custom role that nobody holds.',
    reply: Success,
    perMinute: 60,
  }),
}
