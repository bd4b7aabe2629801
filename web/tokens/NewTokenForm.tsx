import { Button, Group, Stack, TextInput } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer, Given as GivenTo, Refused } from '../../client/call.ts'
import { tokens } from '../../contract/tokens.ts'
import { type Draft, draftOf, withoutEnded } from '../grants/draft.ts'
import { PermissionsEditor } from '../grants/PermissionsEditor.tsx'
import { useRoles } from '../grants/roles.ts'
import { MayButton } from '../shell/MayButton.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useNeededRule } from '../sign-in/rules.ts'
import { useHere } from '../workspaces/here.ts'
import { ExpiryField } from './ExpiryField.tsx'
import { useExpiry } from './expiry.ts'
import type { Token } from './TokenFacts.tsx'

interface Given {
  create: UseMutationResult<Answer<typeof tokens.create>, Refused, GivenTo<typeof tokens.create>>
  /** The token that the new one is to take the place of. */
  old?: Token
}

const DESCRIPTION_MAX = 255

/** What a new token is for, what it may do, and until when. */
export function NewTokenForm({ create, old }: Given) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const navigate = useNavigate()
  const [description, setDescription] = useState(old?.description ?? '')
  const [permissions, setPermissions] = useState<Draft>(() => withoutEnded(draftOf(old?.permissions ?? [])))
  const [isChecked, setChecked] = useState(false)
  const expiry = useExpiry()
  const isOwner = useIsOwner(permissions)
  const fault = useNeededRule()(description)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (fault) return document.getElementById('token-description')?.focus()
    if (expiry.fault) return

    const { expiresAt } = expiry
    const access = isOwner ? ('owner' as const) : ('member' as const)
    const body = { description: description.trim(), access, ...(!isOwner && { permissions }) }
    create.mutate({ body: expiresAt === null ? body : { ...body, expiresAt } })
  }
  return (
    <form noValidate onSubmit={send}>
      <Stack gap="lg">
        {old && <Notice>{t('tokens.replacing', { name: old.description })}</Notice>}
        <Section title={t('tokens.about')}>
          <TextInput
            id="token-description"
            label={t('tokens.description')}
            description={t('tokens.descriptionText')}
            maxLength={DESCRIPTION_MAX}
            dir="auto"
            value={description}
            error={isChecked && fault}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <ExpiryField expiry={expiry} isChecked={isChecked} />
        </Section>
        <Section title={t('tokens.permissions')} lead={t('tokens.permissionsLead')}>
          <PermissionsEditor of="token" value={permissions} onChange={setPermissions} />
          {isOwner && <Notice isWarning>{t('tokens.ownerWarning')}</Notice>}
        </Section>
        <Refusal error={create.error} />
        <Group justify="end">
          <Button
            variant="default"
            onClick={() => void navigate({ to: `/w/${workspace.slug}/access/tokens` })}
          >
            {t('common.cancel')}
          </Button>
          <MayButton call={tokens.create} type="submit" loading={create.isPending}>
            {t('tokens.create')}
          </MayButton>
        </Group>
      </Stack>
    </form>
  )
}

function useIsOwner(permissions: Draft): boolean {
  const owners = new Set(useRoles().data?.roles.flatMap(({ id, owner }) => (owner ? [id] : [])))
  return permissions.some(({ roleId }) => owners.has(roleId))
}
