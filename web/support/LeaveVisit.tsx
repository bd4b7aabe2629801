import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../shell/Refusal.tsx'
import { useLeaveVisit } from './use-leave-visit.ts'

/** Ends the support visit of this browser. */
export function LeaveVisit() {
  const { t } = useTranslation()
  const { leave, call } = useLeaveVisit()
  return (
    <>
      <Button size="xs" loading={call.isPending || call.isSuccess} onClick={leave}>
        {t('support.visit.leave')}
      </Button>
      <Refusal error={call.error} />
    </>
  )
}
