import { Badge, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useReply } from '../data.ts'
import { useMoments } from '../shell/moments.ts'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import type { Connection } from './place.ts'
import type { Trace } from './trace.ts'
import { WhyRefused } from './WhyRefused.tsx'

/** The last sign-ins of a connection: who, when, and why somebody was refused. */
export function SignIns({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const list = useReply(connections.listSignIns, { params: { connectionId: connection.id } })
  return (
    <Section title={t('connections.page.signIns')} lead={t('connections.trace.lead')}>
      <Waiting on={list}>
        {({ signIns }) =>
          signIns.length === 0 ? (
            <Text size="sm">{t('connections.trace.none')}</Text>
          ) : (
            <ul className="sso-trace" aria-label={t('connections.page.signIns')}>
              {signIns.map((trace) => (
                <Line key={trace.id} trace={trace} />
              ))}
            </ul>
          )
        }
      </Waiting>
    </Section>
  )
}

function Line({ trace }: { trace: Trace }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const { at, outcome, subject, email, requestId } = trace
  const isRefused = outcome === 'refused'
  return (
    <Stack component="li" gap={4}>
      <Group gap="xs">
        <Badge
          {...(isRefused
            ? { variant: 'outline', color: 'red', c: 'var(--mantine-color-error)' }
            : { variant: 'default' })}
        >
          {t(`connections.trace.${outcome}`)}
        </Badge>
        <Text size="sm" c="dimmed">
          {moments.time(at)}
        </Text>
      </Group>
      <Text size="sm" fw={600} className="sso-name">
        <bdi>{email ?? subject ?? t('connections.trace.nobody')}</bdi>
      </Text>
      <WhyRefused trace={trace} />
      <Text size="xs" c="dimmed" className="sso-name">
        {t('connections.trace.request', { id: requestId })}
      </Text>
    </Stack>
  )
}
