import { Anchor, Group, Select, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { useAsk, useReply } from '../data.ts'
import { SaveCsv } from '../decisions/SaveCsv.tsx'
import { SubjectCell } from '../decisions/subject-columns.tsx'
import { WhyDialog } from '../decisions/WhyDialog.tsx'
import { useAddress } from '../shell/addresses.ts'
import { type Column, Listing } from '../shell/Listing.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { useAsked } from '../shell/use-asked.ts'
import type { ResourceType } from '../workspaces/here.ts'
import { actionsOn, readActionOf } from './capacity.ts'
import type { Resource } from './ResourceList.tsx'

type Subject = Reply<typeof decisions.whoCan>['subjects'][number]

/** Everybody who may do something on a resource: which action, the person chooses. */
export function WhoHasAccess({ resource, type }: { resource: Resource; type: ResourceType }) {
  const { t } = useTranslation()
  const [address, setAddress] = useAddress()
  const actions = actionsOn(type)
  const action = actions.find(({ name }) => name === address.action)?.name ?? readActionOf(type) ?? ''
  const query = { action, resourceType: resource.type, resourceId: resource.id }
  const usePage = (pagination: Asked) =>
    useReply(decisions.whoCan, { query: { ...query, pagination } }, { keep: true })
  const pages = usePages(JSON.stringify(query), usePage, (reply) => reply.subjects)
  const load = useAsk()
  const { asked, ask, close } = useAsked<Subject>()
  return (
    <Stack>
      <Group align="end" justify="space-between">
        <Select
          label={t('resources.whoMay')}
          w={{ base: '100%', sm: 460 }}
          data={actions.map(({ name, says }) => ({ value: name, label: says }))}
          allowDeselect={false}
          searchable
          value={action}
          onChange={(wanted) => setAddress({ action: wanted ?? '' })}
        />
        <SaveCsv name={`${resource.id} ${action}`} load={() => load(decisions.whoCanFile, { query })} />
      </Group>
      <Listing
        caption={t('resources.who')}
        pages={pages}
        columns={useColumns(ask)}
        idOf={({ type: kind, id }) => `${kind} ${id}`}
        empty={<Text ta="center">{t('resources.nobody')}</Text>}
      />
      {asked !== null && (
        <WhyDialog
          subject={{ type: asked.type === 'token' ? 'token' : 'user', id: asked.id }}
          question={{ type, action, actions: actions.map(({ name }) => name), labels: [], resource }}
          onClose={close}
        />
      )}
    </Stack>
  )
}

function useColumns(ask: (subject: Subject) => void): Column<Subject>[] {
  const { t } = useTranslation()
  return [
    { id: 'who', title: t('resources.whoColumn'), cell: (subject) => <SubjectCell subject={subject} /> },
    {
      id: 'why',
      title: t('resources.whyColumn'),
      width: 160,
      cell: (subject) => (
        <Anchor
          component="button"
          type="button"
          size="sm"
          aria-label={t('resources.whyThem', { name: subject.name })}
          onClick={() => ask(subject)}
        >
          {t('resources.why')}
        </Anchor>
      ),
    },
  ]
}
