import { Paper, Stack, Text, Title } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { decisions } from '../../contract/decisions.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { useReply } from '../data.ts'
import { useHere, useNeeds } from '../workspaces/here.ts'
import { WhatHelps } from './WhatHelps.tsx'

interface Given {
  /** The endpoint without which there is nothing to show. */
  call: Endpoint
  /** The resource that it is about, where it is about one. */
  resourceId?: string
}

/** In place of what a person may not see: what is missing, which role would give it, and who can grant that. */
export function ClosedDoor({ call, resourceId }: Given) {
  const { t } = useTranslation()
  const needs = useNeeds()
  return (
    <Paper withBorder radius="lg" p="xl">
      <Stack gap="sm" align="start">
        <IconLock size={32} aria-hidden />
        <Title order={2} size="h3">
          {t('frame.closedTitle')}
        </Title>
        <Text>{t('frame.missing', { what: needs(call) })}</Text>
        {call.access.kind === 'can' && (
          <WhoHelps access={call.access} resourceId={resourceId} what={needs(call)} />
        )}
      </Stack>
    </Paper>
  )
}

type Can = Extract<Endpoint['access'], { kind: 'can' }>

interface Missing {
  access: Can
  resourceId: string | undefined
  what: string
}

function WhoHelps({ access, resourceId, what }: Missing) {
  const { me, workspace } = useHere()
  const type = access.on?.type ?? 'workspace'
  const id = type === 'workspace' ? workspace.id : resourceId
  const said = useReply(decisions.explain, {
    body: {
      subject: { type: me.kind, id: me.id },
      action: { name: access.action },
      resource: id === undefined ? { type } : { type, id },
    },
  }).data
  return said ? <WhatHelps said={said} what={what} /> : null
}
