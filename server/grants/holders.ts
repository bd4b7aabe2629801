import type { EventName } from '../../contract/events.ts'
import type { Touched } from '../caller/facts.ts'

/** Who can hold grants. */
export type HolderKind = 'user' | 'group' | 'token' | 'invite'

export interface Holder {
  kind: HolderKind
  id: string
}

/** What is told when somebody's own permissions changed; of an invite, its grants alone are told. */
export const policyEvents: Record<HolderKind, EventName | null> = {
  user: 'User Policy Updated',
  group: 'User Group Policy Updated',
  token: 'Token Policy Updated',
  invite: null,
}

/** What a change of a holder's grants touches. An invite takes part in no decision. */
export function touching({ kind, id }: Holder): Touched {
  if (kind === 'invite') return {}
  return kind === 'group' ? { groups: [id] } : { principals: [id] }
}
