import { accessRequests } from '../contract/access-requests.ts'
import type { Input, Reply } from '../contract/endpoint.ts'
import { letters } from '../server/letters/letters.ts'
import type { Letter } from '../server/platform/mail.ts'
import type { Person, TestWorkspace } from './house.ts'

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
export async function lettersAbout({ app, id }: Pick<TestWorkspace, 'app' | 'id'>) {
  const rows = await app.database.db
    .selectFrom('outbox')
    .where('workspace_id', '=', id)
    .where('kind', 'in', ['access-request', 'access-request-decided'])
    .orderBy('created_at')
    .orderBy('id')
    .select(['kind', 'payload'])
    .execute()
  const written = []
  for (const { kind, payload } of rows) {
    const letter = await letters[kind]?.(app, { workspaceId: id, payload, attempts: 1 })
    const isLater = letter === 'later'
    written.push({ kind, userId: String(payload.userId), isLater, letter: isLater ? null : (letter ?? null) })
  }
  return written
}

/** A letter as one text, subject and all. */
export function textOf(letter: Letter | null | undefined): string {
  return letter ? `${letter.subject}\n${letter.text}` : ''
}
