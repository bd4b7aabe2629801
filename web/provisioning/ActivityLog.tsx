import { Button, Group, SegmentedControl, Stack } from '@mantine/core'
import { IconListSearch, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { provisioning } from '../../contract/provisioning.ts'
import { useReply } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'
import { Empty } from '../shell/Empty.tsx'
import { Pager } from '../shell/Listing.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { Section } from '../shell/Section.tsx'
import { Failed, Outline } from '../shell/Waiting.tsx'
import { RequestLine } from './RequestLine.tsx'
import type { ScimRequest } from './request.ts'

const PAGE_SIZE = 20
const outcomes = ['changed', 'refused'] as const

/** The last requests of the identity provider, page by page. */
export function ActivityLog({ onRefresh }: { onRefresh: () => void }) {
  const { t } = useTranslation()
  const [{ outcome: asked }] = useAddress()
  const outcome = outcomes.find((one) => one === asked)
  const usePage = (pagination: Asked) =>
    useReply(
      provisioning.listRequests,
      { query: { ...(outcome && { outcome }), pagination } },
      { keep: true },
    )
  const pages = usePages(outcome ?? 'all', usePage, ({ requests }) => requests, PAGE_SIZE)
  const { rows, error, retry, isWaiting } = pages
  const isUnused = rows?.length === 0 && outcome === undefined
  const refresh = () => {
    retry()
    onRefresh()
  }
  return (
    <Section title={t('provisioning.log.title')} lead={t('provisioning.log.lead')}>
      <Group justify="space-between" gap="sm">
        {isUnused ? <span /> : <Filter outcome={outcome} />}
        <Button
          variant="default"
          size="sm"
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={refresh}
        >
          {t('provisioning.log.refresh')}
        </Button>
      </Group>
      {error && !rows && <Failed error={error} retry={retry} />}
      {!error && !rows && <Outline />}
      {rows && (
        <Stack gap="sm" aria-busy={isWaiting}>
          <Lines requests={rows} isFiltered={outcome !== undefined} />
          {rows.length > 0 && <Pager pages={pages} />}
        </Stack>
      )}
    </Section>
  )
}

function Filter({ outcome }: { outcome: (typeof outcomes)[number] | undefined }) {
  const { t } = useTranslation()
  const [, setAddress] = useAddress()
  return (
    <SegmentedControl
      aria-label={t('provisioning.log.filter')}
      data={(['all', ...outcomes] as const).map((value) => ({
        value,
        label: t(`provisioning.log.filters.${value}`),
      }))}
      value={outcome ?? 'all'}
      onChange={(value) => setAddress({ outcome: value === 'all' ? undefined : value, show: undefined })}
    />
  )
}

function Lines({ requests, isFiltered }: { requests: readonly ScimRequest[]; isFiltered: boolean }) {
  const { t } = useTranslation()
  if (requests.length === 0) {
    const which = isFiltered ? 'none' : 'empty'
    return (
      <Empty
        icon={IconListSearch}
        title={t(`provisioning.log.${which}Title`)}
        text={t(`provisioning.log.${which}Text`)}
      />
    )
  }
  return (
    <ul className="sync-log" aria-label={t('provisioning.log.title')}>
      {requests.map((request) => (
        <RequestLine key={request.id} request={request} />
      ))}
    </ul>
  )
}
