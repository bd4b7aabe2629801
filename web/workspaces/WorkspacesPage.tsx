import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { Confined } from '../account/Confined.tsx'
import { useReply } from '../data.ts'
import { usePageTitle } from '../shell/Outside.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { NewWorkspace } from './NewWorkspace.tsx'

/** The workspaces that the person belongs to, and a way to open one. */
export function WorkspacesPage() {
  const { t } = useTranslation()
  const [isOpening, setOpening] = useState(false)
  const list = useReply(workspaces.listMine, { query: {} })
  const isConfined = useReply(account.get, {}).data?.account.session.confined ?? false
  usePageTitle(t('workspaces.title'))
  return (
    <Stack maw={640} mx="auto">
      <Group justify="space-between">
        <Title order={1} size="h2">
          {t('workspaces.title')}
        </Title>
        {!isConfined && (
          <Button variant="default" onClick={() => setOpening(true)}>
            {t('workspaces.create')}
          </Button>
        )}
      </Group>
      <Waiting on={list}>
        {(data) => (
          <Stack component="ul" className="plain-list" gap="sm">
            {data.workspaces.length === 0 && <Text component="li">{t('workspaces.none')}</Text>}
            {data.workspaces.map(({ id, slug, name, isOwner }) => (
              <li key={id} style={{ padding: 0, border: 0 }}>
                <Link to="/w/$slug" params={{ slug }} style={{ color: 'inherit', textDecoration: 'none' }}>
                  <Paper className="workspace-link" withBorder radius="lg" p="md">
                    <div className="row">
                      <div>
                        <Text fw={600}>{name}</Text>
                        <Text size="sm" c="dimmed">
                          /w/{slug}
                        </Text>
                      </div>
                      <Badge variant="default">{t(isOwner ? 'workspaces.owner' : 'workspaces.member')}</Badge>
                    </div>
                  </Paper>
                </Link>
              </li>
            ))}
          </Stack>
        )}
      </Waiting>
      {isConfined && <Confined />}
      {isOpening && <NewWorkspace onClose={() => setOpening(false)} />}
    </Stack>
  )
}
