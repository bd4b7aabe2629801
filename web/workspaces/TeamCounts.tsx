import { Paper, SimpleGrid, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { tokens } from '../../contract/tokens.ts'
import { useReply } from '../data.ts'
import { useFeature, useHere, useMay } from './here.ts'

const ONE = { pagination: { count: 1 } }
/** The list of tokens does not say how long it is. */
const TOKENS_COUNTED = 100

/** For those who may see them: how many users, pending invites, groups and tokens there are, with the way to each. */
export function TeamCounts() {
  const { t } = useTranslation()
  const may = useMay()
  const has = useFeature()
  const count = useCounts()
  const shown = [
    { call: members.directory, path: 'users', text: t('resources.homeUsers'), count: count.users },
    { call: invites.listDetails, path: 'invites', text: t('resources.homeInvites'), count: count.invites },
    ...(has('user-groups')
      ? [{ call: groups.list, path: 'groups', text: t('resources.homeGroups'), count: count.groups }]
      : []),
    ...(has('public-api')
      ? [{ call: tokens.list, path: 'tokens', text: t('resources.homeTokens'), count: count.tokens }]
      : []),
  ].filter(({ call }) => may(call))
  if (shown.length === 0) return null
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {t('resources.homeTeam')}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {shown.map(({ path, text, count }) => (
          <Count key={path} path={path} text={text} count={count} />
        ))}
      </SimpleGrid>
    </section>
  )
}

function useCounts() {
  const { t, i18n } = useTranslation()
  const may = useMay()
  const form = new Intl.NumberFormat(i18n.language)
  const total = (reply: { pagination: { totalEntries?: number } } | undefined) => {
    const entries = reply?.pagination.totalEntries
    return entries === undefined ? undefined : form.format(entries)
  }
  const users = useReply(members.directory, { query: ONE }, { enabled: may(members.directory) })
  const pending = useReply(invites.listDetails, { query: ONE }, { enabled: may(invites.listDetails) })
  const byName = { ...ONE, sort: 'name' as const }
  const someGroups = useReply(groups.list, { query: byName }, { enabled: may(groups.list) })
  const first = { pagination: { count: TOKENS_COUNTED } }
  const someTokens = useReply(tokens.list, { query: first }, { enabled: may(tokens.list) }).data
  const tokenCount = someTokens && form.format(someTokens.tokens.length)
  const isMore = someTokens?.pagination.next !== undefined
  return {
    users: total(users.data),
    invites: total(pending.data),
    groups: total(someGroups.data),
    tokens: isMore ? t('resources.homeMany', { count: TOKENS_COUNTED }) : tokenCount,
  }
}

function Count({ path, text, count }: { path: string; text: string; count: string | undefined }) {
  const { workspace } = useHere()
  return (
    <Link className="workspace-link" to={`/w/${workspace.slug}/access/${path}`}>
      <Paper withBorder radius="lg" p="md" h="100%">
        <Text size="xl" fw={650}>
          {count ?? '…'}
        </Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </Paper>
    </Link>
  )
}
