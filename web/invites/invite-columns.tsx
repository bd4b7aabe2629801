import { Badge, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LimitBadge } from '../grants/LimitBadge.tsx'
import { RoleChips } from '../grants/RoleChips.tsx'
import type { Column } from '../shell/Listing.tsx'
import { useMoments } from '../shell/moments.ts'
import { now } from '../shell/now.ts'
import { InviteMenu } from './InviteMenu.tsx'
import type { News } from './InviteNews.tsx'
import type { Invite } from './InvitesPage.tsx'
import { untilWords } from './until.ts'

/** What can be done with the invite of a row. */
export interface InviteDeeds {
  edit: (invite: Invite) => void
  revoke: (invite: Invite) => void
  tell: (news: News) => void
}

/** The columns of the list of invites. */
export function useInviteColumns(deeds: InviteDeeds): Column<Invite>[] {
  const { t } = useTranslation()
  return [
    {
      id: 'email',
      title: t('invites.address'),
      width: '26%',
      cell: ({ email, name }) => (
        <>
          <Text size="sm" fw={600}>
            {email}
          </Text>
          {name && (
            <Text size="xs" c="dimmed" dir="auto" lineClamp={2}>
              {name}
            </Text>
          )}
        </>
      ),
    },
    { id: 'gives', title: t('invites.gives'), cell: (invite) => <Gives invite={invite} /> },
    {
      id: 'by',
      title: t('invites.by'),
      cell: ({ invitedBy }) => (
        <Text size="sm" dir="auto" lineClamp={2}>
          {invitedBy.name ?? t('invites.byUnknown')}
        </Text>
      ),
    },
    { id: 'expires', title: t('invites.expires'), width: 180, cell: (invite) => <Expires invite={invite} /> },
    {
      id: 'deeds',
      title: t('invites.deeds'),
      width: 100,
      cell: (invite) => <InviteMenu invite={invite} deeds={deeds} />,
    },
  ]
}

function Gives({ invite: { permissions, groups, endsAt } }: { invite: Invite }) {
  const { t } = useTranslation()
  const names = groups.map(({ name }) => name).join(', ')
  return (
    <Stack gap={2} align="start">
      {endsAt && <LimitBadge limits={{ endsAt }} of={t('members.membership')} />}
      {(permissions.length > 0 || groups.length === 0) && <RoleChips permissions={permissions} max={2} />}
      {groups.length > 0 && (
        <Text size="sm" lineClamp={2} dir="auto">
          {t('invites.inGroups', { groups: names })}
        </Text>
      )}
    </Stack>
  )
}

function Expires({ invite: { status, expiresAt } }: { invite: Invite }) {
  const { t, i18n } = useTranslation()
  const moments = useMoments()
  return (
    <Stack gap={2} align="start">
      {status === 'expired' ? (
        <Badge size="sm" color="orange" variant="outline" c="var(--mantine-color-text)">
          {t('invites.expired')}
        </Badge>
      ) : (
        <Text size="sm">{untilWords(expiresAt, now(), i18n.language)}</Text>
      )}
      <Text size="xs" c="dimmed">
        {moments.time(expiresAt)}
      </Text>
    </Stack>
  )
}
