import { Alert, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconArrowsDiff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LimitBadge } from '../grants/LimitBadge.tsx'
import { standingOf } from '../grants/limits.ts'
import { useMoments } from '../shell/moments.ts'
import { Outline } from '../shell/Waiting.tsx'
import { Affected } from './Affected.tsx'
import { PreviewRefused } from './PreviewRefused.tsx'
import type { PlannedChange, Preview } from './planned.ts'
import { CHANGES_MAX, isTouched, usePreview } from './preview.ts'
import { useSummaryOf } from './summary.ts'
import { useWarnings } from './warnings.ts'
import './previews.css'

/** So many people are shown with all that changes for them; of more, only their names at first. */
const UNFOLDED_MAX = 5

interface Given {
  changes: PlannedChange[]
  /** False while there is no use in asking, because the change is being made. */
  isWanted?: boolean
}

/** Who would gain and lose what if these calls were made, for a panel beside a form. Without calls, nothing. */
export function Difference({ changes, isWanted = true }: Given) {
  const { t } = useTranslation()
  const preview = usePreview(changes, isWanted)
  if (changes.length === 0) return null
  if (preview.error) return <PreviewRefused error={preview.error} retry={() => void preview.refetch()} />
  if (!preview.data) return <Outline />
  return (
    <Stack gap="md" aria-busy={preview.isFetching}>
      {changes.length > CHANGES_MAX && (
        <Text size="sm" c="dimmed">
          {t('previews.firstOnly', { shown: CHANGES_MAX, count: changes.length })}
        </Text>
      )}
      <Shown preview={preview.data} />
    </Stack>
  )
}

function Shown({ preview }: { preview: Preview }) {
  const { t } = useTranslation()
  const touched = preview.subjects.filter(isTouched)
  const summary = useSummaryOf(preview)
  const warnings = useWarnings(preview)
  return (
    <>
      <Group gap="sm" wrap="nowrap" role="status">
        <IconArrowsDiff size={20} aria-hidden style={{ flex: 'none' }} />
        <Text fw={600}>{summary}</Text>
      </Group>
      <Limited preview={preview} />
      {warnings.map((text) => (
        <Alert
          key={text}
          color="orange"
          variant="outline"
          icon={<IconAlertTriangle aria-hidden />}
          styles={plain}
        >
          {text}
        </Alert>
      ))}
      {touched.length > 0 && (
        <ul className="plain-list">
          {touched.map((subject) => (
            <Affected key={subject.id} subject={subject} isFolded={touched.length > UNFOLDED_MAX} />
          ))}
        </ul>
      )}
      {preview.more > 0 && (
        <Text size="sm" c="dimmed">
          {t('previews.more', { count: preview.more })}
        </Text>
      )}
    </>
  )
}

/** When it will be so, and what is given for a time only. */
function Limited({ preview: { at, events } }: { preview: Preview }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const limited = events.filter(
    ({ type, ...limits }) => type === 'Policy Created' && standingOf(limits) !== 'always',
  )
  return (
    <>
      {at !== undefined && <Text size="sm">{t('previews.lateBeginning', { start: moments.short(at) })}</Text>}
      {limited.length > 0 && (
        <Group gap={6}>
          {limited.slice(0, LIMITED_MAX).map((one, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may look the same, and the order stays
            <LimitBadge key={place} limits={one} of={one.resourceName.split(': ')[0]} />
          ))}
        </Group>
      )}
    </>
  )
}

const LIMITED_MAX = 10
const plain = { message: { color: 'var(--mantine-color-text)', fontSize: 'var(--mantine-font-size-sm)' } }
