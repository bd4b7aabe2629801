import { Anchor, Code, Group, Paper, Stack, Text } from '@mantine/core'
import { IconCube } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { resources } from '../../contract/resources.ts'
import { useReply } from '../data.ts'
import { LabelFilter, useLabelFilter } from '../labels/LabelFilter.tsx'
import { useAddress } from '../shell/addresses.ts'
import { Empty } from '../shell/Empty.tsx'
import { type Column, Listing } from '../shell/Listing.tsx'
import { type Asked, type Pages, usePages } from '../shell/pages.ts'
import { SearchField } from '../shell/SearchField.tsx'
import { Outline } from '../shell/Waiting.tsx'
import { type ResourceType, useHere, useMay } from '../workspaces/here.ts'
import { CapacityText } from './CapacityText.tsx'
import { Door, useExplanation } from './Door.tsx'
import { keysOf, labelColumns } from './label-columns.tsx'
import { capital, resourcePath } from './paths.ts'
import { ResourceLink } from './ResourceLink.tsx'

export type Resource = Reply<typeof resources.list>['resources'][number]

/** The resources of one type that the person may see, searched and filtered as the address says. */
export function ResourceList({ type }: { type: ResourceType }) {
  const { t } = useTranslation()
  const [{ q = '' }] = useAddress()
  const [labels] = useLabelFilter()
  const pages = useResources(type)
  const columns = useColumns(type, pages.rows ?? [])
  const isFiltered = q !== '' || labels.length > 0
  if (pages.rows?.length === 0 && !isFiltered) return <NothingSeen type={type} />

  return (
    <Stack>
      <Group gap="sm">
        <SearchField label={t('resources.search', { plural: type.plural })} />
        {type.labelable && <LabelFilter />}
      </Group>
      <Listing
        caption={capital(type.plural)}
        pages={pages}
        columns={columns}
        idOf={({ id }) => id}
        empty={<Text ta="center">{t('list.noneFound')}</Text>}
      />
    </Stack>
  )
}

/** A page of the resources of a type, as the address asks for them. */
export function useResources(type: ResourceType): Pages<Resource> {
  const [{ q = '' }] = useAddress()
  const [labels] = useLabelFilter()
  const asked = {
    type: type.type,
    ...(q && { search: q }),
    ...(type.labelable && labels.length > 0 && { labels }),
  }
  const usePage = (pagination: Asked) =>
    useReply(resources.list, { query: { ...asked, pagination } }, { keep: true })
  return usePages(JSON.stringify(asked), usePage, (reply) => reply.resources)
}

function useColumns(type: ResourceType, rows: readonly Resource[]): Column<Resource>[] {
  const { t } = useTranslation()
  const { types } = useHere()
  const parentType = types.find((one) => one.type === type.parent)
  const keys = keysOf(rows.flatMap(({ labels }) => labels))
  return [
    { id: 'name', title: t('resources.name'), cell: (row) => <ResourceLink of={row} /> },
    ...(parentType ? [{ id: 'parent', title: capital(parentType.name), cell: ParentOf }] : []),
    ...(type.labelable ? labelColumns(keys, (row: Resource) => row.labels, t) : []),
    {
      id: 'may',
      title: t('resources.youMay'),
      cell: ({ may }) => <CapacityText may={may} type={type} />,
    },
  ]
}

/** What a resource hangs on, with the way there for those who may know of it. */
export function ParentOf({ parent }: Pick<Resource, 'parent'>) {
  const { workspace } = useHere()
  if (!parent) return null
  if (parent.name === undefined) return <Code>{parent.id}</Code>
  return (
    <Anchor
      size="sm"
      dir="auto"
      lineClamp={2}
      renderRoot={(props) => <Link to={resourcePath(workspace.slug, parent)} {...props} />}
    >
      {parent.name}
    </Anchor>
  )
}

function NothingSeen({ type }: { type: ResourceType }) {
  const { t } = useTranslation()
  const may = useMay()
  const mayRegister = may(resources.put)
  const said = useExplanation(type, undefined, !mayRegister)
  if (said.isLoading) return <Outline />
  if (said.data && !said.data.allowed)
    return <Door type={type} title={t('resources.closedTitle', { plural: type.plural })} />
  return (
    <Paper withBorder radius="lg" p="xl">
      <Empty
        icon={IconCube}
        title={t('resources.nothingTitle', { plural: type.plural })}
        text={mayRegister ? t('resources.nothingText') : t('resources.nothingYet')}
        action={mayRegister && <HowTheyComeIn type={type} />}
      />
    </Paper>
  )
}

/** The call with which an application registers a resource. */
function HowTheyComeIn({ type }: { type: ResourceType }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const path = `/w/${workspace.slug}/api/resources/${type.type.toLowerCase()}/example-1`
  return (
    <Stack gap="sm" align="center" maw="100%">
      <Code block ta="start" maw="100%" style={{ whiteSpace: 'pre-wrap' }}>
        {`curl -X PUT ${window.location.origin}${path} \\\n  -H 'Authorization: Bearer …' -H 'Content-Type: application/json' \\\n  -d '{"name": "Example"}'`}
      </Code>
      <Anchor href="/api/docs">{t('resources.docs')}</Anchor>
    </Stack>
  )
}
