import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { capital, resourcePath } from '../resources/paths.ts'
import type { Column } from '../shell/Listing.tsx'
import { useHere } from '../workspaces/here.ts'
import type { Question } from './question.ts'

type Reached = Reply<typeof decisions.whatCan>['resources'][number]

/** The columns of a list of what somebody can reach: what it is, and the way to why. */
export function useReachedColumns({ subject, type, action }: Question): Column<Reached>[] {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const search = {
    subjectType: subject.type,
    subject: subject.id,
    action: action.name,
    type: type.type.toLowerCase(),
  }
  return [
    { id: 'what', title: capital(type.name), cell: (row) => <ReachedCell row={row} /> },
    {
      id: 'why',
      title: t('decisions.ask.because'),
      width: 160,
      cell: ({ id, name }) => (
        <Anchor
          size="sm"
          aria-label={t('decisions.ask.whyThis', { name })}
          renderRoot={(props) => (
            <Link
              {...props}
              to="/w/$slug/access/why"
              params={{ slug: workspace.slug }}
              search={{ ...search, resource: id }}
            />
          )}
        >
          {t('decisions.why')}
        </Anchor>
      ),
    },
  ]
}

function ReachedCell({ row }: { row: Reached }) {
  const { workspace } = useHere()
  return (
    <>
      <Anchor
        size="sm"
        fw={600}
        dir="auto"
        lineClamp={2}
        renderRoot={(props) => <Link to={resourcePath(workspace.slug, row)} {...props} />}
      >
        {row.name}
      </Anchor>
      <Text size="xs" c="dimmed" lineClamp={1} dir="auto">
        {row.id}
      </Text>
    </>
  )
}
