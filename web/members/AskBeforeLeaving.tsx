import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Confirm } from '../shell/Confirm.tsx'

interface Given {
  isChanged: boolean
  /** What would be lost. */
  text: string
}

/** Asks whoever goes to another page, or closes this one, while something is not saved. Another tab of the same page is no other page. */
export function AskBeforeLeaving({ isChanged, text }: Given) {
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname,
    enableBeforeUnload: isChanged,
    withResolver: true,
  })
  return (
    <AskBeforeClosing
      isOpen={leaving.status === 'blocked'}
      text={text}
      onStay={() => leaving.reset?.()}
      onLeave={() => leaving.proceed?.()}
    />
  )
}

interface Closing {
  isOpen: boolean
  text: string
  onStay: () => void
  onLeave: () => void
}

/** The same question for a dialog that is closed. */
export function AskBeforeClosing({ isOpen, text, onStay, onLeave }: Closing) {
  const { t } = useTranslation()
  return (
    <Confirm
      isOpen={isOpen}
      onClose={onStay}
      title={t('members.leavePage')}
      text={text}
      submit={t('members.leavePageSubmit')}
      call={{ isPending: false, error: null }}
      onConfirm={onLeave}
    />
  )
}
