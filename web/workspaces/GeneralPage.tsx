import { Badge, List, Stack, Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LeaveWorkspace } from '../members/LeaveWorkspace.tsx'
import { Page } from '../shell/Page.tsx'
import { Section } from '../shell/Section.tsx'
import { ForPrograms } from './ForPrograms.tsx'
import { useHere } from './here.ts'
import { NameForm } from './NameForm.tsx'

/** What a workspace is called, where it is, and what it includes. */
export function GeneralPage() {
  const { t } = useTranslation()
  const { workspace, me } = useHere()
  return (
    <Page
      title={t('frame.general')}
      actions={
        workspace.hipaaEligible && (
          <Badge variant="default" leftSection={<IconShieldCheck size={14} aria-hidden />}>
            {t('workspaces.hipaa')}
          </Badge>
        )
      }
    >
      <Stack gap="lg" maw={760}>
        <Section title={t('settings.name')}>
          <NameForm key={`${workspace.slug} ${workspace.name}`} />
        </Section>
        <Plan />
        <ForPrograms />
        {!me.visit && (
          <Section title={t('settings.leave')} lead={t('settings.leaveLead')}>
            <div>
              <LeaveWorkspace />
            </div>
          </Section>
        )}
      </Stack>
    </Page>
  )
}

/** What the plan can include and a person would look for here. */
const features = ['user-groups', 'label-scoped-grants', 'custom-roles', 'public-api', 'audit-trail'] as const

function Plan() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const { members, customLabels } = workspace.limits
  return (
    <Section title={t('settings.plan', { plan: workspace.planName })} lead={t('settings.planLead')}>
      <List size="sm" spacing={4}>
        <List.Item>
          {members === null ? t('settings.membersNoLimit') : t('settings.membersLimit', { count: members })}
        </List.Item>
        <List.Item>
          {customLabels === null
            ? t('settings.labelsNoLimit')
            : t('settings.labelsLimit', { count: customLabels })}
        </List.Item>
        {features
          .filter((feature) => workspace.features.includes(feature))
          .map((feature) => (
            <List.Item key={feature}>{t(`settings.features.${feature}`)}</List.Item>
          ))}
      </List>
      {workspace.hipaaEligible && <Text size="sm">{t('workspaces.hipaaText')}</Text>}
    </Section>
  )
}
