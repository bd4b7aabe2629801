import { Anchor, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { labelText } from '../grants/draft.ts'
import { resourcePath } from '../resources/paths.ts'
import { SidePanel } from '../shell/SidePanel.tsx'
import { useHere } from '../workspaces/here.ts'
import type { ShownLabel } from './shown-label.ts'
import { type Counts, kinds, useCountWords } from './use-count-words.ts'

type Use = NonNullable<ShownLabel['uses']>[number]

/** Beside the labels: what uses one of them, which is why it cannot be deleted. */
export function LabelPanel({ label }: { label: ShownLabel }) {
  const { t } = useTranslation()
  const words = useCountWords()
  const { counts, uses = [] } = label
  if (!counts) return null
  return (
    <SidePanel title={labelText(label)} of={labelText(label)}>
      <Text size="sm">{t('labels.inUse', { uses: words(counts) })}</Text>
      {kinds.map((kind) => (
        <Kind
          key={kind}
          kind={kind}
          total={counts[kind]}
          uses={uses.filter((use) => `${use.kind}s` === kind)}
        />
      ))}
    </SidePanel>
  )
}

function Kind({ kind, total, uses }: { kind: keyof Counts; total: number; uses: Use[] }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  if (uses.length === 0) return null
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {t(kindTexts[kind])}
      </Title>
      <Stack component="ul" gap={4} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {uses.map((use) => (
          <li key={`${use.type} ${use.id}`}>
            <Anchor
              size="sm"
              dir="auto"
              lineClamp={2}
              renderRoot={(props) => <Link to={pathOf(workspace.slug, use)} {...props} />}
            >
              {use.name}
            </Anchor>
          </li>
        ))}
      </Stack>
      {total > uses.length && (
        <Text size="sm" c="dimmed" mt={4}>
          {t('list.more', { count: total - uses.length })}
        </Text>
      )}
    </div>
  )
}

function pathOf(slug: string, { kind, type, id }: Use): string {
  if (kind === 'resource') return resourcePath(slug, { type: type ?? '', id })
  if (kind === 'invite') return `/w/${slug}/access/invites`
  return `/w/${slug}/access/${kind}s/${encodeURIComponent(id)}`
}

const kindTexts = {
  resources: 'labels.onResources',
  users: 'labels.inUsers',
  groups: 'labels.inGroups',
  tokens: 'labels.inTokens',
  invites: 'labels.inInvites',
} as const satisfies Record<keyof Counts, string>
