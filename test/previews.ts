import type { Reply } from '../contract/endpoint.ts'
import { previews } from '../contract/previews.ts'
import type { As, TestWorkspace } from './house.ts'

/** A call as a preview names it. */
export interface PreviewedCall {
  route: string
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: Record<string, unknown>
}

export type Preview = Reply<typeof previews.make>

/** Asks what these calls would do. */
export function preview(
  who: As | Pick<TestWorkspace, 'owner'>,
  ...changes: PreviewedCall[]
): Promise<Preview> {
  const call = typeof who === 'function' ? who : who.owner
  return call(previews.make, { body: { changes } })
}

/** A preview in short: for each subject lines such as `+ SOURCE source:read ios,web` and `- owner`. */
export function inShort({ subjects }: Preview): Record<string, string[]> {
  return Object.fromEntries(
    subjects.map(({ id, gains, losses, isOwner, isHere }) => {
      const line = (sign: string) => (one: (typeof gains)[number]) =>
        `${sign} ${one.type} ${one.actions.join(' ')} ${one.everything ? '*' : one.resources.map((it) => it.id).join()}`
      const flag = (name: string, { before, after }: { before: boolean; after: boolean }) =>
        before === after ? [] : [`${after ? '+' : '-'} ${name}`]
      return [
        id,
        [
          ...flag('here', isHere),
          ...flag('owner', isOwner),
          ...gains.map(line('+')),
          ...losses.map(line('-')),
        ],
      ]
    }),
  )
}
