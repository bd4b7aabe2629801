import { Type } from 'typebox'
import { can, endpoint, member, PageReply, Pagination, Success } from './endpoint.ts'
import { Id, Label, LabelName } from './grants.ts'

const RESOURCES_MAX = 1_000
const LABELS_MAX = 50

/** A resource type in either case: `source`, `SOURCE`. */
const TypeName = Type.String({ minLength: 1, maxLength: 100 })
const Key = Type.Object({ type: TypeName, id: Id }, { additionalProperties: false })
export const ResourceName = Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' })
export const Slug = Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' })
export const LabelNames = Type.Array(LabelName, { maxItems: LABELS_MAX })
export const LabelsBody = Type.Object({ labels: LabelNames }, { additionalProperties: false })
export const LabelsReply = Type.Object({ labels: Type.Array(Label) })

/** An object of the client's own making, read and written as it is. */
export const AnyObject = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  maxProperties: 1_000,
  additionalProperties: true,
})

/** What is left out of these stays as it is. In `attributes`, what is null is taken away. */
const details = {
  slug: Type.Optional(Type.Union([Slug, Type.Null()])),
  parent: Type.Optional(Type.Union([Key, Type.Null()])),
  labels: Type.Optional(LabelNames),
  attributes: Type.Optional(AnyObject),
}

const Resource = Type.Object({
  type: Type.String(),
  id: Type.String(),
  name: Type.String(),
  slug: Type.Union([Type.String(), Type.Null()]),
  parent: Type.Union([
    /** Its name where a list or a single resource is read by who may know of the parent. */
    Type.Object({ type: Type.String(), id: Type.String(), name: Type.Optional(Type.String()) }),
    Type.Null(),
  ]),
  labels: Type.Array(Label),
  /** What the caller may do on it. */
  may: Type.Array(Type.String()),
  /** Only for callers who may register resources; secrets are left out for them too. */
  attributes: Type.Optional(AnyObject),
  createdAt: Type.String(),
  updatedAt: Type.String(),
})
/** A type of the running catalog, as people read it. */
const ResourceType = Type.Object({
  type: Type.String(),
  name: Type.String(),
  plural: Type.String(),
  /** Where the console lists it: `Connections`, … */
  area: Type.String(),
  labelable: Type.Boolean(),
  parent: Type.Union([Type.String(), Type.Null()]),
  actions: Type.Array(
    Type.Object({
      name: Type.String(),
      says: Type.String(),
      /** Given only by a role on everything: making something new. */
      creates: Type.Boolean(),
      needs: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
})
const ResourceReply = Type.Object({ resource: Resource })
const visible = member('shows only resources that the caller may do something with')

/** The registry: what exists to be granted on, kept up to date by the application that owns it. */
export const resources = {
  listTypes: endpoint('GET /resource-types', {
    access: member('what there is to grant on is no secret within the workspace'),
    says: 'Lists the types of resources, `workspace` among them, with what can be done on each.',
    reply: Type.Object({ types: Type.Array(ResourceType) }),
  }),
  list: endpoint('GET /resources', {
    access: visible,
    says: 'Lists registered resources, by type and id, with their number. `labels` are written `key:value`; all of them must be there.',
    query: Type.Object(
      {
        type: Type.Optional(TypeName),
        /** A part of the name, in any case. */
        search: Type.Optional(Type.String({ maxLength: 255 })),
        labels: Type.Optional(
          Type.Array(Type.String({ minLength: 1, maxLength: 511 }), { maxItems: LABELS_MAX }),
        ),
        pagination: Pagination,
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({ resources: Type.Array(Resource), pagination: PageReply }),
  }),
  get: endpoint('GET /resources/:type/:id', {
    access: visible,
    says: 'Shows one resource.',
    reply: ResourceReply,
  }),
  put: endpoint('PUT /resources/:type/:id', {
    access: can('resource:edit'),
    says: 'Registers a resource under the id it has in the application, or brings its registration up to date.',
    body: Type.Object({ name: ResourceName, ...details }, { additionalProperties: false }),
    reply: ResourceReply,
  }),
  update: endpoint('PATCH /resources/:type/:id', {
    access: can('resource:edit'),
    says: 'Changes what is known of a registered resource.',
    body: Type.Object({ name: Type.Optional(ResourceName), ...details }, { additionalProperties: false }),
    reply: ResourceReply,
  }),
  delete: endpoint('DELETE /resources/:type/:id', {
    access: can('resource:edit'),
    previewable: true,
    says: 'Deletes a resource and what hangs on it. Grants that named only these go too.',
    reply: Success,
  }),
  bulk: endpoint('POST /resources/bulk', {
    access: can('resource:edit'),
    says: 'Registers, updates and deletes up to 1,000 resources, all or nothing. What is gone already is no mistake.',
    body: Type.Object(
      {
        upserts: Type.Optional(
          Type.Array(
            Type.Object(
              { type: TypeName, id: Id, name: ResourceName, ...details },
              { additionalProperties: false },
            ),
            { maxItems: RESOURCES_MAX },
          ),
        ),
        deletes: Type.Optional(Type.Array(Key, { maxItems: RESOURCES_MAX })),
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({
      created: Type.Integer(),
      updated: Type.Integer(),
      unchanged: Type.Integer(),
      deleted: Type.Integer(),
    }),
  }),
  assignLabels: endpoint('PUT /labels/assign', {
    access: can('label:assign'),
    previewable: true,
    says: 'Makes exactly these labels those of each named resource.',
    body: Type.Object(
      {
        assignments: Type.Array(
          Type.Object({ resource: Key, labels: LabelNames }, { additionalProperties: false }),
          { maxItems: RESOURCES_MAX },
        ),
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({
      assignments: Type.Array(
        Type.Object({
          resource: Type.Object({ type: Type.String(), id: Type.String() }),
          labels: Type.Array(Label),
        }),
      ),
    }),
    perMinute: 60,
  }),
}
