import { Button, Checkbox, Group, Paper, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resources } from '../../contract/resources.ts'
import { useReply } from '../data.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { type ResourceType, useHere } from '../workspaces/here.ts'
import type { ResourceKey } from './draft.ts'
import { ResourceLine } from './ResourceLine.tsx'
import { type RoleOnOffer, typesOf } from './roles.ts'
import { useScopeWords } from './words.ts'

interface Given {
  role: RoleOnOffer
  value: ResourceKey[]
  onChange: (resources: ResourceKey[]) => void
}

/** How many resources are on the page; a grant can name no more than this (contract/grants.ts). */
const LOADED_MAX = 1_000
const SHOWN_AT_FIRST = 100

/** Chooses single resources by hand. */
export function ListScope({ role, value, onChange }: Given) {
  const { t } = useTranslation()
  const { types } = useHere()
  const words = useScopeWords()
  const own = typesOf(role, types)
  const [typeName, setTypeName] = useState(own[0]?.type)
  const type = own.find((one) => one.type === typeName)
  return (
    <Stack gap="sm">
      {own.length > 1 && (
        <SegmentedControl
          value={typeName ?? ''}
          onChange={setTypeName}
          data={own.map((one) => ({ value: one.type, label: one.plural }))}
        />
      )}
      {type && <Picker key={type.type} type={type} value={value} onChange={onChange} />}
      <Text size="sm" role="status">
        {value.length > 0 ? t('grants.chosen', { counted: words.countedAll(value) }) : t('grants.chosenNone')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('grants.noFuture')}
      </Text>
    </Stack>
  )
}

function Picker({ type, value, onChange }: Omit<Given, 'role'> & { type: ResourceType }) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState(SHOWN_AT_FIRST)
  const [wanted] = useDebouncedValue(search.trim(), 250)
  const query = { type: type.type, search: wanted, pagination: { count: LOADED_MAX } }
  const found = useReply(resources.list, { query }, { keep: true })
  const isChosen = (id: string) => value.some((one) => isSame(one, type, id))
  const without = (ids: ReadonlySet<string>) => value.filter((one) => !(isOf(one, type) && ids.has(one.id)))
  const toggle = (id: string) =>
    onChange(isChosen(id) ? without(new Set([id])) : [...value, { type: type.type, id }])
  const chooseAll = (ids: string[]) =>
    onChange([...without(new Set(ids)), ...ids.map((id) => ({ type: type.type, id }))])
  return (
    <>
      <TextInput
        size="sm"
        aria-label={t('grants.searchResources', { what: type.plural })}
        placeholder={t('grants.searchResources', { what: type.plural })}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        maxLength={255}
      />
      <Waiting on={found}>
        {({ resources: some, pagination: { totalEntries = some.length } }) => (
          <>
            <Tools
              count={totalEntries}
              isTooMany={totalEntries > some.length}
              isAll={some.length > 0 && some.every(({ id }) => isChosen(id))}
              onAll={() => chooseAll(some.map(({ id }) => id))}
              onNone={() => onChange(without(new Set(some.map(({ id }) => id))))}
            />
            {some.length > 0 && (
              <Paper withBorder radius="md" className="match-list">
                <ul className="plain-list">
                  {some.slice(0, shown).map((resource) => (
                    <li key={resource.id}>
                      <Checkbox
                        checked={isChosen(resource.id)}
                        onChange={() => toggle(resource.id)}
                        label={<ResourceLine name={resource.name} labels={resource.labels} />}
                      />
                    </li>
                  ))}
                  {some.length > shown && (
                    <li>
                      <Button size="compact-sm" variant="subtle" onClick={() => setShown(LOADED_MAX)}>
                        {t('common.more')}
                      </Button>
                    </li>
                  )}
                </ul>
              </Paper>
            )}
          </>
        )}
      </Waiting>
    </>
  )
}

interface ToolsGiven {
  count: number
  isTooMany: boolean
  isAll: boolean
  onAll: () => void
  onNone: () => void
}

function Tools({ count, isTooMany, isAll, onAll, onNone }: ToolsGiven) {
  const { t } = useTranslation()
  if (count === 0) return <Text size="sm">{t('list.noneFound')}</Text>
  return (
    <Group justify="space-between">
      <Text size="sm" c="dimmed" role="status">
        {t('grants.found', { count })}
      </Text>
      {isTooMany ? (
        <Text size="sm" c="dimmed">
          {t('grants.tooMany', { count: LOADED_MAX })}
        </Text>
      ) : (
        <Button size="compact-sm" variant="default" onClick={isAll ? onNone : onAll}>
          {isAll ? t('grants.noneOfFound') : t('grants.allFound', { count })}
        </Button>
      )}
    </Group>
  )
}

function isOf(one: ResourceKey, type: ResourceType): boolean {
  return one.type.toUpperCase() === type.type
}

function isSame(one: ResourceKey, type: ResourceType, id: string): boolean {
  return isOf(one, type) && one.id === id
}
