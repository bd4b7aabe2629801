import { Stack, Text } from '@mantine/core'
import { IconChecks, IconDownload } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { accessRequests } from '../../contract/access-requests.ts'
import { useCall, useReply } from '../data.ts'
import { PersonLine } from '../members/PersonLine.tsx'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Empty } from '../shell/Empty.tsx'
import { type Column, Listing } from '../shell/Listing.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { Page } from '../shell/Page.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { saveFile } from '../shell/save-file.ts'
import { useHere, useMay } from '../workspaces/here.ts'
import { filtersOf } from './filters.ts'
import { RequestFilters } from './RequestFilters.tsx'
import type { AccessRequest } from './request.ts'
import { useRequestColumns } from './request-columns.tsx'
import './requests.css'

/** What members asked for: what is open at first, and all of it by its filters. */
export function RequestsPage() {
  const { t } = useTranslation()
  const may = useMay()
  const isOpen = may(accessRequests.list)
  return (
    <Page title={t('requests.title')} lead={t('requests.lead')} actions={isOpen && <DownloadCsv />}>
      {isOpen ? <Requests /> : <ClosedDoor call={accessRequests.list} />}
    </Page>
  )
}

function Requests() {
  const { t } = useTranslation()
  const [address] = useAddress()
  const filters = filtersOf(address)
  const usePage = (pagination: Asked) =>
    useReply(accessRequests.list, { query: { ...filters, pagination } }, { keep: true })
  const pages = usePages(JSON.stringify(filters), usePage, (reply) => reply.accessRequests)
  const isFirstSight = filters.state === 'open' && filters.requesterId === undefined
  return (
    <>
      <RequestFilters />
      <Listing
        caption={t('requests.title')}
        pages={pages}
        columns={useColumns()}
        idOf={({ id }) => id}
        empty={
          isFirstSight ? (
            <Empty icon={IconChecks} title={t('requests.nothingTitle')} text={t('requests.nothingText')} />
          ) : (
            <Text ta="center">{t('requests.nothingFound')}</Text>
          )
        }
      />
    </>
  )
}

function useColumns(): Column<AccessRequest>[] {
  const { t } = useTranslation()
  return [{ id: 'who', title: t('requests.who'), cell: Who }, ...useRequestColumns()]
}

function Who({ id, requester: { name, email } }: AccessRequest) {
  const { workspace } = useHere()
  return (
    <Link to={`/w/${workspace.slug}/access/requests/${id}`} className="request-link" data-shows={id}>
      <PersonLine name={name} email={email} />
    </Link>
  )
}

function DownloadCsv() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const [address] = useAddress()
  const download = useCall(accessRequests.exportAll)
  const save = (text: string) => saveFile(`${workspace.slug}-access-requests.csv`, text)
  return (
    <Stack gap="xs">
      <MayButton
        call={accessRequests.exportAll}
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate({ query: filtersOf(address) }, { onSuccess: save })}
      >
        {t('requests.csv')}
      </MayButton>
      <Refusal error={download.error} />
    </Stack>
  )
}
