import { Paper, Stack, Text, Title } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { decisions } from '../../contract/decisions.ts'
import { useReply } from '../data.ts'
import { WhatHelps } from '../shell/WhatHelps.tsx'
import { type ResourceType, useHere } from '../workspaces/here.ts'
import { readActionOf } from './capacity.ts'

interface Given {
  type: ResourceType
  /** Without it, the door is that of all resources of the type. */
  resourceId?: string
  title: string
}

/** In place of resources that a person may not see: which role would open them, and whom to ask. */
export function Door({ type, resourceId, title }: Given) {
  const { t } = useTranslation()
  const said = useExplanation(type, resourceId).data
  const says = type.actions.find(({ name }) => name === readActionOf(type))?.says
  return (
    <Paper withBorder radius="lg" p="xl">
      <Stack gap="sm" align="start">
        <IconLock size={32} aria-hidden />
        <Title order={2} size="h3">
          {title}
        </Title>
        {says && <Text>{t('frame.missing', { what: says })}</Text>}
        {said && <WhatHelps said={said} what={says ?? title} />}
      </Stack>
    </Paper>
  )
}

/** Why the person may or may not see a resource, or all resources of a type. */
export function useExplanation(type: ResourceType | undefined, resourceId?: string, isAsked = true) {
  const { me } = useHere()
  const action = type && readActionOf(type)
  const resource = { type: type?.type ?? '', ...(resourceId !== undefined && { id: resourceId }) }
  const body = { subject: { type: me.kind, id: me.id }, action: { name: action ?? '' }, resource }
  return useReply(decisions.explain, { body }, { enabled: isAsked && action !== undefined })
}
