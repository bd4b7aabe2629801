import { Badge, Group, Stack, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { decisions } from '../../contract/decisions.ts'
import { useReply } from '../data.ts'
import { Page } from '../shell/Page.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { AreaCards } from './AreaCards.tsx'
import { Hints } from './Hints.tsx'
import { useHere } from './here.ts'
import { TeamCounts } from './TeamCounts.tsx'
import { YourRoles } from './YourRoles.tsx'

/** Where a workspace begins: who the person is in it, what they see of it, and for those who run it how it stands. */
export function HomePage() {
  const { t } = useTranslation()
  const { workspace, me } = useHere()
  const access = useReply(decisions.accessOfUser, { params: { userId: me.id } })
  return (
    <Page title={workspace.name} lead={<About />}>
      <Waiting on={access}>
        {(mine) => (
          <Stack gap="lg">
            <YourRoles access={mine} />
            <AreaCards access={mine} />
          </Stack>
        )}
      </Waiting>
      <TeamCounts />
      <Hints />
      {workspace.hipaaEligible && (
        <Text size="sm" c="dimmed">
          {t('workspaces.hipaaText')}
        </Text>
      )}
    </Page>
  )
}

function About() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  return (
    <Group gap="sm" component="span">
      {t('workspaces.plan', { plan: workspace.planName })}
      {workspace.hipaaEligible && (
        <Badge
          variant="default"
          leftSection={<IconCheck size={16} color="var(--mantine-color-green-6)" aria-hidden />}
        >
          {t('workspaces.hipaa')}
        </Badge>
      )}
    </Group>
  )
}
