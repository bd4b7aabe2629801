import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { useReply } from '../data.ts'
import { useMay } from '../workspaces/here.ts'
import { isAddress } from './addresses.ts'

/** Those that contain an address are few: this many are looked through for the address itself. */
const FOUND_MAX = 20

/** What is wrong with inviting an address: it is none, or the person is here or invited already. */
export type Fault = 'invalid' | 'member' | 'invited'

/** Whether an address can be invited, as far as one can know before the server is asked to. */
export function useStanding(email: string, isLookedUp: boolean): Fault | null {
  const may = useMay()
  const isValid = isAddress(email)
  const query = { search: email, pagination: { count: FOUND_MAX } }
  const isAsked = isValid && isLookedUp
  const here = useReply(members.directory, { query }, { enabled: isAsked && may(members.directory) }).data
  const invited = useReply(
    invites.listDetails,
    { query },
    { enabled: isAsked && may(invites.listDetails) },
  ).data
  const isIt = (one: { email: string }) => one.email.toLowerCase() === email.toLowerCase()
  if (!isValid) return 'invalid'
  if (here?.users.some(isIt)) return 'member'
  return invited?.invites.some((one) => isIt(one) && one.status === 'pending') ? 'invited' : null
}
