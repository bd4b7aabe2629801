import { Anchor, Modal, Select, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resources } from '../../contract/resources.ts'
import { useReply } from '../data.ts'
import { labelText } from '../grants/draft.ts'
import { type ResourceType, useHere } from '../workspaces/here.ts'
import { Explained } from './Explained.tsx'

/** What somebody asks about: one of these actions, on one resource of a type. */
export interface WhyQuestion {
  type: ResourceType
  action: string
  actions: readonly string[]
  /** Where the role is given by label: to offer only what carries it. */
  labels: readonly { key: string; value: string }[]
  resource?: { id: string; name: string }
}

interface Given {
  subject: { type: 'user' | 'token'; id: string }
  question: WhyQuestion
  onClose: () => void
}

/** Answers why somebody may do an action on a resource, and lets both be chosen. */
export function WhyDialog({ subject, question, onClose }: Given) {
  const { t } = useTranslation()
  const { type, actions } = question
  const [action, setAction] = useState(question.action)
  const saysOf = (name: string) => type.actions.find((one) => one.name === name)?.says ?? name
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('decisions.whyTitle')}
      size="lg"
      centered={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Select
          label={t('decisions.action')}
          data={actions.map((name) => ({ value: name, label: saysOf(name) }))}
          value={action}
          onChange={(name) => name && setAction(name)}
          allowDeselect={false}
        />
        <Answer subject={subject} question={question} action={action} />
      </Stack>
    </Modal>
  )
}

function Answer({ subject, question, action }: Omit<Given, 'onClose'> & { action: string }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const { type } = question
  const isWorkspace = type.type === 'WORKSPACE'
  const creates = type.actions.some((one) => one.creates && one.name === action)
  const isOnResource = !isWorkspace && !creates
  const { current, options, choose, search } = useChoice(question, isOnResource)
  const resourceId = isWorkspace ? workspace.id : isOnResource ? current?.id : undefined
  return (
    <>
      {isOnResource && (
        <Select
          label={t('decisions.resource')}
          data={options}
          value={current?.id ?? null}
          onChange={choose}
          searchable
          onSearchChange={search}
          filter={(given) => given.options}
          nothingFoundMessage={t('list.noneFound')}
          allowDeselect={false}
        />
      )}
      {resourceId !== undefined || creates ? (
        <Explained subject={subject} action={action} type={type} resourceId={resourceId} />
      ) : (
        <Text size="sm">{t('decisions.noResource', { what: type.plural })}</Text>
      )}
      <AskMore subject={subject} action={action} type={type.type.toLowerCase()} resourceId={resourceId} />
    </>
  )
}

interface Asked {
  subject: Given['subject']
  action: string
  type: string
  resourceId: string | undefined
}

function AskMore({ subject, action, type, resourceId }: Asked) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const search = { subjectType: subject.type, subject: subject.id, action, type, resource: resourceId }
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => (
        <Link {...props} to="/w/$slug/access/why" params={{ slug: workspace.slug }} search={search} />
      )}
    >
      {t('decisions.askMore')}
    </Anchor>
  )
}

const OFFERED = 20

interface Choice {
  id: string
  name: string
}

/** The resource that is asked about, at first any that the role is on, and others to take instead. */
function useChoice({ type, labels, resource }: WhyQuestion, isWanted: boolean) {
  const [chosen, choose] = useState<Choice | undefined>(resource)
  const [typed, setTyped] = useState('')
  const [wanted] = useDebouncedValue(typed, 250)
  const all = {
    type: type.type,
    ...(labels.length > 0 && { labels: labels.map(labelText) }),
    pagination: { count: OFFERED },
  }
  const first = useReply(resources.list, { query: all }, { enabled: isWanted }).data?.resources ?? none
  const current = chosen ?? first[0]
  // What is chosen stands in the field as well: that is no search.
  const query = wanted === current?.name ? all : { ...all, search: wanted }
  const found = useReply(resources.list, { query }, { keep: true, enabled: isWanted }).data?.resources ?? none
  const isMissing = current && !found.some(({ id }) => id === current.id)
  const offered: readonly Choice[] = isMissing ? [current, ...found] : found
  return {
    current,
    options: offered.map(({ id, name }) => ({ value: id, label: name })),
    choose: (wantedId: string | null) => choose(offered.find(({ id }) => id === wantedId)),
    search: setTyped,
  }
}

const none: readonly Choice[] = []
