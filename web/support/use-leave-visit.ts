import { support } from '../../contract/support.ts'
import { useCall } from '../data.ts'
import { endVisit } from './visiting.ts'

/** Ends the support visit of this browser, and leads to the page that says so. */
export function useLeaveVisit() {
  const call = useCall(support.leave, { ends: true })
  const leave = () =>
    call.mutate(
      {},
      {
        onSuccess: () => {
          endVisit()
          window.location.assign('/support?told=left')
        },
      },
    )
  return { leave, call }
}
