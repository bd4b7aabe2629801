import { Anchor, Group, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { members } from '../../contract/members.ts'
import { tokens } from '../../contract/tokens.ts'
import { PersonLine } from '../members/PersonLine.tsx'
import type { Column } from '../shell/Listing.tsx'
import { useHere, useMay, useSelf } from '../workspaces/here.ts'
import type { Question } from './question.ts'
import { Way } from './Way.tsx'

type Subject = Reply<typeof decisions.whoCan>['subjects'][number]

/** The columns of a list of those who can do something: who they are, and the way to why. */
export function useSubjectColumns({ type, action, resource }: Question): Column<Subject>[] {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const search = { type: type.type.toLowerCase(), action: action.name, resource: resource.id }
  return [
    { id: 'who', title: t('decisions.ask.subject'), cell: (subject) => <SubjectCell subject={subject} /> },
    {
      id: 'why',
      title: t('decisions.ask.because'),
      width: 160,
      cell: (subject) => (
        <Anchor
          size="sm"
          aria-label={t('decisions.ask.whyThem', { name: subject.name })}
          renderRoot={(props) => (
            <Link
              {...props}
              to="/w/$slug/access/why"
              params={{ slug: workspace.slug }}
              search={{ ...search, subjectType: subject.type, subject: subject.id }}
            />
          )}
        >
          {t('decisions.why')}
        </Anchor>
      ),
    },
  ]
}

/** Somebody who can do something, with the way to them for those who may go there. */
export function SubjectCell({ subject: { type, id, name, email } }: { subject: Subject }) {
  const { workspace } = useHere()
  const self = useSelf()
  const may = useMay()
  if (type === 'token') {
    return (
      <Group gap="sm" wrap="nowrap">
        <IconKey size={20} aria-hidden style={{ flex: 'none' }} />
        <Text size="sm" fw={600} lineClamp={2} dir="auto">
          <Way to={`access/tokens/${encodeURIComponent(id)}`} call={tokens.get}>
            {name}
          </Way>
        </Text>
      </Group>
    )
  }
  const line = <PersonLine name={name} email={email} isYou={id === self} />
  if (!may(members.get)) return line
  return (
    <Link className="workspace-link" to={`/w/${workspace.slug}/access/users/${id}`}>
      {line}
    </Link>
  )
}
