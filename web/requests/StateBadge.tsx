import { Badge } from '@mantine/core'
import { IconCheck, IconClock, IconLogout, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { AccessRequest } from './request.ts'

type State = AccessRequest['state']

const icons = { open: IconClock, granted: IconCheck, dismissed: IconX, withdrawn: IconX, ended: IconLogout }

/** How a request stands. */
export function StateBadge({ state }: { state: State }) {
  const { t } = useTranslation()
  const Icon = icons[state]
  return (
    <Badge
      variant={state === 'open' ? 'filled' : 'default'}
      leftSection={<Icon size={14} aria-hidden />}
      className="request-state"
    >
      {t(`requests.states.${state}`)}
    </Badge>
  )
}
