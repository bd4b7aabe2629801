import { Badge, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import type { tokens } from '../../contract/tokens.ts'
import { useMoments } from '../shell/moments.ts'
import { isExpired } from './expiry.ts'

export type Token = Reply<typeof tokens.get>['token']

/** Who made a token and when, when it was last used, and until when it can be. */
export function TokenFacts({ token }: { token: Token }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const { createdAt, lastUsedAt } = token
  return (
    <dl className="token-facts">
      <Fact name={t('tokens.kind')}>{t(token.kind === 'Owner' ? 'tokens.owner' : 'tokens.member')}</Fact>
      <Fact name={t('tokens.createdBy')}>
        <CreatedBy token={token} />
      </Fact>
      <Fact name={t('tokens.created')}>{moments.time(createdAt)}</Fact>
      <Fact name={t('tokens.lastUsed')}>{lastUsedAt ? moments.time(lastUsedAt) : t('common.never')}</Fact>
      <Fact name={t('tokens.expires')}>
        <Expires token={token} />
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Who made a token, and whether they are still here. */
export function CreatedBy({ token: { createdBy } }: { token: Token }) {
  const { t } = useTranslation()
  return (
    <Group gap={6}>
      <Text size="sm" lineClamp={2} dir="auto">
        {createdBy.name}
      </Text>
      {createdBy.gone && (
        <Badge size="sm" variant="outline" color="orange" c="var(--mantine-color-text)">
          {t('tokens.creatorGone')}
        </Badge>
      )}
    </Group>
  )
}

/** Until when a token can be used. */
export function Expires({ token: { expiresAt } }: { token: Token }) {
  const { t } = useTranslation()
  const moments = useMoments()
  if (expiresAt === null) return <Text size="sm">{t('common.never')}</Text>
  return (
    <Group gap={6}>
      <Text size="sm">{moments.day(expiresAt)}</Text>
      {isExpired(expiresAt) && (
        <Badge size="sm" variant="outline" color="red" c="var(--mantine-color-error)">
          {t('tokens.expired')}
        </Badge>
      )}
    </Group>
  )
}
