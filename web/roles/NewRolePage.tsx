import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { roles as endpoints } from '../../contract/roles.ts'
import { useCall } from '../data.ts'
import { isBare, type RoleOnOffer, useRoles } from '../grants/roles.ts'
import { AskBeforeLeaving } from '../members/AskBeforeLeaving.tsx'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Page } from '../shell/Page.tsx'
import { PlanNotice, usePlanRefusal } from '../shell/PlanNotice.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere, useMay } from '../workspaces/here.ts'
import { NAME_MAX, RoleActions, RoleNaming } from './RoleFields.tsx'
import { bodyOf, draftFrom, isSameRole, offeredTypes } from './role-draft.ts'
import './roles.css'

/** Makes a custom role, from nothing or as a copy of another. */
export function NewRolePage() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const refusal = usePlanRefusal('custom-roles')
  const all = useRoles()
  const back = { to: `/w/${workspace.slug}/access/roles`, text: t('roles.all') }
  return (
    <Page title={t('roles.create')} lead={t('roles.createLead')} back={back}>
      {!may(endpoints.create) && <ClosedDoor call={endpoints.create} />}
      <PlanNotice feature="custom-roles" />
      {may(endpoints.create) && !refusal && (
        <Waiting on={all}>{({ roles }) => <NewRole roles={roles} />}</Waiting>
      )}
    </Page>
  )
}

function NewRole({ roles }: { roles: RoleOnOffer[] }) {
  const { t } = useTranslation()
  const { types } = useHere()
  const [{ role: copiedId }] = useAddress()
  const { draft, setDraft, fromId, copy, isChanged } = useCopied(roles, copiedId)
  const [isNameless, setNameless] = useState(false)
  const create = useCall(endpoints.create)
  const isMade = useWayOn(create.data?.role.id)
  const send = (event: FormEvent) => {
    event.preventDefault()
    const body = bodyOf(draft)
    setNameless(body.name === '')
    if (body.name === '') return document.getElementById('role-name')?.focus()

    create.mutate({ body })
  }
  return (
    <form noValidate onSubmit={send}>
      <Stack gap="lg">
        <StartFrom roles={roles} value={fromId} onChange={copy} />
        <RoleNaming draft={draft} onChange={setDraft} isNameless={isNameless} />
        <RoleActions draft={draft} onChange={setDraft} offered={offeredTypes(types)} />
        <Refusal error={create.error} />
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {t('roles.createMeans')}
          </Text>
          <Button type="submit" loading={create.isPending}>
            {t('roles.create')}
          </Button>
        </Group>
      </Stack>
      <AskBeforeLeaving isChanged={isChanged && !isMade} text={t('roles.unsavedNew')} />
    </form>
  )
}

/** A draft that may begin as a copy. Copying another role leaves the name and the description that somebody wrote. */
function useCopied(roles: readonly RoleOnOffer[], copiedId: string | undefined) {
  const { t } = useTranslation()
  const { types } = useHere()
  const begin = (id: string | undefined) => {
    const copied = roles.find((role) => role.id === id)
    const draft = draftFrom(copied, offeredTypes(types))
    return copied ? { ...draft, name: t('roles.copyOf', { name: copied.name }).slice(0, NAME_MAX) } : draft
  }
  const [fromId, setFrom] = useState(copiedId)
  const [draft, setDraft] = useState(() => begin(copiedId))
  const copy = (id: string | undefined) => {
    const next = begin(id)
    const isWritten = !isSameRole({ ...draft, may: {} }, { ...begin(fromId), may: {} })
    setFrom(id)
    setDraft(isWritten ? { ...draft, may: next.may } : next)
  }
  return { draft, setDraft, fromId, copy, isChanged: !isSameRole(draft, begin(copiedId)) }
}

/** Goes to the new role. Only when the page has been drawn with it, it knows that nothing is lost by leaving. */
function useWayOn(madeId: string | undefined): boolean {
  const { workspace } = useHere()
  const navigate = useNavigate()
  useEffect(() => {
    if (madeId) void navigate({ to: `/w/${workspace.slug}/access/roles/${madeId}` })
  }, [madeId, navigate, workspace.slug])
  return madeId !== undefined
}

interface OfStart {
  roles: RoleOnOffer[]
  value: string | undefined
  onChange: (id: string | undefined) => void
}

function StartFrom({ roles, value, onChange }: OfStart) {
  const { t } = useTranslation()
  return (
    <Section title={t('roles.start')} lead={t('roles.startText')}>
      <Select
        label={t('roles.startFrom')}
        placeholder={t('roles.startNothing')}
        data={optionsOf(roles)}
        value={value ?? null}
        onChange={(id) => onChange(id ?? undefined)}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('roles.startNothing') }}
        nothingFoundMessage={t('list.noneFound')}
        maw={420}
      />
    </Section>
  )
}

function optionsOf(roles: readonly RoleOnOffer[]) {
  const areas = Map.groupBy(
    roles.filter((role) => !isBare(role)),
    ({ area }) => area,
  )
  return [...areas].map(([group, some]) => ({
    group,
    items: some.map(({ id, name }) => ({ value: id, label: name })),
  }))
}
