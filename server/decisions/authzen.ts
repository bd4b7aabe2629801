import type { Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { check, endOf } from '../../access/index.ts'
import { type authzen, Evaluation } from '../../contract/authzen.ts'
import type { Input, Reply } from '../../contract/endpoint.ts'
import type { Caller } from '../caller/caller.ts'
import { requestableBy } from '../caller/requestable.ts'
import { checkInput, firstFault } from '../http/validate.ts'
import {
  findResource,
  findSubject,
  mayAskAboutAll,
  notYours,
  requireMayAsk,
  requireRevision,
  revisionOf,
} from './asking.ts'

type Question = Static<typeof Evaluation>
type Decision = Reply<typeof authzen.evaluate>
type Batch = Input<typeof authzen.evaluateAll>['body']

const whole = Compile(Evaluation)

const NOT_PERMITTED = 'not_permitted'
/** A longer id names nothing that could be asked for. */
const REQUESTED_ID_MAX = 255

/** Answers one question (AZ-1). Raises `not-allowed` for a question about somebody else without `access:decide`. */
export function evaluate(caller: Caller, question: Question): Decision {
  requireRevision(caller, question.context)
  const who = findSubject(caller, question.subject)
  requireMayAsk(caller, who)
  const decision = decide(caller, who, question)
  const asked = decision.context.reason === NOT_PERMITTED && who === caller.principalId
  return asked ? { ...decision, context: { ...decision.context, ...hintFor(caller, question) } } : decision
}

/**
 * Answers many questions in their order (AZ-2 to AZ-4): what an item leaves out comes from the top, a wrong item is
 * refused by itself, and the short-circuit semantics end the answer after the item that decides. Without items it is `evaluate`.
 */
export function evaluateAll(caller: Caller, batch: Batch): Reply<typeof authzen.evaluateAll> {
  const { evaluations = [], options } = batch
  // checkInput() has proved the shape; it only cannot say so in its type.
  if (evaluations.length === 0) return evaluate(caller, checkInput(Evaluation, batch, '') as Question)

  requireRevision(caller, batch.context)
  const last = { deny_on_first_deny: false, permit_on_first_permit: true, execute_all: undefined }
  const until = last[options?.evaluations_semantic ?? 'execute_all']
  const aboutAll = mayAskAboutAll(caller)
  const decisions: Decision[] = []
  for (const item of evaluations) {
    const decision = evaluateItem(caller, merged(item, batch), aboutAll)
    decisions.push(decision)
    if (decision.decision === until) break
  }
  return { evaluations: decisions }
}

function evaluateItem(caller: Caller, question: unknown, aboutAll: boolean): Decision {
  if (!whole.Check(question)) return refused(400, faultOf(question))
  const who = findSubject(caller, question.subject)
  if (who !== caller.principalId && !aboutAll) return refused(403, notYours(caller).message)
  return decide(caller, who, question)
}

function decide(caller: Caller, who: string | undefined, { action, resource }: Question): Decision {
  const revision = revisionOf(caller)
  if (who === undefined) return { decision: false, context: { reason: 'subject_not_found', revision } }

  const on = findResource(caller, resource.type, resource.id)
  const asked = { who, action: action.name, resource: on, at: caller.now.getTime() }
  if (check(caller.world, asked)) {
    const end = endOf(caller.world, asked)
    const ending = end === undefined ? {} : { ends_at: new Date(end).toISOString() }
    return { decision: true, context: { ...ending, revision } }
  }
  return { decision: false, context: { reason: reasonOf(caller, action.name, on.type), revision } }
}

/**
 * How the person who asked can ask for it: the names are those of the draft profile Access Request and Approval. The same for what is not there
 * as for what is hidden.
 */
function hintFor(caller: Caller, { action, resource }: Question) {
  const { id } = resource
  if (id === '' || id.length > REQUESTED_ID_MAX) return {}
  const template = requestableBy(caller, action.name, findResource(caller, resource.type, id))
  if (!template) return {}
  const { app, workspace } = caller
  const endpoint = `${app.config.publicUrl}/w/${workspace.slug}/api/access-requests`
  return { access_request: { endpoint, template } }
}

/** Whether a resource is registered is not said: who asks about itself might not be meant to know. */
function reasonOf({ app }: Caller, action: string, type: string): string {
  const known = app.catalog.resourceTypes[type]
  if (!known) return 'resource_type_unknown'
  return known.actions[action] ? NOT_PERMITTED : 'action_unknown'
}

/** An item's entity takes the place of the default; only a missing `type` is taken from it (docs/decisions/0010). */
function merged(item: unknown, batch: Batch): unknown {
  if (!isObject(item)) return item
  const { subject, action, resource, context } = item
  return {
    context,
    subject: withType(subject, batch.subject),
    action: action === undefined ? batch.action : action,
    resource: withType(resource, batch.resource),
  }
}

function withType(entity: unknown, fallback: { type?: string } | undefined): unknown {
  if (entity === undefined) return fallback
  if (!isObject(entity) || entity.type !== undefined || fallback?.type === undefined) return entity
  return { ...entity, type: fallback.type }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refused(status: number, message: string): Decision {
  return { decision: false, context: { error: { status, message } } }
}

/** Its text was checked with the batch; the defaults in it may be large, and must not be looked through for every item again. */
function faultOf(question: unknown): string {
  const fault = firstFault(Evaluation, question)
  if (fault === null) throw new Error('a question was wrong, and nothing in it was found wrong')
  return fault
}
