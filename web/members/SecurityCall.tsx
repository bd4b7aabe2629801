import { Text } from '@mantine/core'
import { useState } from 'react'
import type { account } from '../../contract/account.ts'
import type { mfa } from '../../contract/mfa.ts'
import { useCall } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { MayButton } from '../shell/MayButton.tsx'

interface Given {
  call: typeof account.endSessionsOfMember | typeof mfa.resetOfMember
  given: { params: { userId: string } }
  submit: string
  title: string
  text: string
  /** What is said once it was done. */
  done: string
  refusal?: string | null
}

/** In a list: what an admin can do about somebody's sign-in, with the question before it. */
export function SecurityCall({ call, given, submit, title, text, done, refusal }: Given) {
  const [isOpen, setOpen] = useState(false)
  const action = useCall(call)
  const close = () => setOpen(false)
  return (
    <li>
      <div className="row">
        <Text size="sm" flex="1 1 260px">
          {text}
        </Text>
        <MayButton
          call={call}
          variant="default"
          refusal={refusal}
          onClick={() => {
            action.reset()
            setOpen(true)
          }}
        >
          {submit}
        </MayButton>
      </div>
      <Text size="sm" fw={600} role="status">
        {action.isSuccess && done}
      </Text>
      <Confirm
        isOpen={isOpen}
        onClose={close}
        title={title}
        text={text}
        submit={submit}
        call={action}
        onConfirm={() => action.mutate(given, { onSuccess: close })}
      />
    </li>
  )
}
