import { Button, Title } from '@mantine/core'
import { IconKey, IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { tokens } from '../../contract/tokens.ts'
import { useReply } from '../data.ts'
import { AccessSummary } from '../decisions/AccessSummary.tsx'
import { SidePanel } from '../shell/SidePanel.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere, useMay } from '../workspaces/here.ts'
import { TokenFacts } from './TokenFacts.tsx'

/** What a token may do, beside the list of tokens. */
export function TokenPanel({ tokenId }: { tokenId: string }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const reply = useReply(tokens.get, { params: { tokenId } })
  const to = `/w/${workspace.slug}/access/tokens/${tokenId}`
  return (
    <SidePanel of={tokenId} title={reply.data?.token.description} icon={<IconKey size={24} aria-hidden />}>
      <Waiting on={reply}>
        {({ token }) => (
          <>
            <TokenFacts token={token} />
            <Button
              variant="default"
              leftSection={<IconPencil size={16} aria-hidden />}
              renderRoot={(props) => <Link to={to} {...props} />}
            >
              {t(may(tokens.revoke) ? 'tokens.edit' : 'tokens.open')}
            </Button>
            <Title order={3} size="h5">
              {t('tokens.panel')}
            </Title>
            <AccessSummary subject={{ type: 'token', id: tokenId }} />
          </>
        )}
      </Waiting>
    </SidePanel>
  )
}
