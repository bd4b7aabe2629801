import { breakGlass } from '../../contract/break-glass.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { useReply } from '../data.ts'
import { now } from '../shell/now.ts'
import { useHere } from '../workspaces/here.ts'

export type Use = Reply<typeof breakGlass.get>['uses'][number]

/** Whether the person may break the glass, and whether they have; nothing while that is not known, and for support staff. */
export function useOwnGlass(): Reply<typeof breakGlass.mine> | undefined {
  const { me } = useHere()
  return useReply(breakGlass.mine, {}, { enabled: !me.visit }).data
}

/** Whether somebody is an owner by it at present. */
export function isRunning({ endedAt, endsAt }: Use): boolean {
  return endedAt === null && Date.parse(endsAt) > now()
}
