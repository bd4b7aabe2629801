import { Paper, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { resources } from '../../contract/resources.ts'
import { useReply } from '../data.ts'
import { Waiting } from '../shell/Waiting.tsx'
import type { ResourceType } from '../workspaces/here.ts'
import { type LabelText, labelText } from './draft.ts'
import { ResourceLine } from './ResourceLine.tsx'
import { useScopeWords } from './words.ts'

const SHOWN = 50

/** What a scope reaches at present, of each type how many and which; what comes later follows by itself. */
export function Matches({ types, labels }: { types: ResourceType[]; labels: LabelText[] }) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm">
      {types.map((type) => (
        <OfType key={type.type} type={type} labels={labels} />
      ))}
      <Text size="sm" c="dimmed">
        {t(labels.length > 0 ? 'grants.futureLabelled' : 'grants.future')}
      </Text>
    </Stack>
  )
}

function OfType({ type, labels }: { type: ResourceType; labels: LabelText[] }) {
  const { t } = useTranslation()
  const words = useScopeWords()
  const query = {
    type: type.type,
    ...(labels.length > 0 && { labels: labels.map(labelText) }),
    pagination: { count: SHOWN },
  }
  const found = useReply(resources.list, { query }, { keep: true })
  return (
    <Waiting on={found}>
      {({ resources: some, pagination: { totalEntries = some.length } }) => (
        <div>
          <Text size="sm" fw={600} role="status">
            {t('grants.now', { counted: words.counted(type.type, totalEntries) })}
          </Text>
          {some.length > 0 && (
            <Paper
              withBorder
              radius="md"
              mt={6}
              className="match-list"
              tabIndex={0}
              role="group"
              aria-label={type.plural}
            >
              <ul className="plain-list">
                {some.map((resource) => (
                  <li key={resource.id}>
                    <ResourceLine name={resource.name} labels={resource.labels} />
                  </li>
                ))}
                {totalEntries > some.length && (
                  <li>
                    <Text size="sm" c="dimmed">
                      {t('list.more', { count: totalEntries - some.length })}
                    </Text>
                  </li>
                )}
              </ul>
            </Paper>
          )}
        </div>
      )}
    </Waiting>
  )
}
