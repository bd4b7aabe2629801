import { Anchor, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Copied } from '../shell/Copied.tsx'
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
