import { Button, CloseButton, Collapse, Group, Paper, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { resources } from '../../contract/resources.ts'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import { find, keysOf } from '../resources/label-columns.tsx'
import { Progressing } from '../shell/Progressing.tsx'
import { batchesOf, type LabelName, type Pending, withoutSaved } from './pending.ts'
import { type Assigning, useAssigning } from './use-assigning.ts'
import './labels.css'

const LISTED_MAX = 50

interface Given {
  pending: Pending
  setPending: (pending: Pending) => void
}

/** What is chosen and not saved yet: to be looked at, taken back, or saved after a look at who gains or loses access. */
export function PendingChanges({ pending, setPending, onSaved }: Given & { onSaved: () => void }) {
  const { t } = useTranslation()
  const [isOpen, { toggle }] = useDisclosure(false)
  const assigning = useAssigning((saved) => {
    if (saved.length === 0) return
    setPending(withoutSaved(pending, saved))
    onSaved()
  })
  if (pending.size === 0 && !assigning.batches) return null
  return (
    <Paper
      component="section"
      aria-label={t('labels.pending', { count: pending.size })}
      withBorder
      shadow="md"
      radius="lg"
      p="md"
      className="pending-labels"
    >
      <div className="row">
        <Text fw={650} role="status">
          {t('labels.pending', { count: pending.size })}
        </Text>
        <Group gap="sm">
          <Button size="sm" variant="default" aria-expanded={isOpen} onClick={toggle}>
            {t(isOpen ? 'labels.hidePending' : 'labels.showPending')}
          </Button>
          <Button size="sm" variant="default" onClick={() => setPending(new Map())}>
            {t('labels.discard')}
          </Button>
          <Button size="sm" onClick={() => assigning.begin(batchesOf(pending))}>
            {t('labels.review')}
          </Button>
        </Group>
      </div>
      <Collapse expanded={isOpen}>
        <PendingList pending={pending} setPending={setPending} />
      </Collapse>
      <ReviewAll assigning={assigning} />
    </Paper>
  )
}

function PendingList({ pending, setPending }: Given) {
  const { t } = useTranslation()
  const without = (id: string) => new Map([...pending].filter(([one]) => one !== id))
  return (
    <Stack component="ul" className="plain-list" gap={0} mt="sm" mah="40vh" style={{ overflowY: 'auto' }}>
      {[...pending].slice(0, LISTED_MAX).map(([id, { carrier, labels }]) => (
        <li key={id}>
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">
              <bdi>{carrier.name}</bdi>: {differences(carrier.labels, labels).join(', ')}
            </Text>
            <CloseButton
              aria-label={t('labels.takeBack', { name: carrier.name })}
              onClick={() => setPending(without(id))}
            />
          </Group>
        </li>
      ))}
      {pending.size > LISTED_MAX && <li>{t('list.more', { count: pending.size - LISTED_MAX })}</li>}
    </Stack>
  )
}

function differences(before: readonly LabelName[], after: readonly LabelName[]): string[] {
  return keysOf([...before, ...after]).flatMap((key) => {
    const [old, fresh] = [find(before, key)?.value ?? '–', find(after, key)?.value ?? '–']
    return old === fresh ? [] : [`${key} ${old} → ${fresh}`]
  })
}

function ReviewAll({ assigning }: { assigning: Assigning }) {
  const { t } = useTranslation()
  const { batches } = assigning
  const changes = useMemo(
    () => (batches ?? []).map((body) => planned(resources.assignLabels, { body })),
    [batches],
  )
  return (
    <Review
      isOpen={batches !== null}
      onClose={assigning.end}
      title={t('labels.reviewTitle')}
      submit={t('common.save')}
      changes={changes}
      call={assigning}
      onSave={() => void assigning.save()}
    >
      <Progressing {...assigning} />
    </Review>
  )
}
