import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { grants } from '../../contract/grants.ts'
import { useCall } from '../data.ts'
import { AskBeforeLeaving } from '../members/AskBeforeLeaving.tsx'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { Section } from '../shell/Section.tsx'
import { type Draft, draftOf, type HeldPermissions, isSameDraft } from './draft.ts'
import { PermissionsEditor } from './PermissionsEditor.tsx'

interface Holder {
  type: 'group' | 'token'
  id: string
}

interface Given {
  holder: Holder
  title: string
  lead?: string
  /** A question that names whose roles they are. */
  reviewTitle: string
  permissions: HeldPermissions
}

/** The roles of a group or a token, to be changed. What that means is shown before it is saved. */
export function RolesSection({ holder, title, lead, reviewTitle, permissions }: Given) {
  const { t } = useTranslation()
  const saved = draftOf(permissions)
  const [changed, setChanged] = useState<Draft | null>(null)
  const [isReviewing, setReviewing] = useState(false)
  const draft = changed ?? saved
  const isSame = isSameDraft(draft, saved)
  const { endpoint, change, call, save } = useReplacing(holder, draft)
  const close = () => {
    call.reset()
    setReviewing(false)
  }
  const finish = () => {
    setChanged(null)
    close()
  }
  return (
    <Section title={title} lead={lead}>
      <PermissionsEditor of={holder.type} value={draft} saved={saved} onChange={setChanged} />
      <Group justify="end" className="save-bar">
        {!isSame && (
          <Button variant="default" onClick={() => setChanged(null)}>
            {t('common.discard')}
          </Button>
        )}
        <MayButton
          call={endpoint}
          refusal={isSame ? t('common.nothingChanged') : null}
          onClick={() => setReviewing(true)}
        >
          {t('common.reviewSave')}
        </MayButton>
      </Group>
      <Review
        isOpen={isReviewing}
        onClose={close}
        title={reviewTitle}
        submit={t('common.save')}
        changes={[change]}
        call={call}
        onSave={() => save(finish)}
      />
      <AskBeforeLeaving isChanged={!isSame} text={t('common.unsavedRoles')} />
    </Section>
  )
}

function useReplacing({ type, id }: Holder, permissions: Draft) {
  const ofGroup = useCall(grants.replaceForGroup)
  const ofToken = useCall(grants.replaceForToken)
  const body = { permissions }
  if (type === 'group') {
    const given = { params: { userGroupId: id }, body }
    return {
      endpoint: grants.replaceForGroup,
      change: planned(grants.replaceForGroup, given),
      call: ofGroup,
      save: (onSuccess: () => void) => ofGroup.mutate(given, { onSuccess }),
    }
  }
  const given = { params: { tokenId: id }, body }
  return {
    endpoint: grants.replaceForToken,
    change: planned(grants.replaceForToken, given),
    call: ofToken,
    save: (onSuccess: () => void) => ofToken.mutate(given, { onSuccess }),
  }
}
