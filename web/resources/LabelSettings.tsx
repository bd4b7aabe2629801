import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { labels as labelEndpoints } from '../../contract/labels.ts'
import { resources } from '../../contract/resources.ts'
import { useReply } from '../data.ts'
import { changeLabels, type LabelName, sameLabels } from '../labels/pending.ts'
import { usePreview } from '../previews/preview.ts'
import { Review } from '../previews/Review.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useMay } from '../workspaces/here.ts'
import { find, keysOf } from './label-columns.tsx'
import type { Resource } from './ResourceList.tsx'
import type { Labelling } from './use-labelling.ts'

interface Given {
  resource: Resource
  labelling: Labelling
}

/** Where somebody who may label a resource chooses one value for each key, and sees who gains or loses access by it. */
export function LabelSettings({ resource, labelling }: Given) {
  const { t } = useTranslation()
  const may = useMay()
  const known = useReply(labelEndpoints.list, {})
  return (
    <Section title={t('resources.labels')} lead={t('resources.labelsLead')}>
      {!may(resources.assignLabels) && <Notice>{t('resources.labelsGuard')}</Notice>}
      <Waiting on={known}>
        {({ labels }) =>
          labels.length === 0 ? (
            <Text>{t('resources.noLabels')}</Text>
          ) : (
            // What is stored is the beginning of what is chosen: once saved, it begins anew.
            <Choices
              resource={resource}
              labelling={labelling}
              known={labels}
              key={JSON.stringify(resource.labels)}
            />
          )
        }
      </Waiting>
    </Section>
  )
}

function Choices({ resource, labelling, known }: Given & { known: LabelName[] }) {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState<readonly LabelName[]>(resource.labels)
  const [isOpen, { open, close }] = useDisclosure(false)
  const isSame = sameLabels(wanted, resource.labels)
  const names = wanted.map(({ key, value }) => ({ key, value }))
  const changes = [labelling.plan(names)]
  const preview = usePreview(changes, isOpen && !labelling.call.isPending)
  return (
    <Stack>
      <Group align="start">
        {keysOf([...known, ...resource.labels]).map((key) => (
          <Select
            key={key}
            w={{ base: '100%', xs: 240 }}
            label={key}
            placeholder={t('resources.noValue')}
            clearable
            clearButtonProps={{ 'aria-label': t('resources.clearValue', { key }) }}
            searchable
            data={valuesOf(known, key)}
            value={find(wanted, key)?.value ?? null}
            onChange={(value) => setWanted(changeLabels(wanted, key, value))}
          />
        ))}
      </Group>
      <Group>
        <Button disabled={isSame} onClick={open}>
          {t('resources.reviewLabels')}
        </Button>
        {!isSame && (
          <Button variant="default" onClick={() => setWanted(resource.labels)}>
            {t('common.cancel')}
          </Button>
        )}
      </Group>
      <Review
        isOpen={isOpen}
        onClose={close}
        title={t('resources.reviewTitle', { name: resource.name })}
        submit={t('common.save')}
        changes={changes}
        call={labelling.call}
        onSave={() => labelling.save(names, close)}
      >
        <Guarded error={labelling.call.error ?? preview.error} />
      </Review>
    </Stack>
  )
}

/** Which labels only an owner may move. In English, the server says it itself. */
function Guarded({ error }: { error: Error | null }) {
  const { t, i18n } = useTranslation()
  const labels = error instanceof Refused ? error.errors[0]?.data?.labels : undefined
  if (i18n.language === 'en' || !Array.isArray(labels)) return null
  return <Text size="sm">{t('resources.labelsGuarded', { labels: labels.join(', ') })}</Text>
}

function valuesOf(known: readonly LabelName[], key: string): string[] {
  return known.filter((label) => find([label], key)).map(({ value }) => value)
}
