import { Group, Stack, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { tokens } from '../../contract/tokens.ts'
import { useReply } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Listing } from '../shell/Listing.tsx'
import { NewButton } from '../shell/NewButton.tsx'
import { Page } from '../shell/Page.tsx'
import { PlanNotice, usePlanRefusal } from '../shell/PlanNotice.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { useMay } from '../workspaces/here.ts'
import { TokenPanel } from './TokenPanel.tsx'
import { useTokenColumns } from './token-columns.tsx'
import './tokens.css'

/** The API tokens of the workspace; what the chosen one may do, beside them. */
export function TokensPage() {
  const { t } = useTranslation()
  const may = useMay()
  return (
    <Page title={t('tokens.title')} lead={t('tokens.lead')} actions={<NewToken />}>
      <PlanNotice feature="public-api" />
      {may(tokens.list) ? <Tokens /> : <ClosedDoor call={tokens.list} />}
    </Page>
  )
}

function NewToken() {
  const { t } = useTranslation()
  return (
    <NewButton
      call={tokens.create}
      page="tokens/new"
      text={t('tokens.new')}
      refusal={usePlanRefusal('public-api')}
    />
  )
}

function Tokens() {
  const { t } = useTranslation()
  const [{ show }] = useAddress()
  const usePage = (pagination: Asked) => useReply(tokens.list, { query: { pagination } }, { keep: true })
  const pages = usePages('tokens', usePage, (data) => data.tokens)
  const columns = useTokenColumns(show !== undefined)
  const isEmpty = pages.rows?.length === 0
  return (
    <Stack gap="sm">
      {show === undefined && pages.rows && !isEmpty && <Unchosen />}
      <div className="beside" data-open={show !== undefined}>
        <Listing
          caption={t('tokens.title')}
          pages={pages}
          columns={columns}
          idOf={({ id }) => id}
          currentId={show}
          empty={<Teaching />}
        />
        {show !== undefined && <TokenPanel key={show} tokenId={show} />}
      </div>
    </Stack>
  )
}

function Teaching() {
  const { t } = useTranslation()
  return (
    <Empty icon={IconKey} title={t('tokens.emptyTitle')} text={t('tokens.emptyText')} action={<NewToken />} />
  )
}

function Unchosen() {
  const { t } = useTranslation()
  return (
    <Group gap={8} wrap="nowrap" c="dimmed">
      <IconKey size={18} aria-hidden style={{ flex: 'none' }} />
      <Text size="sm">{t('tokens.select')}</Text>
    </Group>
  )
}
