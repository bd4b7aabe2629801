import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { capital } from '../resources/paths.ts'
import { ResourceLink } from '../resources/ResourceLink.tsx'
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
    { id: 'what', title: capital(type.name), cell: (row) => <ResourceLink of={row} /> },
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
