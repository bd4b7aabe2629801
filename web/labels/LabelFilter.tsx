import { MultiSelect } from '@mantine/core'
import { IconTag } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { labels as endpoints } from '../../contract/labels.ts'
import { useReply } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'

const SHOWN_MAX = 100

/** The labels that a list is filtered by: all of them must be there. They stand in the address with commas, which no label contains. */
export function useLabelFilter(): [labels: string[], set: (labels: string[]) => void] {
  const [{ labels = '' }, setAddress] = useAddress()
  return [labels === '' ? [] : labels.split(','), (wanted) => setAddress({ labels: wanted.join(',') })]
}

/** Chooses the labels that must all be on what a list shows. */
export function LabelFilter() {
  const { t } = useTranslation()
  const [wanted, setWanted] = useLabelFilter()
  const known = useReply(endpoints.list, {}).data?.labels ?? []
  const names = known.map(({ key, value }) => `${key}:${value}`)
  return (
    <MultiSelect
      size="sm"
      w={{ base: '100%', xs: 280 }}
      aria-label={t('labels.filter')}
      placeholder={wanted.length === 0 ? t('labels.filter') : ''}
      leftSection={<IconTag size={16} aria-hidden />}
      searchable
      clearable
      limit={SHOWN_MAX}
      nothingFoundMessage={t('list.noneFound')}
      clearButtonProps={{ 'aria-label': t('list.clear') }}
      data={[...new Set([...names, ...wanted])]}
      value={wanted}
      onChange={setWanted}
    />
  )
}
