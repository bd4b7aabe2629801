import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { grants } from '../../contract/grants.ts'
import { useCall } from '../data.ts'
import { type Draft, draftOf } from '../grants/draft.ts'
import { PermissionsEditor } from '../grants/PermissionsEditor.tsx'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { Section } from '../shell/Section.tsx'
import type { User } from './UserPage.tsx'

interface Given {
  user: User
  draft: Draft
  isChanged: boolean
  /** Null goes back to what is saved. */
  set: (draft: Draft | null) => void
}

/** A member's own roles. Nothing is saved before it was said who gains and loses what. */
export function UserRoles({ user: { id: userId, name, permissions }, draft, isChanged, set }: Given) {
  const { t } = useTranslation()
  const replace = useCall(grants.replaceForUser)
  const [isReviewed, setReviewed] = useState(false)
  const change = { params: { userId }, body: { permissions: draft } }
  const close = () => {
    replace.reset()
    setReviewed(false)
  }
  const saved = () => {
    set(null)
    close()
  }
  return (
    <Section title={t('members.ownRoles')} lead={t('members.ownRolesText')}>
      <Stack>
        <PermissionsEditor of="user" value={draft} saved={draftOf(permissions)} onChange={set} />
        <Group justify="end" className="save-bar">
          {isChanged && (
            <Button variant="default" onClick={() => set(null)}>
              {t('members.discard')}
            </Button>
          )}
          <MayButton
            call={grants.replaceForUser}
            refusal={isChanged ? null : t('members.nothingChanged')}
            onClick={() => setReviewed(true)}
          >
            {t('members.reviewSave')}
          </MayButton>
        </Group>
      </Stack>
      <Review
        isOpen={isReviewed}
        onClose={close}
        title={t('members.rolesTitle', { name })}
        submit={t('common.save')}
        changes={[planned(grants.replaceForUser, change)]}
        call={replace}
        onSave={() => replace.mutate(change, { onSuccess: saved })}
      />
    </Section>
  )
}
