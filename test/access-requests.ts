import { accessRequests } from '../contract/access-requests.ts'
import type { Input, Reply } from '../contract/endpoint.ts'
import type { Letter } from '../server/platform/mail.ts'
import type { Person, TestWorkspace } from './house.ts'
import { letterOf, outboxOf } from './outbox.ts'

/** What tests of requests for access say again and again. */

type Asked = Input<typeof accessRequests.create>['body']
export type Request = Reply<typeof accessRequests.create>['accessRequest']

/** The body of a request to read a source. */
export function toRead(id: string, more: Partial<Asked> = {}): Asked {
  return { resource: { type: 'SOURCE', id }, action: 'source:read', message: 'For the report.', ...more }
}

/** Asks, and answers the request. */
export async function ask({ call }: Pick<Person, 'call'>, body: Asked): Promise<Request> {
  return (await call(accessRequests.create, { body })).accessRequest
}

/** The path of one request. */
export function at({ id }: { id: string }) {
  return { params: { accessRequestId: id } }
}

/** One request as owners see it, with what they could begin with. */
export function look({ owner }: Pick<TestWorkspace, 'owner'>, request: { id: string }) {
  return owner(accessRequests.get, at(request))
}

/** The letters about requests that wait to be sent, each as it would be sent now, with whom it is for. */
export async function lettersAbout(place: Pick<TestWorkspace, 'app' | 'id'>) {
  const kinds = ['access-request', 'access-request-decided']
  const written = []
  for (const row of (await outboxOf(place)).filter(({ kind }) => kinds.includes(kind))) {
    const letter = await letterOf(place, row)
    const isLater = letter === 'later'
    const to = { kind: row.kind, userId: String(row.payload.userId) }
    written.push({ ...to, isLater, letter: isLater ? null : letter })
  }
  return written
}

/** A letter as one text, subject and all. */
export function textOf(letter: Letter | null | undefined): string {
  return letter ? `${letter.subject}\n${letter.text}` : ''
}
