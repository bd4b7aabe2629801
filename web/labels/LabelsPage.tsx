import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resources } from '../../contract/resources.ts'
import { AskBeforeLeaving } from '../members/AskBeforeLeaving.tsx'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Page } from '../shell/Page.tsx'
import { useMay } from '../workspaces/here.ts'
import { AssignLabels } from './AssignLabels.tsx'
import type { Pending } from './pending.ts'
import { ViewLabels } from './ViewLabels.tsx'

/** The labels of the workspace: which there are and what uses them, and putting them on resources. */
export function LabelsPage() {
  const { t } = useTranslation()
  const may = useMay()
  const [{ tab }, setAddress] = useAddress()
  // Here, because it outlives a look at the other tab.
  const [pending, setPending] = useState<Pending>(new Map())
  const open = tab === 'assign' ? 'assign' : 'view'
  const change = (wanted: string | null) =>
    setAddress({ tab: wanted === 'assign' ? 'assign' : '', q: '', labels: '', show: '', type: '' })
  return (
    <Page title={t('labels.title')} lead={t('labels.lead')}>
      <Tabs value={open} onChange={change} keepMounted={false}>
        <Tabs.List aria-label={t('labels.title')} mb="lg">
          <Tabs.Tab value="view">{t('labels.view')}</Tabs.Tab>
          <Tabs.Tab value="assign">{t('labels.assign')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="view">
          <ViewLabels />
        </Tabs.Panel>
        <Tabs.Panel value="assign">
          {may(resources.assignLabels) ? (
            <AssignLabels pending={pending} setPending={setPending} />
          ) : (
            <ClosedDoor call={resources.assignLabels} />
          )}
        </Tabs.Panel>
      </Tabs>
      <AskBeforeLeaving isChanged={pending.size > 0} text={t('labels.leave', { count: pending.size })} />
    </Page>
  )
}
