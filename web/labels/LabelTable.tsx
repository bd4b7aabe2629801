import { Badge, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { labels as endpoints } from '../../contract/labels.ts'
import { labelText } from '../grants/draft.ts'
import { type Column, ListTable } from '../shell/ListTable.tsx'
import { Opener } from '../shell/Opener.tsx'
import { Section } from '../shell/Section.tsx'
import { useMay } from '../workspaces/here.ts'
import { DeleteLabel } from './DeleteLabel.tsx'
import { LabelChip } from './LabelChip.tsx'
import type { ShownLabel } from './shown-label.ts'
import { useCountWords } from './use-count-words.ts'

/** The labels of one key. */
export function LabelTable({ name, labels }: { name: string; labels: readonly ShownLabel[] }) {
  const { t } = useTranslation()
  const columns = useColumns(labels.some(({ counts }) => counts))
  return (
    <Section title={name}>
      <ListTable
        caption={t('labels.ofKey', { key: name })}
        rows={labels}
        columns={columns}
        idOf={(label) => labelText(label)}
      />
    </Section>
  )
}

function useColumns(knowsUses: boolean): Column<ShownLabel>[] {
  const { t } = useTranslation()
  const mayDelete = useMay()(endpoints.delete)
  const uses: Column<ShownLabel> = {
    id: 'uses',
    title: t('labels.usedBy'),
    width: '28%',
    cell: (label) => <Uses label={label} />,
  }
  const actions: Column<ShownLabel> = {
    id: 'actions',
    title: t('labels.actions'),
    isPlain: true,
    width: 100,
    cell: (label) => <DeleteLabel label={label} />,
  }
  return [
    { id: 'label', title: t('labels.label'), width: '32%', cell: (label) => <Name label={label} /> },
    ...(knowsUses ? [uses] : []),
    {
      id: 'description',
      title: t('labels.description'),
      cell: ({ description }) =>
        description === '' ? null : (
          <Text size="sm" dir="auto" lineClamp={3}>
            {description}
          </Text>
        ),
    },
    ...(mayDelete ? [actions] : []),
  ]
}

function Name({ label }: { label: ShownLabel }) {
  const { t } = useTranslation()
  return (
    <Group gap={6}>
      <LabelChip label={label} />
      {label.builtIn && <Badge variant="default">{t('labels.builtIn')}</Badge>}
    </Group>
  )
}

function Uses({ label }: { label: ShownLabel }) {
  const { t } = useTranslation()
  const words = useCountWords()
  const said = label.counts ? words(label.counts) : ''
  if (said === '')
    return (
      <Text size="sm" c="dimmed">
        {t('labels.unused')}
      </Text>
    )
  return (
    <Opener of={labelText(label)}>
      <Text size="sm" td="underline">
        {said}
      </Text>
    </Opener>
  )
}
