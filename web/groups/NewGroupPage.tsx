import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Given } from '../../client/call.ts'
import { groups } from '../../contract/groups.ts'
import { useCall } from '../data.ts'
import { type Draft, says } from '../grants/draft.ts'
import { PermissionsEditor } from '../grants/PermissionsEditor.tsx'
import { AskBeforeLeaving } from '../members/AskBeforeLeaving.tsx'
import { Difference } from '../previews/Difference.tsx'
import { planned } from '../previews/planned.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Page } from '../shell/Page.tsx'
import { PlanNotice } from '../shell/PlanNotice.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useFeature, useHere, useMay } from '../workspaces/here.ts'
import type { Someone } from './found.ts'
import { PeopleField } from './PeopleField.tsx'

const NAME_MAX = 255
/** Until somebody stops typing, nothing is asked. */
const WAIT_MS = 400

type Body = Given<typeof groups.create>['body']

/** Makes a group in one go: its name, its roles, its members, and beside them what that will mean. */
export function NewGroupPage() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const has = useFeature()
  const back = { to: `/w/${workspace.slug}/access/groups`, text: t('groups.all') }
  return (
    <Page title={t('groups.create')} lead={t('groups.createLead')} back={back}>
      {!may(groups.create) && <ClosedDoor call={groups.create} />}
      <PlanNotice feature="user-groups" />
      {may(groups.create) && has('user-groups') && <NewGroup />}
    </Page>
  )
}

function NewGroup() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [isNameless, setNameless] = useState(false)
  const [permissions, setPermissions] = useState<Draft>([])
  const [people, setPeople] = useState<Someone[]>([])
  const create = useCall(groups.create)
  const body = bodyOf(name, permissions, people)
  const isBegun = body.name !== '' || permissions.length > 0 || people.length > 0
  const send = (event: FormEvent) => {
    event.preventDefault()
    setNameless(body.name === '')
    if (body.name === '') return document.getElementById('group-name')?.focus()

    create.mutate({ body })
  }
  const madeId = create.data?.userGroup.id
  useEffect(() => {
    // Only now is it known to the page that nothing is lost by leaving it.
    if (madeId) void navigate({ to: `/w/${workspace.slug}/access/groups`, search: { show: madeId } })
  }, [madeId, navigate, workspace.slug])
  return (
    <form noValidate onSubmit={send} className="beside" data-open>
      <Stack gap="lg">
        <Section title={t('groups.name')}>
          <TextInput
            id="group-name"
            label={t('groups.nameLabel')}
            placeholder={t('groups.namePlaceholder')}
            maxLength={NAME_MAX}
            dir="auto"
            value={name}
            error={isNameless && body.name === '' && t('groups.nameNeeded')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Section>
        <Section title={t('groups.roles')} lead={t('groups.rolesLead')}>
          <PermissionsEditor of="group" value={permissions} onChange={setPermissions} />
        </Section>
        <Section title={t('groups.members')} lead={t('groups.newMembersLead')}>
          <PeopleField label={t('groups.addLabel')} value={people} onChange={setPeople} />
        </Section>
      </Stack>
      <ReviewPanel body={body} create={create} />
      <AskBeforeLeaving isChanged={isBegun && !madeId} text={t('groups.unsaved')} />
    </form>
  )
}

function bodyOf(name: string, permissions: Draft, people: Someone[]): Body {
  return {
    name: name.trim(),
    ...(permissions.length > 0 && { permissions }),
    ...(people.length > 0 && { emails: people.map(({ email }) => email) }),
  }
}

function ReviewPanel({ body, create }: { body: Body; create: { isPending: boolean; error: Error | null } }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const navigate = useNavigate()
  return (
    <Paper
      component="aside"
      className="side-panel"
      aria-labelledby="review-title"
      withBorder
      radius="lg"
      p="lg"
    >
      <Stack gap="md">
        <Title order={2} size="h4" id="review-title">
          {t('groups.review')}
        </Title>
        <Meaning body={body} isMade={create.isPending} />
        <Refusal error={create.error} />
        <Group gap="sm">
          <Button type="submit" loading={create.isPending}>
            {t('groups.create')}
          </Button>
          <Button
            variant="default"
            onClick={() => void navigate({ to: `/w/${workspace.slug}/access/groups` })}
          >
            {t('common.cancel')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}

/** Live: what creating the group means. While it is made there is nothing to ask any more: its name would be taken. */
function Meaning({ body, isMade }: { body: Body; isMade: boolean }) {
  const { t } = useTranslation()
  const [settled] = useDebouncedValue(body, WAIT_MS)
  const count = body.emails?.length ?? 0
  const texts = says(body.permissions ?? [], t)
  if (body.name === '')
    return (
      <Text size="sm" c="dimmed">
        {t('groups.reviewNameless')}
      </Text>
    )

  return (
    <Stack gap="sm" aria-live="polite">
      <Text size="sm" fw={600} lineClamp={3} dir="auto">
        {body.name}
      </Text>
      <Text size="sm">{t('groups.reviewMembers', { count })}</Text>
      {texts.length > 0 && (
        <Text size="sm" dir="auto">
          {t('groups.reviewRoles', { roles: texts.join(', ') })}
        </Text>
      )}
      <Difference
        changes={[planned(groups.create, { body: settled })]}
        isWanted={!isMade && settled.name !== ''}
      />
    </Stack>
  )
}
