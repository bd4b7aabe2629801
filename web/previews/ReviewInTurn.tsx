import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Given } from '../../client/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { useCall } from '../data.ts'
import { useInTurn } from '../shell/in-turn.ts'
import { Progressing } from '../shell/Progressing.tsx'
import { planned } from './planned.ts'
import { Review } from './Review.tsx'

interface Work<E extends Endpoint> {
  endpoint: E
  /** What it is called with, one after the other. */
  calls: readonly Given<E>[]
  title: string
  submit: string
  isOpen: boolean
  onClose: () => void
  /** After all of them were made; or some, when it went no further and was closed. */
  onDone: () => void
  isDangerous?: boolean
  children?: ReactNode
}

/** Several calls of one endpoint, looked at together before they are made, with how far they are. */
export function ReviewInTurn<E extends Endpoint & { previewable: true }>(work: Work<E>) {
  const { endpoint, calls, title, submit, isOpen, onClose, onDone, isDangerous = false, children } = work
  const call = useCall(endpoint)
  const turn = useInTurn()
  const close = () => {
    turn.reset()
    if (turn.done > 0) onDone()
    else onClose()
  }
  const save = () =>
    void turn.run(
      calls.map((given) => () => call.mutateAsync(given)),
      onDone,
    )
  return (
    <Review
      isOpen={isOpen}
      onClose={close}
      title={title}
      submit={submit}
      changes={calls.slice(turn.done).map((given) => planned(endpoint, given))}
      call={turn}
      onSave={save}
      isDangerous={isDangerous}
    >
      <Stack gap="xs">
        {children}
        <Progressing {...turn} />
      </Stack>
    </Review>
  )
}
