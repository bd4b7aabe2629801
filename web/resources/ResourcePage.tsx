import { Badge, Code, Group, Tabs, Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { decisions } from '../../contract/decisions.ts'
import { resources } from '../../contract/resources.ts'
import { useReply } from '../data.ts'
import { LabelChip } from '../labels/LabelChip.tsx'
import { useAddress } from '../shell/addresses.ts'
import { Page } from '../shell/Page.tsx'
import { Outline, Waiting } from '../shell/Waiting.tsx'
import { areasOf } from '../workspaces/areas.ts'
import { type ResourceType, useHere, useMay } from '../workspaces/here.ts'
import { Door, useExplanation } from './Door.tsx'
import { LabelSettings } from './LabelSettings.tsx'
import { NothingHere } from './NothingHere.tsx'
import { capital } from './paths.ts'
import { ParentOf, type Resource } from './ResourceList.tsx'
import { useLabelling } from './use-labelling.ts'
import { WhoHasAccess } from './WhoHasAccess.tsx'
import { YourAccess } from './YourAccess.tsx'

/** One resource: what it is, what the person may do on it, who else may, and its labels. */
export function ResourcePage() {
  const { t } = useTranslation()
  const { type: wire = '', resourceId: id = '' } = useParams({ strict: false })
  const { types } = useHere()
  const reply = useReply(resources.get, { params: { type: wire, id } })
  const type = types.find((one) => one.type === wire.toUpperCase())
  const back = useBack(type)
  const isHidden = useIsHidden(reply, id)
  if (reply.data && type) return <Shown resource={reply.data.resource} type={type} />
  return (
    <Page title={capital(type?.name ?? t('common.notFoundTitle'))} back={back}>
      {isHidden ? <Hidden type={type} id={id} /> : <Waiting on={reply}>{() => <NothingHere />}</Waiting>}
    </Page>
  )
}

/** Whether there is nothing to see, which stays so while it is asked once more: a door does not go away for a moment whenever something is saved. */
function useIsHidden({ error, isPending }: { error: Error | null; isPending: boolean }, id: string) {
  const [hiddenId, setHiddenId] = useState<string | null>(null)
  const now = error instanceof Refused && error.status === 404 ? id : null
  if (!isPending && now !== hiddenId) setHiddenId(now)
  return (isPending ? hiddenId : now) === id
}

/** Who may see all of the type is told that this one is not there; the others are not told whether it is. */
function Hidden({ type, id }: { type: ResourceType | undefined; id: string }) {
  const { t } = useTranslation()
  const said = useExplanation(type, id)
  if (said.isLoading) return <Outline />
  if (type && !said.data?.allowed)
    return <Door type={type} resourceId={id} title={t('resources.hiddenTitle', { name: type.name })} />
  return <NothingHere />
}

/** The way to the list that a type stands in. */
function useBack(type: ResourceType | undefined) {
  const { workspace, types } = useHere()
  const area = areasOf(types).find((one) => type && one.types.includes(type))
  if (!area || !type) return { to: `/w/${workspace.slug}`, text: workspace.name }
  const search = area.types.length > 1 ? { tab: type.type.toLowerCase() } : {}
  return { to: `/w/${workspace.slug}/areas/${area.id}`, search, text: capital(type.plural) }
}

interface Given {
  resource: Resource
  type: ResourceType
}

function Shown({ resource, type }: Given) {
  return (
    <Page title={resource.name} back={useBack(type)} lead={<WhatItIs resource={resource} type={type} />}>
      <Parts resource={resource} type={type} key={resource.id} />
    </Page>
  )
}

function WhatItIs({ resource, type }: Given) {
  return (
    <Group gap="xs" component="span">
      <Badge variant="default">{type.name}</Badge>
      <Code>{resource.id}</Code>
      {resource.labels.map((label) => (
        <LabelChip key={`${label.key}:${label.value}`} label={label} />
      ))}
      {resource.parent && <On parent={resource.parent} />}
    </Group>
  )
}

function On({ parent }: { parent: NonNullable<Resource['parent']> }) {
  const { t } = useTranslation()
  const { types } = useHere()
  const name = types.find(({ type }) => type === parent.type)?.name ?? parent.type
  return (
    <Group gap={6} component="span">
      <Text size="sm" component="span">
        {t('resources.on', { name })}
      </Text>
      <ParentOf parent={parent} />
    </Group>
  )
}

function Parts({ resource, type }: Given) {
  const { t } = useTranslation()
  const may = useMay()
  const labelling = useLabelling(resource, type)
  const [{ tab }, setAddress] = useAddress()
  const parts = {
    you: <YourAccess resource={resource} type={type} />,
    ...(may(decisions.whoCan) && { who: <WhoHasAccess resource={resource} type={type} /> }),
    ...(labelling && { settings: <LabelSettings resource={resource} labelling={labelling} /> }),
  }
  const names = Object.keys(parts) as (keyof typeof parts)[]
  const open = names.find((name) => name === tab) ?? 'you'
  if (names.length === 1) return parts.you
  return (
    <Tabs
      value={open}
      onChange={(wanted) => setAddress({ tab: wanted ?? '', action: '' })}
      keepMounted={false}
    >
      <Tabs.List aria-label={resource.name} mb="lg">
        {names.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(partTexts[name])}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {names.map((name) => (
        <Tabs.Panel key={name} value={name}>
          {parts[name]}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

const partTexts = { you: 'resources.you', who: 'resources.who', settings: 'resources.settings' } as const
