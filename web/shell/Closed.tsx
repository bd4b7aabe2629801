import { Paper, Stack, Text, Title } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { AskForAccess } from '../requests/AskForAccess.tsx'
import { type DoorOf, useExplained } from '../requests/request.ts'
import { WhatHelps } from './WhatHelps.tsx'

interface Given {
  title: string
  door: DoorOf
}

/** A closed door: what is missing, which role would open it, who can grant that, and the way to ask them. */
export function Closed({ title, door }: Given) {
  const { t } = useTranslation()
  const said = useExplained(door).data
  return (
    <Paper withBorder radius="lg" p="xl">
      <Stack gap="sm" align="start">
        <IconLock size={32} aria-hidden />
        <Title order={2} size="h3">
          {title}
        </Title>
        <Text>{t('frame.missing', { what: door.what })}</Text>
        {said && <WhatHelps said={said} what={door.what} />}
        <AskForAccess door={door} />
      </Stack>
    </Paper>
  )
}
