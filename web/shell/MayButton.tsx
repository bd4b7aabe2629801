import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import type { Endpoint } from '../../contract/endpoint.ts'
import { refusesSupport } from '../../contract/support.ts'
import { AskDialog } from '../requests/AskDialog.tsx'
import { type DoorOf, useDoorTo, useMayAsk } from '../requests/request.ts'
import { useHere, useMay } from '../workspaces/here.ts'
import { useAsked } from './use-asked.ts'

interface Given extends ButtonProps, Pick<ComponentProps<'button'>, 'onClick' | 'type'> {
  /** The endpoint that the button leads to. */
  call: Endpoint
  /** Another reason why it cannot be done now: the plan, what is chosen. */
  refusal?: string | null | undefined
}

/**
 * A button for something that the person may perhaps not do: then it stays where it is, says what is missing, and leads to asking
 * for it.
 */
export function MayButton({ call, refusal, ...props }: Given) {
  const { t } = useTranslation()
  const may = useMay()
  const { me } = useHere()
  const mayAsk = useMayAsk()
  const door = useDoorTo()(call)
  // What cannot be pressed does not warn either, and does nothing.
  const { onClick: _, c: __, ...look } = props
  if (!may(call) && mayAsk) return <Locked {...look} door={door} />
  const isBarred = me.visit && refusesSupport(call)
  const missing = isBarred ? t('support.visit.barred') : t('frame.missing', { what: door.what })
  const reason = may(call) ? (refusal ?? null) : missing
  if (reason === null) return <Button {...props} />

  return (
    <Tooltip label={reason} multiline maw={320} events={onEveryWay}>
      {/* Not `disabled`: it takes the focus, so that the reason is read with the keyboard too. */}
      <Button {...look} type="button" aria-disabled data-disabled aria-description={reason} />
    </Tooltip>
  )
}

/** It opens the dialog that asks for access, and nothing else. */
function Locked({ door, ...look }: ButtonProps & { door: DoorOf }) {
  const { t } = useTranslation()
  const { asked, ask, close } = useAsked<true>()
  const reason = `${t('frame.missing', { what: door.what })} ${t('requests.pressToAsk')}`
  return (
    <>
      <Tooltip label={reason} multiline maw={320} events={onEveryWay}>
        <Button
          {...look}
          type="button"
          variant="default"
          leftSection={<IconLock size={16} aria-hidden />}
          aria-haspopup="dialog"
          aria-description={reason}
          onClick={() => ask(true)}
        />
      </Tooltip>
      {asked && <AskDialog door={door} onClose={close} />}
    </>
  )
}

const onEveryWay = { hover: true, focus: true, touch: true }
