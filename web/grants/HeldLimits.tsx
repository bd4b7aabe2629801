import { Button } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LimitBadge } from './LimitBadge.tsx'
import { LimitChooser } from './LimitChooser.tsx'
import { type Limits, standingOf } from './limits.ts'

interface Given {
  /** The role that is given. */
  name: string
  limits: Limits
  /** Left out where it cannot be changed. */
  onChange: ((limits: Limits) => void) | undefined
}

/** Until when a role is given, and the way to change that. */
export function HeldLimits({ name, limits, onChange }: Given) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const isLimited = standingOf(limits) !== 'always'
  const shown = isLimited ? t('grants.changeTime') : t('grants.withoutEndShort')
  const save = (wanted: Limits) => {
    onChange?.(wanted)
    setOpen(false)
  }
  return (
    <>
      {isLimited && <LimitBadge limits={limits} />}
      {onChange && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconClock size={14} aria-hidden />}
          onClick={() => setOpen(true)}
          aria-label={t('grants.timeOf', { role: name, shown })}
        >
          {shown}
        </Button>
      )}
      {isOpen && (
        <LimitChooser
          title={t('grants.timeTitle', { role: name })}
          limits={limits}
          onClose={() => setOpen(false)}
          onSave={save}
        />
      )}
    </>
  )
}
