import { Anchor, Code, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '../shell/addresses.ts'
import { useRoleName } from '../words.ts'
import { useHere } from '../workspaces/here.ts'
import { DetailTable } from './DetailTable.tsx'
import { type AuditEvent, pathOfSubject, subjectOf, textIn } from './event.ts'
import { filterNames } from './filters.ts'
import type { Actor } from './use-actor.ts'

/** What is kept, with the role called as the person's language calls it. */
function useNamed(detail: AuditEvent['detail']): AuditEvent['detail'] {
  const roleName = useRoleName()
  const recorded = textIn(detail, 'roleName')
  return 'roleName' in detail ? { ...detail, roleName: roleName(textIn(detail, 'roleId'), recorded) } : detail
}

/** All that is kept of an event: what changed, who and what it was about, and the request that made it. */
export function EventDetail({ event, actor }: { event: AuditEvent; actor: Actor }) {
  const { t, i18n } = useTranslation()
  const { workspace } = useHere()
  const exact = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'long' })
  const name = subjectOf(event)
  const path = pathOfSubject(workspace.slug, event)
  return (
    <Stack gap="md">
      <DetailTable detail={useNamed(event.detail)} />
      <dl className="audit-facts">
        <Fact title={t('audit.actor')}>
          <Named name={actor.name} path={actor.path} />
          {event.actorEmail !== undefined && event.actorEmail !== actor.name && ` · ${event.actorEmail}`}
          <Only text={t('audit.onlyActor', { name: actor.name })} search={{ actor: event.actor }} />
        </Fact>
        {event.onBehalfOf && (
          <Fact title={t('audit.inNameOf')}>
            <Named
              name={event.onBehalfOf.name}
              path={`/w/${workspace.slug}/access/users/${event.onBehalfOf.id}`}
            />
            <Only
              text={t('audit.onlyInNameOf', { name: event.onBehalfOf.name })}
              search={{ inNameOf: event.onBehalfOf.id }}
            />
          </Fact>
        )}
        <Fact title={t('audit.about')}>
          <Named name={name} path={path} />
          <Only
            text={t('audit.onlyThis', { name })}
            search={{ type: event.resourceType, resource: event.resourceId }}
          />
        </Fact>
        <Fact title={t('audit.at')}>{exact.format(new Date(event.timestamp))}</Fact>
        <Fact title={t('audit.eventName')}>{event.type}</Fact>
        <Fact title={t('audit.id')}>
          <Code>{event.resourceId}</Code>
        </Fact>
        <Fact title={t('audit.request')}>
          <Code>{event.requestId}</Code>
        </Fact>
        {event.ip !== undefined && <Fact title={t('audit.ip')}>{event.ip}</Fact>}
      </dl>
    </Stack>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Named({ name, path }: { name: string; path: string | null }) {
  if (path === null) return <bdi>{name}</bdi>
  return (
    <Anchor size="sm" renderRoot={(props) => <Link to={path} {...props} />}>
      <bdi>{name}</bdi>
    </Anchor>
  )
}

/** Filters the trail by this, and by nothing else. */
function Only({
  text,
  search,
}: {
  text: string
  search: Partial<Record<(typeof filterNames)[number], string>>
}) {
  const [, setAddress] = useAddress()
  const none = Object.fromEntries(filterNames.map((name) => [name, undefined]))
  return (
    <Text size="sm">
      <Anchor
        component="button"
        type="button"
        size="sm"
        ta="start"
        onClick={() => setAddress({ ...none, ...search, show: undefined })}
      >
        <bdi>{text}</bdi>
      </Anchor>
    </Text>
  )
}
