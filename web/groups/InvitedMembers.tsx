import { Group, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { useReply } from '../data.ts'
import { PersonLine } from '../members/PersonLine.tsx'
import { type Column, Listing } from '../shell/Listing.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { Invited } from './PeopleField.tsx'

interface Given {
  groupId: string
  chosen: ReadonlySet<string>
  setChosen: (emails: ReadonlySet<string>) => void
}

/** The people who will be in the group as soon as they accept their invite. Shows nothing where there are none. */
export function InvitedMembers({ groupId, chosen, setChosen }: Given) {
  const { t } = useTranslation()
  const params = { userGroupId: groupId }
  const usePage = (pagination: Asked) =>
    useReply(groups.listInvites, { params, query: { pagination } }, { keep: true })
  const pages = usePages(groupId, usePage, (data) => data.emails)
  const columns: Column<string>[] = [
    {
      id: 'email',
      title: t('groups.address'),
      cell: (email) => (
        <Group gap="md" wrap="nowrap">
          <PersonLine name={email} />
          <Invited />
        </Group>
      ),
    },
  ]
  // Before it is known whether there is anybody, there is nothing to outline.
  if (!pages.error && !pages.rows?.length) return null
  return (
    <section>
      <Title order={2} size="h4">
        {t('groups.invitedTitle')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('groups.invitedText')}
      </Text>
      <Listing
        caption={t('groups.invitedTitle')}
        pages={pages}
        columns={columns}
        idOf={(email) => email}
        chosen={{ ids: chosen, set: setChosen, nameOf: (email) => email }}
        empty={null}
      />
    </section>
  )
}
