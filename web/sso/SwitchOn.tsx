import { Button, Group, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useCall } from '../data.ts'
import { Notice } from '../shell/Notice.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useReason } from './ActiveSwitch.tsx'
import type { Connection } from './place.ts'

/** The last step: what is done, and the switch. */
export function SwitchOn({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const activate = useCall(connections.activate)
  const reason = useReason(connection)
  const { id, isComplete, testedAt, domains, isActive } = connection
  const hasDomain = domains.some(({ verified }) => verified)
  if (isActive) {
    return (
      <Notice title={t('connections.switchOn.isOn')}>
        <Text size="sm" role="status">
          {t('connections.switchOn.isOnText')}
        </Text>
      </Notice>
    )
  }
  return (
    <Section title={t('connections.switchOn.title')} lead={t('connections.switchOn.lead')}>
      <ul className="sso-exempt">
        <Check isDone={isComplete} text={t('connections.switchOn.complete')} />
        <Check isDone={testedAt !== null} text={t('connections.switchOn.tested')} />
        <Check
          isDone={hasDomain}
          text={t(hasDomain ? 'connections.switchOn.domain' : 'connections.switchOn.noDomain')}
        />
      </ul>
      {reason && <Text size="sm">{reason}</Text>}
      <div>
        <Button
          disabled={reason !== null}
          loading={activate.isPending}
          onClick={() => activate.mutate({ params: { connectionId: id } })}
        >
          {t('connections.switchOn.submit')}
        </Button>
      </div>
      <Refusal error={activate.error} />
    </Section>
  )
}

function Check({ isDone, text }: { isDone: boolean; text: string }) {
  const Icon = isDone ? IconCircleCheck : IconCircleDashed
  return (
    <li>
      <Group gap="xs" wrap="nowrap">
        <Icon size={20} aria-hidden style={{ flex: 'none' }} />
        <Text size="sm">{text}</Text>
      </Group>
    </li>
  )
}
