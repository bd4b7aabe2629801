import { Badge } from '@mantine/core'
import { IconClock, IconClockOff, IconClockPlay } from '@tabler/icons-react'
import { type Limits, standingOf, useLimitWords } from './limits.ts'
import './grants.css'

const icons = { until: IconClock, 'not-yet': IconClockPlay, ended: IconClockOff }

/** Until when something is given, and from when; nothing for what has no limit. `of` says of what, where that is not plain. */
export function LimitBadge({ limits, of }: { limits: Limits; of?: string | undefined }) {
  const words = useLimitWords()
  const standing = standingOf(limits)
  if (standing === 'always') return null
  const Icon = icons[standing]
  const text = words(limits)
  return (
    <Badge
      variant="default"
      fw={500}
      className="limit-badge"
      data-standing={standing}
      leftSection={<Icon size={14} aria-hidden />}
    >
      {of === undefined ? text : `${of}: ${text}`}
    </Badge>
  )
}
