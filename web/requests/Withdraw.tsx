import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { accessRequests } from '../../contract/access-requests.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { type AccessRequest, useThingWords } from './request.ts'

interface Given {
  request: AccessRequest
  onWithdraw?: (() => void) | undefined
}

/** Takes one's own open request back. */
export function Withdraw({ request, onWithdraw }: Given) {
  const { t } = useTranslation()
  const { thing } = useThingWords()
  const withdraw = useCall(accessRequests.withdraw)
  const given = { params: { accessRequestId: request.id } }
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={withdraw.isPending}
        aria-label={t('requests.withdrawOf', { what: thing(request.resource) })}
        onClick={() => {
          onWithdraw?.()
          withdraw.mutate(given)
        }}
      >
        {t('requests.withdraw')}
      </Button>
      <Refusal error={withdraw.error} />
    </>
  )
}
