import type { AccessLine, Difference } from '../../access/index.ts'
import { wireType } from '../../contract/complete.ts'
import type { Endpoint, Input, Reply } from '../../contract/endpoint.ts'
import type { previews } from '../../contract/previews.ts'
import { Problem } from '../../contract/problems.ts'
import { admitAgain } from '../caller/admit.ts'
import type { App } from '../caller/app.ts'
import type { Caller } from '../caller/caller.ts'
import { asLeftBy, type Rehearsed, rehearse } from '../caller/rehearsal.ts'
import { mayAskAboutAll, nothingNamed, readNames } from '../decisions/decisions.ts'
import type { Feature, Wire } from '../http/handlers.ts'
import { isServed } from '../http/serve.ts'
import { checkInput, checkParams, checkQuery } from '../http/validate.ts'

type Call = Input<typeof previews.make>['body']['changes'][number]
type Shown = Reply<typeof previews.make>

/** An endpoint that may be previewed, with what is done when it is called. */
export interface Previewable {
  endpoint: Endpoint
  handler: Feature['handlers'][string]
}

/** The endpoints that are served and say they are previewable, by route. */
export function previewableOf(app: App, features: Feature[]): Map<string, Previewable> {
  const all = features.flatMap(({ endpoints, handlers }) =>
    Object.entries(endpoints).flatMap(([name, endpoint]): [string, Previewable][] => {
      const handler = handlers[name]
      return handler && endpoint.previewable && isServed(app, endpoint)
        ? [[endpoint.route, { endpoint, handler }]]
        : []
    }),
  )
  return new Map(all)
}

/**
 * Says who would gain or lose what if these calls were made one after the other. They are made, by the operations themselves,
 * and taken back (docs/decisions/0020). Raises `invalid-input` for a route that cannot be previewed, and everything that
 * the calls themselves would be refused with.
 */
export function previewChanges(
  caller: Caller,
  known: Map<string, Previewable>,
  changes: Call[],
): Promise<Shown> {
  const calls = changes.map((change, place) => ({ change, ...previewable(known, change, place) }))
  return rehearse(
    caller,
    async (rehearsing) => {
      for (const call of calls) await make(rehearsing, call)
    },
    shown,
  )
}

function previewable(known: Map<string, Previewable>, { route }: Call, place: number): Previewable {
  const found = known.get(route)
  if (found) return found
  const field = `changes.${place}.route`
  throw new Problem('invalid-input', { field, message: `"${field}" cannot be previewed: ${route}` })
}

/** As http/serve.ts does it: admission first, then the input, then the handler. */
async function make(rehearsing: Caller, { change, endpoint, handler }: Previewable & { change: Call }) {
  const params = paramsOf(endpoint, change)
  const caller = await asLeftBy(rehearsing, resourceOf(endpoint, params))
  admitAgain(caller, endpoint, params)
  const query = endpoint.query ? checkQuery(endpoint.query, change.query ?? {}) : undefined
  const body = endpoint.body ? checkInput(endpoint.body, change.body, '') : undefined
  // feature() checked handler and endpoint against each other; the two nevers of Feature forget it.
  await handler(caller as never, { params, query, body } as never, noWire)
}

/** Exactly those that the path names. */
function paramsOf({ path, route }: Endpoint, { params = {} }: Call): Record<string, string> {
  const names = Array.from(path.matchAll(/:(\w+)/g), ([, name]) => name as string) // the pattern has one group
  const wrong = [...names, ...Object.keys(params)].find((name) => !names.includes(name) || !(name in params))
  if (wrong !== undefined) {
    const what = names.includes(wrong) ? 'is required' : 'is not known here'
    throw new Problem('invalid-input', { field: wrong, message: `"${wrong}" ${what}: ${route}` })
  }
  return checkParams(params)
}

function resourceOf({ access }: Endpoint, params: Record<string, string>) {
  const on = access.kind === 'can' ? access.on : undefined
  const id = on?.param ? params[on.param] : undefined
  return on && id !== undefined ? { type: on.type, id } : null
}

function unheardOf(): never {
  throw new Error('a previewable endpoint must not speak HTTP itself')
}

const noWire: Wire = {
  headers: {},
  browser: { pending: null, device: null, flow: null },
  answerWith: unheardOf,
  setSecrets: unheardOf,
  locate: unheardOf,
  tell: unheardOf,
  redirect: unheardOf,
}

/** Of somebody else it is told only to who may ask what anybody may do (docs/decisions/0011); they count in `more`. */
async function shown(caller: Caller, { happened, ...rehearsed }: Rehearsed): Promise<Shown> {
  const self = rehearsed.differences.find((one) => one.id === caller.principalId)
  const differences = mayAskAboutAll(caller) ? rehearsed.differences : self ? [self] : []
  const lines = differences.flatMap(({ gains, losses }) => [...gains, ...losses])
  const names = await readNames(caller, {
    ...nothingNamed,
    subjects: differences.map((one) => one.id),
    resources: lines.flatMap(({ type, resources }) => resources.map((id) => ({ type, id }))),
  })
  const line = ({ type, resources, ...rest }: AccessLine) => ({
    ...rest,
    type: wireType(type),
    resources: resources.map((id) => ({ id, name: names.resource(type, id) ?? id })),
  })
  return {
    subjects: differences.map(({ id, kind, gains, losses, ...rest }) => {
      const { name, email } = names.subject(id)
      const about = { type: kind, id, name, ...(email !== null && { email }) }
      return { ...about, ...rest, gains: gains.map(line), losses: losses.map(line) }
    }),
    more: rehearsed.more + rehearsed.differences.length - differences.length,
    touchesSelf: self !== undefined && losesAny(self),
    events: happened.map(({ type, resourceName, detail }) => ({ type, resourceName, ...limitsIn(detail) })),
    ...(rehearsed.at > caller.now && { at: rehearsed.at.toISOString() }),
  }
}

/** When what happened begins and ends, as grants tell it. */
function limitsIn({ startsAt, endsAt }: NonNullable<Rehearsed['happened'][number]['detail']> = {}) {
  return {
    ...(typeof startsAt === 'string' && { startsAt }),
    ...(typeof endsAt === 'string' && { endsAt }),
  }
}

function losesAny({ losses, isOwner, isHere }: Difference): boolean {
  return losses.length > 0 || (isOwner.before && !isOwner.after) || (isHere.before && !isHere.after)
}
