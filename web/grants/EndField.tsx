import { Button, Group, Text } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LimitBadge } from './LimitBadge.tsx'
import { LimitChooser } from './LimitChooser.tsx'

interface Given {
  /** What ends: `Membership`. */
  label: string
  /** The question that is asked for it: `How long are they a member?` */
  title: string
  endsAt: string | null
  onChange: (endsAt: string | null) => void
}

/** Until when something will last that is about to be given, and the way to change that. */
export function EndField({ label, title, endsAt, onChange }: Given) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const shown = endsAt ? t('grants.changeTime') : t('grants.withoutEndShort')
  return (
    <Group gap="sm">
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <LimitBadge limits={{ endsAt }} />
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconClock size={14} aria-hidden />}
        onClick={() => setOpen(true)}
        aria-label={`${label}: ${shown}`}
      >
        {shown}
      </Button>
      {isOpen && (
        <LimitChooser
          title={title}
          limits={{ endsAt }}
          onlyEnd
          onClose={() => setOpen(false)}
          onSave={(wanted) => {
            onChange(wanted.endsAt ?? null)
            setOpen(false)
          }}
        />
      )}
    </Group>
  )
}
