import { type Static, type TObject, type TSchema, Type } from 'typebox'
import type { Action } from './catalog.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Which path parameter names the resource that the action is done on. Without it, the action is done on the workspace. */
export interface On {
  type: string
  /** The path parameter that holds the id; `null` asks about the type as a whole (creating one, registering many). */
  param: string | null
}

/**
 * Who may call an endpoint. There is no default on purpose: an endpoint without a rule does not compile
 * (design: house, section 1).
 */
export type Access =
  | { kind: 'can'; action: Action; on?: On }
  | { kind: 'member'; because: string }
  | { kind: 'signedIn'; because: string }
  | { kind: 'scim'; because: string }
  | { kind: 'anyone'; because: string }

/** The caller's roles must allow `action`, on the workspace or on the resource that a path parameter names. */
export function can(action: Action, on?: On) {
  return on ? { kind: 'can' as const, action, on } : { kind: 'can' as const, action }
}

/** Every member and every token of this workspace; the operation shows only what the caller may see. */
export function member(because: string) {
  return { kind: 'member' as const, because }
}

/** A person with a session, not bound to one workspace. */
export function signedIn(because: string) {
  return { kind: 'signedIn' as const, because }
}

/** Only an identity provider, with a SCIM token of the workspace. */
export function scimClient(because: string) {
  return { kind: 'scim' as const, because }
}

/** Everybody, strangers included. The reason is printed in the table of who may call what. */
export function anyone(because: string) {
  return { kind: 'anyone' as const, because }
}

/**
 * The manner in which an endpoint speaks: `api` is the Public API (`/api`, `{data}` and `{errors}`),
 * `authzen` the decision API (`/access/v1`, plain objects, an error is a string), `scim` RFC 7644 (`/scim/v2`,
 * `application/scim+json`, its own error form), `plain` everything at the root.
 */
export type Dialect = 'api' | 'authzen' | 'scim' | 'plain'

type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

export type Params<Route extends string> = {
  [Name in ParamNames<Route>]: string
}

export interface Spec {
  access: Access
  /** One sentence for the OpenAPI page. */
  says: string
  query?: TObject
  body?: TSchema
  reply: TSchema
  /** The status of success. Segment answers 201 to five endpoints only (public-api 1.4). */
  status?: 200 | 201
  /** More paths that answer the same way, such as Segment's singular `/group/…`. */
  also?: readonly string[]
  /** Calls per minute and caller (public-api 1.7). Without it, only the general limit holds. */
  perMinute?: number
  dialect?: Dialect
  /**
   * Only for a person whose last proof of a factor is at most ten minutes old (standards/sign-in SE-9). A token, which
   * is no person, can never call it.
   */
  stepUp?: true
  /**
   * Also for a session that nothing but a workspace's single sign-on proved: it speaks for that workspace, not for the account
   * (standards/sso L-5).
   */
  confined?: true
  /** Also for whoever holds a set-up link of single sign-on. */
  setUpLink?: true
  /** The body is a form's, as a browser sends it from a page of another site. */
  form?: true
  /** A browser comes here from another site, by following a link: the way back from a provider. Such an endpoint proves by itself who began it. */
  fromOtherSites?: true
  /** May be named in a preview: it changes access, and nothing outside the workspace's own rows. */
  previewable?: true
  /** Of SCIM: it answers nothing (204), or something only where the query asks for attributes. */
  silent?: 'always' | 'unless-asked'
  /** The reply is not JSON but a stream of this media type. */
  stream?: string
}

export type Endpoint<Route extends string = string, S extends Spec = Spec> = S & {
  route: Route
  method: Method
  path: string
}

/**
 * Declares one endpoint: method and path, who may call it, shapes in and out. The server hangs a handler on it;
 * client, CLI, OpenAPI page, console and tests read the same value (design: house, section 1).
 */
export function endpoint<const Route extends `${Method} /${string}`, const S extends Spec>(
  route: Route,
  spec: S,
): Endpoint<Route, S> {
  const [method, path] = route.split(' ') as [Method, string]
  return { ...spec, route, method, path }
}

type QueryOf<S extends Spec> = S extends { query: infer Q extends TSchema } ? Static<Q> : undefined
type BodyOf<S extends Spec> = S extends { body: infer B extends TSchema } ? Static<B> : undefined

/** What a handler receives: decoded path parameters, the checked query and the checked body. */
export interface Input<E extends Endpoint> {
  params: E extends Endpoint<infer Route, Spec> ? Params<Route> : never
  query: QueryOf<E>
  body: BodyOf<E>
}

export type Reply<E extends Endpoint> = Static<E['reply']>

/** Segment's paging input: 200 unless asked, 1,000 at most (public-api 1.8). */
export const Pagination = Type.Optional(
  Type.Object(
    {
      count: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
      cursor: Type.Optional(Type.String({ maxLength: 2000 })),
    },
    { additionalProperties: false },
  ),
)

/** The query of every list that knows nothing but pages. */
export const PageQuery = Type.Object({ pagination: Pagination }, { additionalProperties: false })

/** Segment's paging output. `next` is left out on the last page, never null (public-api, trap 1). */
export const PageReply = Type.Object({
  current: Type.String(),
  next: Type.Optional(Type.String()),
  previous: Type.Optional(Type.String()),
  totalEntries: Type.Optional(Type.Integer()),
})

/** The body of every successful delete (public-api, trap 8). */
export const Success = Type.Object({ status: Type.Literal('SUCCESS') })
