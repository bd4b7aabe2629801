import { Anchor, Paper, Stack, Text, Title } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { members } from '../../contract/members.ts'
import { useReply } from '../data.ts'
import { type ResourceType, useHere, useMay } from '../workspaces/here.ts'
import { readActionOf } from './capacity.ts'

interface Given {
  type: ResourceType
  /** Without it, the door is that of all resources of the type. */
  resourceId?: string
  title: string
}

/** In place of resources that a person may not see: which role would open them, and whom to ask. */
export function Door({ type, resourceId, title }: Given) {
  const { t } = useTranslation()
  const said = useExplanation(type, resourceId).data
  const says = type.actions.find(({ name }) => name === readActionOf(type))?.says
  return (
    <Paper withBorder radius="lg" p="xl">
      <Stack gap="sm" align="start">
        <IconLock size={32} aria-hidden />
        <Title order={2} size="h3">
          {title}
        </Title>
        {says && <Text>{t('frame.missing', { what: says })}</Text>}
        {said && said.smallestRoles.length > 0 && (
          <Text>
            {t('frame.rolesThatGive', { roles: said.smallestRoles.map(({ name }) => name).join(', ') })}
          </Text>
        )}
        {said && <People people={said.whoCanGrant} subject={title} />}
      </Stack>
    </Paper>
  )
}

/** Why the person may or may not see a resource, or all resources of a type. */
export function useExplanation(type: ResourceType | undefined, resourceId?: string, isAsked = true) {
  const { me } = useHere()
  const action = type && readActionOf(type)
  const resource = { type: type?.type ?? '', ...(resourceId !== undefined && { id: resourceId }) }
  const body = { subject: { type: me.kind, id: me.id }, action: { name: action ?? '' }, resource }
  return useReply(decisions.explain, { body }, { enabled: isAsked && action !== undefined })
}

type People = Reply<typeof decisions.explain>['whoCanGrant']

/** Whom to ask; with a link to write to them, for those who may know their addresses. */
function People({ people, subject }: { people: People; subject: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const { workspace } = useHere()
  const query = { owner: 'yes' as const, pagination: { count: 20 } }
  const owners = useReply(members.directory, { query }, { enabled: may(members.directory) }).data?.users ?? []
  if (people.length === 0) return null

  const letter = encodeURIComponent(`${workspace.name}: ${subject}`)
  return (
    <Text>
      {t('resources.ask')}{' '}
      {people.map(({ id, name }, place) => {
        const email = owners.find((owner) => owner.id === id)?.email
        return (
          <Fragment key={id}>
            {place > 0 && ', '}
            {email === undefined ? (
              <bdi>{name}</bdi>
            ) : (
              <Anchor href={`mailto:${encodeURIComponent(email)}?subject=${letter}`}>
                <bdi>{name}</bdi>
              </Anchor>
            )}
          </Fragment>
        )
      })}
    </Text>
  )
}
