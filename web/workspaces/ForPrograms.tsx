import { ActionIcon, Anchor, Code, CopyButton, Group, Stack, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Section } from '../shell/Section.tsx'
import { useHere } from './here.ts'

/** What a program needs to call the API of this workspace. */
export function ForPrograms() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  return (
    <Section title={t('settings.ids')} lead={t('settings.idsLead')}>
      <Copied label={t('settings.id')} value={workspace.id} />
      <Copied label={t('settings.api')} value={`${window.location.origin}/api`} />
      <Text size="sm">
        <Anchor href="/api/docs">{t('settings.apiDocs')}</Anchor>
      </Text>
    </Section>
  )
}

function Copied({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation()
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <Code fz="sm" style={{ overflowWrap: 'anywhere' }}>
          {value}
        </Code>
        <CopyButton value={value} timeout={3_000}>
          {({ copied, copy }) => (
            <ActionIcon
              variant="default"
              aria-label={copied ? t('common.copied') : t('settings.copyOf', { what: label })}
              onClick={copy}
            >
              {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            </ActionIcon>
          )}
        </CopyButton>
      </Group>
    </Stack>
  )
}
