import { Anchor, Button, Group, Select, Stack, Text } from '@mantine/core'
import { IconDownload, IconKey } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { useAsk, useReply } from '../data.ts'
import { WhyDialog } from '../decisions/WhyDialog.tsx'
import { PersonLine } from '../members/PersonLine.tsx'
import { useAddress } from '../shell/addresses.ts'
import { type Column, Listing } from '../shell/Listing.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { saveFile } from '../shell/save-file.ts'
import { useAsked } from '../shell/use-asked.ts'
import { type ResourceType, useHere } from '../workspaces/here.ts'
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
        <DownloadWho query={query} name={resource.id} />
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
    { id: 'who', title: t('resources.whoColumn'), cell: (subject) => <SubjectLine subject={subject} /> },
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

function SubjectLine({ subject }: { subject: Subject }) {
  const { workspace, me } = useHere()
  const room = subject.type === 'token' ? 'tokens' : 'users'
  return (
    <Link
      className="workspace-link"
      to={`/w/${workspace.slug}/access/${room}/${encodeURIComponent(subject.id)}`}
    >
      {subject.type === 'token' ? (
        <Group gap="sm" wrap="nowrap">
          <IconKey size={20} aria-hidden />
          <Text size="sm" fw={600} lineClamp={2} dir="auto">
            {subject.name}
          </Text>
        </Group>
      ) : (
        <PersonLine name={subject.name} email={subject.email} isYou={subject.id === me.id} />
      )}
    </Link>
  )
}

type Query = { action: string; resourceType: string; resourceId: string }

function DownloadWho({ query, name }: { query: Query; name: string }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const load = useMutation({
    mutationFn: () => ask(decisions.whoCanFile, { query }),
    onSuccess: (text) => saveFile(`${name} ${query.action}.csv`.replaceAll(/[^\w.-]+/g, '-'), text),
  })
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={load.isPending}
        onClick={() => load.mutate()}
      >
        {t('resources.downloadWho')}
      </Button>
      <Refusal error={load.error} />
    </>
  )
}
