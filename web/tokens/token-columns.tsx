import { Badge, Code, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { RoleChips } from '../grants/RoleChips.tsx'
import type { Column } from '../shell/Listing.tsx'
import { useMoments } from '../shell/moments.ts'
import { Opener } from '../shell/Opener.tsx'
import { CreatedBy, Expires, type Token } from './TokenFacts.tsx'

/** The columns of the list of tokens: all of them, or, while a panel beside it tells the rest, only what one looks for. */
export function useTokenColumns(isBrief: boolean): Column<Token>[] {
  const { t } = useTranslation()
  const moments = useMoments()
  const rest: Column<Token>[] = [
    {
      id: 'createdBy',
      title: t('tokens.createdBy'),
      cell: (token) => <CreatedBy token={token} />,
    },
    {
      id: 'created',
      title: t('tokens.created'),
      cell: ({ createdAt }) => <Text size="sm">{moments.day(createdAt)}</Text>,
    },
    {
      id: 'used',
      title: t('tokens.lastUsed'),
      cell: ({ lastUsedAt }) => (
        <Text size="sm">{lastUsedAt ? moments.day(lastUsedAt) : t('common.never')}</Text>
      ),
    },
  ]
  return [
    {
      id: 'token',
      title: t('tokens.token'),
      width: isBrief ? '38%' : '25%',
      cell: (token) => (
        <Opener of={token.id}>
          <TokenLine token={token} />
        </Opener>
      ),
    },
    {
      id: 'roles',
      title: t('tokens.roles'),
      width: isBrief ? '38%' : '25%',
      cell: (token) => <Roles token={token} />,
    },
    ...(isBrief ? [] : rest),
    { id: 'expires', title: t('tokens.expires'), cell: (token) => <Expires token={token} /> },
  ]
}

function Roles({ token: { kind, permissions } }: { token: Token }) {
  const { t } = useTranslation()
  // An owner's chips say already that it is one.
  if (kind === 'Owner') return <RoleChips permissions={permissions} max={2} />
  return (
    <Stack gap={4} align="start">
      <Badge size="sm" variant="default">
        {t('tokens.member')}
      </Badge>
      <RoleChips permissions={permissions} max={2} />
    </Stack>
  )
}

/** A token in a list: what it is for, and the end of its secret, by which it is recognised. */
function TokenLine({ token: { description, hint } }: { token: Token }) {
  return (
    <>
      <Text component="span" display="block" size="sm" fw={600} lineClamp={3} dir="auto">
        {description}
      </Text>
      <Code>cvt_…{hint}</Code>
    </>
  )
}
