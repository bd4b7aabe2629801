import { Button, Select, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type EventName, events } from '../../contract/events.ts'
import { type SearchName, useAddress } from '../shell/addresses.ts'
import { ActorFilter } from './ActorFilter.tsx'
import { type AuditEvent, subjectOf } from './event.ts'
import { filterNames } from './filters.ts'
import { titleOf } from './sentence.ts'

interface Given {
  isFiltered: boolean
  /** The newest event of those shown: it knows the names of what it is narrowed to. */
  newest: AuditEvent | undefined
}

/** What the trail is filtered by. All of it stands in the address. */
export function AuditFilters({ isFiltered, newest }: Given) {
  const { t } = useTranslation()
  const [address, setAddress] = useAddress()
  const clear = () => setAddress(Object.fromEntries(filterNames.map((name) => [name, undefined])))
  const kinds = Object.entries(t('audit.kinds', { returnObjects: true }))
  return (
    <search className="audit-filters" aria-label={t('audit.filters')}>
      <Filter name="event" label={t('audit.event')} data={useEventOptions()} isWide />
      <ActorFilter newest={newest} />
      <Filter
        name="type"
        label={t('audit.about')}
        data={kinds.map(([value, label]) => ({ value, label }))}
        // One thing is of one type: with another type, nothing would be found.
        more={{ resource: undefined }}
      />
      <Day name="from" label={t('audit.from')} />
      <Day name="until" label={t('audit.until')} />
      {address.resource && (
        <Only
          text={t('audit.onlyAbout', { name: newest ? subjectOf(newest) : address.resource })}
          onClear={() => setAddress({ resource: undefined })}
        />
      )}
      {address.inNameOf && (
        <Only
          text={t('audit.onlyInNameOf', { name: newest?.onBehalfOf?.name ?? address.inNameOf })}
          onClear={() => setAddress({ inNameOf: undefined })}
        />
      )}
      {isFiltered && (
        <Button variant="subtle" size="sm" onClick={clear}>
          {t('list.clear')}
        </Button>
      )}
    </search>
  )
}

/** What a link narrowed the trail to: pressed, it is wider again. */
function Only({ text, onClear }: { text: string; onClear: () => void }) {
  return (
    <Button
      variant="light"
      size="sm"
      maw="100%"
      rightSection={<IconX size={14} aria-hidden />}
      onClick={onClear}
    >
      <bdi>{text}</bdi>
    </Button>
  )
}

interface OfFilter {
  name: SearchName
  label: string
  data: React.ComponentProps<typeof Select>['data']
  more?: Partial<Record<SearchName, undefined>>
  isWide?: boolean
}

function Filter({ name, label, data, more = {}, isWide = false }: OfFilter) {
  const { t } = useTranslation()
  const [address, setAddress] = useAddress()
  return (
    <Select
      size="sm"
      label={label}
      placeholder={t('audit.everything')}
      data={data ?? []}
      value={address[name] ?? null}
      onChange={(value) => setAddress({ ...more, [name]: value ?? undefined })}
      searchable
      nothingFoundMessage={t('list.noneFound')}
      clearable
      clearButtonProps={{ 'aria-label': t('audit.clearOne', { what: label }) }}
      className={isWide ? 'is-wide' : ''}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
    />
  )
}

function Day({ name, label }: { name: 'from' | 'until'; label: string }) {
  const [address, setAddress] = useAddress()
  return (
    <TextInput
      type="date"
      size="sm"
      label={label}
      value={address[name] ?? ''}
      onChange={(event) => setAddress({ [name]: event.currentTarget.value })}
    />
  )
}

/** Every event there is, under what it is about. */
function useEventOptions() {
  const { t } = useTranslation()
  // The keys of the events are their names.
  const names = Object.keys(events) as EventName[]
  const kinds = Map.groupBy(names, (name) => events[name].on)
  return [...kinds].map(([kind, some]) => ({
    group: t(`audit.kinds.${kind}`),
    items: some.map((name) => ({ value: name, label: titleOf(name, t) })),
  }))
}
