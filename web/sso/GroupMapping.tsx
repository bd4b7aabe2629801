import {
  ActionIcon,
  Button,
  Group,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
  VisuallyHidden,
} from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useCall } from '../data.ts'
import { useFoundGroups } from '../members/found-groups.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { type Connection, usePlace } from './place.ts'

/** Which values of the group claim put people into which groups. */
export function GroupMapping({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const { isLink, has } = usePlace()
  const save = useCall(connections.modify)
  const { groups, attributes } = connection
  const replace = (wanted: { claim: string; groupId: string }[], onSuccess?: () => void) =>
    save.mutate(
      {
        params: { connectionId: connection.id },
        body: { groups: wanted.map(({ claim, groupId }) => ({ claim, groupId })) },
      },
      onSuccess ? { onSuccess } : {},
    )
  return (
    <Section title={t('connections.groups.title')} lead={t('connections.groups.lead')}>
      {groups.length === 0 && <Text size="sm">{t('connections.groups.none')}</Text>}
      {groups.length > 0 && (
        <Table.ScrollContainer minWidth={260}>
          <Table>
            <caption className="sso-caption">{t('connections.groups.title')}</caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('connections.groups.value')}</Table.Th>
                <Table.Th>{t('connections.groups.group')}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{t('common.remove')}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {groups.map((one) => (
                <Table.Tr key={`${one.groupId} ${one.claim}`}>
                  <Table.Td className="sso-name">{one.claim}</Table.Td>
                  <Table.Td className="sso-name">
                    <bdi>{one.groupName}</bdi>
                  </Table.Td>
                  <Table.Td>
                    {!isLink && (
                      <ActionIcon
                        variant="default"
                        aria-label={t('connections.groups.remove', {
                          value: one.claim,
                          group: one.groupName,
                        })}
                        onClick={() => replace(groups.filter((other) => other !== one))}
                      >
                        <IconX size={16} aria-hidden />
                      </ActionIcon>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Refusal error={save.error} />
      {isLink && <Text size="sm">{t('connections.groups.byOwner')}</Text>}
      {!isLink && !has('user-groups') && <Text size="sm">{t('connections.groups.noPlan')}</Text>}
      {!isLink && attributes.groups === null && <Text size="sm">{t('connections.groups.noAttribute')}</Text>}
      {!isLink && has('user-groups') && attributes.groups !== null && (
        <Add
          isPending={save.isPending}
          onAdd={(claim, groupId, done) => replace([...groups, { claim, groupId }], done)}
        />
      )}
    </Section>
  )
}

interface Given {
  isPending: boolean
  onAdd: (claim: string, groupId: string, done: () => void) => void
}

function Add({ isPending, onAdd }: Given) {
  const { t } = useTranslation()
  const [claim, setClaim] = useState('')
  const [groupId, setGroupId] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const found = useFoundGroups(typed)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (claim.trim() && groupId) onAdd(claim.trim(), groupId, () => setClaim(''))
  }
  return (
    <form noValidate onSubmit={send}>
      <Stack gap="sm">
        <Group align="end" gap="sm">
          <TextInput
            label={t('connections.groups.value')}
            autoComplete="off"
            className="sso-find"
            value={claim}
            onChange={({ currentTarget }) => setClaim(currentTarget.value)}
          />
          <Select
            label={t('connections.groups.group')}
            placeholder={t('connections.groups.find')}
            data={found.map(({ id, name }) => ({ value: id, label: name }))}
            filter={({ options }) => options}
            value={groupId}
            onChange={setGroupId}
            searchable
            onSearchChange={setTyped}
            nothingFoundMessage={t('list.noneFound')}
            className="sso-find"
          />
          <Button
            type="submit"
            variant="default"
            disabled={!claim.trim() || groupId === null}
            loading={isPending}
          >
            {t('connections.groups.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
