import { IconTrash } from '@tabler/icons-react'
import type { Endpoint } from '../../contract/endpoint.ts'
import { MayButton } from './MayButton.tsx'

interface Given {
  /** What ends the thing. */
  call: Endpoint
  text: string
  /** Why it cannot be ended now. */
  refusal?: string | null
  onClick: () => void
}

/** Among the buttons of a page: ends what the page is about. It asks first. */
export function DeleteButton({ call, text, refusal, onClick }: Given) {
  return (
    <MayButton
      call={call}
      refusal={refusal}
      variant="default"
      c="var(--mantine-color-error)"
      leftSection={<IconTrash size={18} aria-hidden />}
      onClick={onClick}
    >
      {text}
    </MayButton>
  )
}
