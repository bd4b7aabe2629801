import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { find, labelColumns, whole } from '../resources/label-columns.tsx'
import { resourcePath } from '../resources/paths.ts'
import type { Resource } from '../resources/ResourceList.tsx'
import type { Column } from '../shell/Listing.tsx'
import { useHere } from '../workspaces/here.ts'
import { labelsOf, type Pending } from './pending.ts'

/** The columns of what is to be labelled: its name, and for each key the value that it has and the one that it will have. */
export function useAssignColumns(keys: readonly string[], pending: Pending): Column<Resource>[] {
  const { t } = useTranslation()
  const { workspace } = useHere()
  return [
    {
      id: 'name',
      title: t('resources.name'),
      width: '34%',
      cell: (row) => (
        <Anchor
          size="sm"
          dir="auto"
          lineClamp={2}
          renderRoot={(props) => <Link to={resourcePath(workspace.slug, row)} {...props} />}
        >
          {row.name}
        </Anchor>
      ),
    },
    ...labelColumns(
      keys,
      (row: Resource) => labelsOf(pending, row),
      t,
      (row, key) => (
        <ValueCell stored={find(row.labels, key)?.value} wanted={find(labelsOf(pending, row), key)?.value} />
      ),
    ),
  ]
}

function ValueCell({ stored, wanted }: { stored: string | undefined; wanted: string | undefined }) {
  const isSame = stored?.toLowerCase() === wanted?.toLowerCase()
  if (isSame && stored === undefined)
    return (
      <Text size="sm" c="dimmed" aria-hidden>
        –
      </Text>
    )
  return (
    <>
      {!isSame && stored !== undefined && (
        <Text size="sm" c="dimmed" component="del" td="line-through">
          {stored}
        </Text>
      )}{' '}
      {wanted !== undefined && (
        <span className="label-chip" style={whole}>
          {isSame ? wanted : <ins style={{ fontWeight: 650 }}>{wanted}</ins>}
        </span>
      )}
    </>
  )
}
