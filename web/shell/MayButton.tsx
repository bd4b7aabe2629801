import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import type { ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import type { Endpoint } from '../../contract/endpoint.ts'
import { useMay, useNeeds } from '../workspaces/here.ts'

interface Given extends ButtonProps, Pick<ComponentProps<'button'>, 'onClick' | 'type'> {
  /** The endpoint that the button leads to. */
  call: Endpoint
  /** What the person may do on the resource that it is about (`may` of its reply). */
  onResource?: readonly string[]
  /** Another reason why it cannot be done now: the plan, what is chosen. */
  refusal?: string | null | undefined
}

/** A button for something that the person may perhaps not do: then it stays where it is, and says what is missing. */
export function MayButton({ call, onResource, refusal, ...props }: Given) {
  const { t } = useTranslation()
  const may = useMay()
  const needs = useNeeds()
  const reason = may(call, onResource) ? (refusal ?? null) : t('frame.missing', { what: needs(call) })
  if (reason === null) return <Button {...props} />

  // What cannot be pressed does not warn either.
  const { onClick: _, c: __, ...look } = props
  return (
    <Tooltip label={reason} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
      {/* Not `disabled`: it takes the focus, so that the reason is read with the keyboard too. */}
      <Button {...look} type="button" aria-disabled data-disabled aria-description={reason} />
    </Tooltip>
  )
}
