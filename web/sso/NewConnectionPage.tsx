import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Page } from '../shell/Page.tsx'
import { PlanNotice } from '../shell/PlanNotice.tsx'
import { useMay } from '../workspaces/here.ts'
import { NewConnection } from './NewConnection.tsx'
import { usePlace } from './place.ts'
import './sso.css'

/** The first step of a connection, in the settings of a workspace. */
export function NewConnectionPage() {
  const { t } = useTranslation()
  const may = useMay()
  const { base, has } = usePlace()
  return (
    <Page
      title={t('connections.new.title')}
      lead={t('connections.new.lead')}
      back={{ to: base, text: t('connections.all') }}
    >
      <PlanNotice feature="sso" />
      {!may(connections.create) && <ClosedDoor call={connections.create} />}
      {may(connections.create) && has('sso') && <NewConnection />}
    </Page>
  )
}
