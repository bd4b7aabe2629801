import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { ActiveSwitch } from './ActiveSwitch.tsx'
import { ConnectionFacts } from './ConnectionFacts.tsx'
import { ProviderIcon } from './ProviderIcon.tsx'
import { type Connection, pageOf, usePlace } from './place.ts'

/** One connection of the list: what it is, and whether people sign in by it. */
export function ConnectionCard({ connection, others }: { connection: Connection; others: number }) {
  const { t } = useTranslation()
  const place = usePlace()
  const { id, name, kind, provider } = connection
  return (
    <Paper component="li" withBorder radius="lg" p={{ base: 'md', xs: 'lg' }}>
      <Stack gap="sm">
        <Group justify="space-between" align="start" gap="sm">
          <Group gap="sm" wrap="nowrap" className="sso-who">
            <ProviderIcon provider={provider} />
            <div className="sso-who">
              <Text fw={650} className="sso-name" lineClamp={3}>
                <Link to={pageOf(place, id)}>
                  <bdi>{name}</bdi>
                </Link>
              </Text>
              <Text size="sm" c="dimmed">
                {t(`connections.kind.${kind}`)} · {t(`connections.provider.${provider}`)}
              </Text>
            </div>
          </Group>
          <ActiveSwitch connection={connection} />
        </Group>
        <ConnectionFacts connection={connection} />
        <Standard connection={connection} others={others} />
      </Stack>
    </Paper>
  )
}

function Standard({ connection, others }: { connection: Connection; others: number }) {
  const { t } = useTranslation()
  const { isLink } = usePlace()
  const make = useCall(connections.makeDefault)
  const { id, name, isActive, isDefault } = connection
  if (isDefault) {
    return (
      <Group gap="xs">
        <Badge variant="default">{t('connections.isDefault')}</Badge>
        <Text size="sm" c="dimmed">
          {t('connections.defaultText')}
        </Text>
      </Group>
    )
  }
  if (!isActive || others === 0 || isLink) return null
  return (
    <div>
      <Button
        size="xs"
        variant="default"
        aria-label={t('connections.makeDefaultOf', { name })}
        loading={make.isPending}
        onClick={() => make.mutate({ params: { connectionId: id } })}
      >
        {t('connections.makeDefault')}
      </Button>
      <Refusal error={make.error} />
    </div>
  )
}
