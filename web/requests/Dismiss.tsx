import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accessRequests } from '../../contract/access-requests.ts'
import { useCall } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { ClosedMeanwhile, isClosedMeanwhile } from './ClosedMeanwhile.tsx'
import { type AccessRequest, TEXT_MAX } from './request.ts'

/** Closes a request without giving anything; whoever asked is told why. */
export function Dismiss({ request, onClose }: { request: AccessRequest; onClose: () => void }) {
  const { t } = useTranslation()
  const dismiss = useCall(accessRequests.dismiss)
  const [reason, setReason] = useState('')
  const { name } = request.requester
  const given = { params: { accessRequestId: request.id }, body: { reason: reason.trim() } }
  if (isClosedMeanwhile(dismiss.error)) return <ClosedMeanwhile onClose={onClose} />
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={t('requests.dismissTitle', { name })}
      text={t('requests.dismissText', { name })}
      submit={t('requests.dismiss')}
      call={dismiss}
      onConfirm={() => dismiss.mutate(given)}
      isReady={reason.trim() !== ''}
    >
      <Textarea
        label={t('requests.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={TEXT_MAX}
        autosize
        minRows={3}
        maxRows={8}
        required
        data-autofocus
      />
    </Confirm>
  )
}
