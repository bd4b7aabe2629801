import { useTranslation } from 'react-i18next'
import { invites } from '../../contract/invites.ts'
import { useReply } from '../data.ts'
import { PageTabs } from '../shell/PageTabs.tsx'
import { useHere, useMay } from '../workspaces/here.ts'

/** The way between those who are here and those who are invited. */
export function PeopleTabs() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const isOpen = may(invites.listDetails)
  const query = { pagination: { count: 1 } }
  const list = useReply(invites.listDetails, { query }, { enabled: isOpen, keep: true }).data
  const to = `/w/${workspace.slug}/access`
  const pending = { to: `${to}/invites`, text: t('members.pending'), count: list?.pagination.totalEntries }
  const tabs = [{ to: `${to}/users`, text: t('frame.users') }, ...(isOpen ? [pending] : [])]
  return <PageTabs label={t('members.tabs')} tabs={tabs} />
}
