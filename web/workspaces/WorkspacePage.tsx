import { Anchor, Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { useReply, WorkspaceSlug } from '../data.ts'
import { usePageTitle } from '../shell/Outside.tsx'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'

const closed = new Set(['not-allowed', 'not-found', 'not-signed-in'])

/** A workspace, for those who may enter it; the others are told what is in the way. */
export function WorkspacePage() {
  const { slug } = useParams({ strict: false })
  return (
    <WorkspaceSlug value={slug ?? null}>
      <Entrance slug={slug ?? ''} />
    </WorkspaceSlug>
  )
}

function Entrance({ slug }: { slug: string }) {
  // The frame around this page has seen that the person is signed in: what is refused here is the workspace.
  const workspace = useReply(workspaces.get, {}, { strangers: true })
  const code = workspace.error instanceof Refused ? workspace.error.code : ''
  usePageTitle(workspace.data?.workspace.name ?? slug)
  if (code === 'mfa-required') return <MfaFirst slug={slug} />
  if (closed.has(code)) return <Closed />
  return <Waiting on={workspace}>{(data) => <Shown workspace={data.workspace} />}</Waiting>
}

function Shown({ workspace }: { workspace: Reply<typeof workspaces.get>['workspace'] }) {
  const { t } = useTranslation()
  const { name, planName, hipaaEligible } = workspace
  return (
    <Stack>
      <Group gap="sm">
        <Title order={1} size="h2">
          {name}
        </Title>
        {hipaaEligible && (
          <Badge
            variant="default"
            leftSection={<IconCheck size={16} color="var(--mantine-color-green-6)" aria-hidden />}
          >
            {t('workspaces.hipaa')}
          </Badge>
        )}
      </Group>
      {hipaaEligible && <Text size="sm">{t('workspaces.hipaaText')}</Text>}
      <Text c="dimmed">{t('workspaces.plan', { plan: planName })}</Text>
    </Stack>
  )
}

function MfaFirst({ slug }: { slug: string }) {
  const { t } = useTranslation()
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('workspaces.mfaTitle')}
      </Title>
      <Section title={t('account.twoStep')} lead={t('workspaces.mfaText', { slug })}>
        <div>
          <Button renderRoot={(props) => <Link to="/account/security" {...props} />}>
            {t('workspaces.mfaSubmit')}
          </Button>
        </div>
      </Section>
    </Stack>
  )
}

function Closed() {
  const { t } = useTranslation()
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('workspaces.closedTitle')}
      </Title>
      <Text>{t('workspaces.closedText')}</Text>
      <Text>
        <Anchor renderRoot={(props) => <Link to="/workspaces" {...props} />}>{t('common.home')}</Anchor>
      </Text>
    </Stack>
  )
}
