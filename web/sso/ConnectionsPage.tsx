import { Button, Stack } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useReply } from '../data.ts'
import { Empty } from '../shell/Empty.tsx'
import { PlanNotice } from '../shell/PlanNotice.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { AuthenticationFrame } from './AuthenticationFrame.tsx'
import { ConnectionCard } from './ConnectionCard.tsx'
import { usePlace } from './place.ts'
import { SetUpLinks } from './SetUpLinks.tsx'
import './sso.css'

/** The connections of a workspace to identity providers, in its settings. */
export function ConnectionsPage() {
  return (
    <AuthenticationFrame>
      <PlanNotice feature="sso" />
      <Stack gap="lg" maw={760}>
        <Connections />
        <SetUpLinks />
      </Stack>
    </AuthenticationFrame>
  )
}

/** The connections, and how another is added. */
export function Connections() {
  const { t } = useTranslation()
  const list = useReply(connections.list, { query: {} })
  return (
    <Waiting on={list}>
      {({ connections: all }) =>
        all.length === 0 ? (
          <Empty
            icon={IconPlugConnected}
            title={t('connections.emptyTitle')}
            text={t('connections.emptyText')}
            action={<Add />}
          />
        ) : (
          <Stack gap="md">
            <ul className="sso-list" aria-label={t('sso.connectionsTab')}>
              {all.map((one) => (
                <ConnectionCard key={one.id} connection={one} others={all.length - 1} />
              ))}
            </ul>
            <div>
              <Add />
            </div>
          </Stack>
        )
      }
    </Waiting>
  )
}

function Add() {
  const { t } = useTranslation()
  const { base, has } = usePlace()
  if (!has('sso')) return null
  return (
    <Button
      leftSection={<IconPlus size={18} aria-hidden />}
      renderRoot={(props) => <Link to={`${base}/new`} {...props} />}
    >
      {t('connections.add')}
    </Button>
  )
}
