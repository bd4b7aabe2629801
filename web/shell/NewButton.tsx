import { IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { Endpoint } from '../../contract/endpoint.ts'
import { useHere } from '../workspaces/here.ts'
import { MayButton } from './MayButton.tsx'

interface Given {
  /** What makes the new thing. */
  call: Endpoint
  /** The page on which it is made, under the Access section. */
  page: string
  text: string
  /** Another reason why it cannot be made now: the plan. */
  refusal: string | null | undefined
}

/** Leads to the page on which something new is made. */
export function NewButton({ call, page, text, refusal }: Given) {
  const { workspace } = useHere()
  const navigate = useNavigate()
  return (
    <MayButton
      call={call}
      refusal={refusal}
      leftSection={<IconPlus size={18} aria-hidden />}
      onClick={() => void navigate({ to: `/w/${workspace.slug}/access/${page}` })}
    >
      {text}
    </MayButton>
  )
}
