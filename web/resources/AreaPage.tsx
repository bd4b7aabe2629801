import { Tabs } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAddress } from '../shell/addresses.ts'
import { Page } from '../shell/Page.tsx'
import { type Area, areasOf } from '../workspaces/areas.ts'
import { useHere } from '../workspaces/here.ts'
import { NothingHere } from './NothingHere.tsx'
import { capital } from './paths.ts'
import { ResourceList } from './ResourceList.tsx'

/** The resources of one area of the catalog that the person may see, by their types. */
export function AreaPage() {
  const { t } = useTranslation()
  const { area: id } = useParams({ strict: false })
  const { types } = useHere()
  const area = areasOf(types).find((one) => one.id === id)
  if (!area) return <NoSuchArea />
  return (
    <Page title={area.name} lead={t('resources.areaLead')}>
      <Types area={area} key={area.id} />
    </Page>
  )
}

function NoSuchArea() {
  const { t } = useTranslation()
  return (
    <Page title={t('common.notFoundTitle')}>
      <NothingHere />
    </Page>
  )
}

function Types({ area: { types, name } }: { area: Area }) {
  const [{ tab }, setAddress] = useAddress()
  const [first] = types
  const open = types.find(({ type }) => type.toLowerCase() === tab) ?? first
  if (!open) return null
  if (types.length === 1) return <ResourceList type={open} />
  return (
    <Tabs
      value={open.type.toLowerCase()}
      onChange={(wanted) => setAddress({ tab: wanted ?? '', q: '', labels: '' })}
      keepMounted={false}
    >
      <Tabs.List aria-label={name} mb="lg">
        {types.map(({ type, plural }) => (
          <Tabs.Tab key={type} value={type.toLowerCase()}>
            {capital(plural)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {types.map((type) => (
        <Tabs.Panel key={type.type} value={type.type.toLowerCase()}>
          <ResourceList type={type} key={type.type} />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
