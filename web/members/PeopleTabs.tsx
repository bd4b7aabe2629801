import { Badge } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { invites } from '../../contract/invites.ts'
import { useReply } from '../data.ts'
import { useHere, useMay } from '../workspaces/here.ts'
import './members.css'

/** The way between those who are here and those who are invited: two pages, each with its own address. */
export function PeopleTabs() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const isOpen = may(invites.listDetails)
  const query = { pagination: { count: 1 } }
  const list = useReply(invites.listDetails, { query }, { enabled: isOpen, keep: true }).data
  const count = list?.pagination.totalEntries
  const to = `/w/${workspace.slug}/access`
  const exact = { exact: true, includeSearch: false }
  return (
    <nav className="people-tabs" aria-label={t('members.tabs')}>
      <Link to={`${to}/users`} activeOptions={exact}>
        {t('frame.users')}
      </Link>
      {isOpen && (
        <Link to={`${to}/invites`} activeOptions={exact}>
          {t('members.pending')}
          {count !== undefined && (
            <Badge size="sm" variant="default">
              {new Intl.NumberFormat().format(count)}
            </Badge>
          )}
        </Link>
      )}
    </nav>
  )
}
