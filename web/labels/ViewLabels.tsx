import { Group, Paper, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconTag } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { labels as endpoints } from '../../contract/labels.ts'
import { useReply } from '../data.ts'
import { labelText } from '../grants/draft.ts'
import { keyOfLabels, keysOf } from '../resources/label-columns.tsx'
import { useAddress } from '../shell/addresses.ts'
import { Empty } from '../shell/Empty.tsx'
import { Pager } from '../shell/Listing.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { usePagesOf } from '../shell/pages.ts'
import { SearchField } from '../shell/SearchField.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere, useMay } from '../workspaces/here.ts'
import { CreateLabel } from './CreateLabel.tsx'
import { LabelPanel } from './LabelPanel.tsx'
import { LabelTable } from './LabelTable.tsx'
import type { ShownLabel } from './shown-label.ts'

/** All labels by key, with what uses them for those who may create and delete labels. */
export function ViewLabels() {
  const may = useMay()
  const knowsUses = may(endpoints.usage)
  const used = useReply(endpoints.usage, {}, { enabled: knowsUses })
  const plain = useReply(endpoints.list, {}, { enabled: !knowsUses })
  return knowsUses ? (
    <Waiting on={used}>{({ labels }) => <Shown labels={labels} />}</Waiting>
  ) : (
    <Waiting on={plain}>{({ labels }) => <Shown labels={labels} />}</Waiting>
  )
}

function Shown({ labels }: { labels: ShownLabel[] }) {
  const { t } = useTranslation()
  const [{ q = '', show }] = useAddress()
  const found = labels
    .filter((label) => labelText(label).toLowerCase().includes(q.toLowerCase()))
    .sort((one, other) => keyOfLabels(one.key).localeCompare(keyOfLabels(other.key)))
  const pages = usePagesOf(q, found)
  const byKey = Map.groupBy(pages.rows ?? [], ({ key }) => keyOfLabels(key))
  const open = labels.find((label) => labelText(label) === show && label.counts)
  return (
    <Stack>
      <div className="row">
        <SearchField label={t('labels.search')} />
        <Create labels={labels} />
      </div>
      <div className="beside" data-open={open !== undefined}>
        <Stack miw={0}>
          {found.length === 0 && (
            <Paper withBorder radius="lg" p="xl">
              {q === '' ? (
                <Empty icon={IconTag} title={t('labels.noneTitle')} text={t('labels.noneText')} />
              ) : (
                <Text ta="center">{t('list.noneFound')}</Text>
              )}
            </Paper>
          )}
          {[...byKey].map(([key, ofKey]) => (
            <LabelTable key={key} name={ofKey[0]?.key ?? key} labels={ofKey} />
          ))}
          {found.length > 0 && <Pager pages={pages} />}
        </Stack>
        {open && <LabelPanel label={open} />}
      </div>
    </Stack>
  )
}

function Create({ labels }: { labels: readonly ShownLabel[] }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const [isOpen, { open, close }] = useDisclosure(false)
  const limit = workspace.limits.customLabels
  const used = labels.filter(({ builtIn }) => builtIn === false).length
  const isFull = limit !== null && used >= limit
  return (
    <Group gap="sm">
      {limit !== null && labels.some(({ counts }) => counts) && (
        <Text size="sm" c="dimmed">
          {t('labels.used', { used, limit })}
        </Text>
      )}
      <MayButton
        call={endpoints.create}
        refusal={isFull ? t('labels.full', { limit, plan: workspace.planName }) : null}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={open}
      >
        {t('labels.create')}
      </MayButton>
      <CreateLabel isOpen={isOpen} onClose={close} keys={keysOf(labels)} />
    </Group>
  )
}
