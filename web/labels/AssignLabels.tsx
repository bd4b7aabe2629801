import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labels as endpoints } from '../../contract/labels.ts'
import { useReply } from '../data.ts'
import { keysOf } from '../resources/label-columns.tsx'
import { capital } from '../resources/paths.ts'
import { type Resource, useResources } from '../resources/ResourceList.tsx'
import { useAddress } from '../shell/addresses.ts'
import { Listing } from '../shell/Listing.tsx'
import { SearchField } from '../shell/SearchField.tsx'
import { type ResourceType, useHere } from '../workspaces/here.ts'
import { ChooseAllFound } from './ChooseAllFound.tsx'
import { LabelAs } from './LabelAs.tsx'
import { LabelFilter } from './LabelFilter.tsx'
import { PendingChanges } from './PendingChanges.tsx'
import { idOfCarrier, label, PENDING_MAX, type Pending } from './pending.ts'
import { useAssignColumns } from './use-assign-columns.tsx'

type Chosen = ReadonlyMap<string, Resource>

interface Waiting {
  /** What is not saved yet. */
  pending: Pending
  setPending: (pending: Pending) => void
}

/** Puts labels on many resources: what is chosen is collected, looked at, and saved together. */
export function AssignLabels({ pending, setPending }: Waiting) {
  const { t } = useTranslation()
  const { types } = useHere()
  const [{ type: wanted }, setAddress] = useAddress()
  const [chosen, setChosen] = useState<Chosen>(new Map())
  const labelable = types.filter((type) => type.labelable)
  const type = labelable.find((one) => one.type.toLowerCase() === wanted) ?? labelable[0]
  if (!type) return <Text>{t('labels.nothingLabelable')}</Text>
  return (
    <Stack>
      <Group gap="sm">
        <Select
          size="sm"
          w={{ base: '100%', xs: 220 }}
          aria-label={t('labels.assignTo')}
          data={labelable.map((one) => ({
            value: one.type.toLowerCase(),
            label: t('labels.assignToType', { plural: capital(one.plural) }),
          }))}
          allowDeselect={false}
          value={type.type.toLowerCase()}
          onChange={(next) => {
            setChosen(new Map())
            setAddress({ type: next ?? '', q: '', labels: '' })
          }}
        />
        <SearchField label={t('resources.search', { plural: type.plural })} key={`search ${type.type}`} />
        <LabelFilter />
      </Group>
      <Carriers key={type.type} {...{ type, pending, setPending, chosen, setChosen }} />
      {/* What is chosen is as it was read, with the labels from before. */}
      <PendingChanges pending={pending} setPending={setPending} onSaved={() => setChosen(new Map())} />
    </Stack>
  )
}

interface Given extends Waiting {
  type: ResourceType
  chosen: Chosen
  setChosen: (chosen: Chosen) => void
}

/** The resources of one type with a column per key, and what is done with those that are chosen. */
function Carriers({ type, pending, setPending, chosen, setChosen }: Given) {
  const { t } = useTranslation()
  const pages = useResources(type)
  const known = useReply(endpoints.list, {}).data?.labels ?? []
  const columns = useAssignColumns(keysOf(known), pending)
  const isFull = new Set([...pending.keys(), ...chosen.keys()]).size > PENDING_MAX
  const choose = (ids: ReadonlySet<string>) => {
    const rows = new Map([...chosen.values(), ...(pages.rows ?? [])].map((row) => [idOfCarrier(row), row]))
    setChosen(new Map([...rows].filter(([id]) => ids.has(id))))
  }
  return (
    <>
      <Group gap="sm">
        <LabelAs
          known={known}
          count={chosen.size}
          type={type}
          isFull={isFull}
          onChoose={(key, value) => setPending(label(pending, chosen.values(), key, value))}
        />
        <Text size="sm" role="status">
          {isFull ? t('labels.tooMany', { count: PENDING_MAX }) : t('list.chosen', { count: chosen.size })}
        </Text>
        {chosen.size > 0 && (
          <Button size="xs" variant="default" onClick={() => setChosen(new Map())}>
            {t('list.chooseNone')}
          </Button>
        )}
        <ChooseAllFound
          type={type}
          total={pages.total ?? 0}
          chosenCount={chosen.size}
          shownCount={pages.rows?.length ?? 0}
          onChoose={(rows) => setChosen(new Map(rows.map((row) => [idOfCarrier(row), row])))}
        />
      </Group>
      <Listing
        caption={capital(type.plural)}
        pages={pages}
        columns={columns}
        idOf={idOfCarrier}
        empty={<Text ta="center">{t('labels.noneToLabel', { plural: type.plural })}</Text>}
        chosen={{ ids: new Set(chosen.keys()), set: choose, nameOf: ({ name }) => name }}
      />
    </>
  )
}
