import { type Connection, call, Refused } from '../client/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { grants } from '../contract/grants.ts'
import { groups } from '../contract/groups.ts'
import { labels } from '../contract/labels.ts'
import { resources } from '../contract/resources.ts'
import { tokens } from '../contract/tokens.ts'
import { type Fixture, roleId } from './fixture.ts'
import type { Random } from './random.ts'

/** One change that a writer asked for. `answer` is there once it was acknowledged. */
export interface Wish {
  kind: keyof typeof makers
  /** What tells the thing that it makes from all others. */
  mark: string
  send(connection: Connection): Promise<unknown>
  answer?: unknown
}

/** What a writer works with. */
export interface Desk {
  fixture: Fixture
  random: Random
  /** The group that grants are given to and members come into: the writer's own. */
  groupId: string
}

let marks = 0

/** A random change under an Idempotency-Key of its own (PUT needs none: it can be sent again). */
export function wish(desk: Desk): Wish {
  const kind = desk.random.pick(['group', 'label', 'token', 'grant', 'resource', 'member'] as const)
  const mark = `m${++marks}`
  return { kind, mark, send: makers[kind](desk, mark) }
}

const makers = {
  group: (_: Desk, mark: string) => post(mark, groups.create, { body: { name: mark } }),
  label: (_: Desk, mark: string) =>
    post(mark, labels.create, { body: { label: { key: 'crash', value: mark } } }),
  token: (_: Desk, mark: string) =>
    post(mark, tokens.create, { body: { description: mark, access: 'owner' } }),
  resource: (_: Desk, mark: string) =>
    post(mark, resources.put, { params: { type: 'source', id: mark }, body: { name: mark } }),
  // The mark of a grant is its moment among equals: they are counted.
  grant: ({ fixture, groupId }: Desk, mark: string) =>
    post(mark, grants.addToGroup, {
      params: { userGroupId: groupId },
      body: {
        permissions: [
          { roleId: roleId('Source Read-only'), resources: [{ id: fixture.workspaceId, type: 'WORKSPACE' }] },
        ],
      },
    }),
  member: ({ fixture, groupId }: Desk, mark: string) =>
    post(mark, groups.addUsers, {
      params: { userGroupId: groupId },
      body: { emails: [fixture.ids.memberEmail] },
    }),
}

function post<E extends Endpoint>(mark: string, endpoint: E, given: Parameters<typeof call<E>>[2]) {
  const withKey = endpoint.method === 'POST' ? { ...given, idempotencyKey: mark } : given
  return (connection: Connection): Promise<unknown> => call(connection, endpoint, withKey)
}

/** Wishes one thing after the other until the server is gone; every wish is noted before it is sent. */
export async function writeUntilGone(connection: Connection, desk: Desk, wishes: Wish[]) {
  for (;;) {
    const one = wish(desk)
    wishes.push(one)
    try {
      one.answer = await one.send(connection)
    } catch (error) {
      if (error instanceof Refused) throw error
      return
    }
  }
}
