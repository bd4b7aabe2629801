import { Button, Group, Stack } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { roles } from '../../contract/roles.ts'
import { useCall } from '../data.ts'
import type { RoleOnOffer } from '../grants/roles.ts'
import { AskBeforeLeaving } from '../members/AskBeforeLeaving.tsx'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import { useAddress } from '../shell/addresses.ts'
import { MayButton } from '../shell/MayButton.tsx'
import { usePlanRefusal } from '../shell/PlanNotice.tsx'
import { useHere } from '../workspaces/here.ts'
import { RoleActions, RoleNaming } from './RoleFields.tsx'
import { bodyOf, draftFrom, isSameRole, offeredTypes, type RoleDraft } from './role-draft.ts'

/** Changes a custom role. What that means for those who hold it is shown before it is saved. */
export function EditRole({ role }: { role: RoleOnOffer }) {
  const { t } = useTranslation()
  const { types } = useHere()
  const [, setAddress] = useAddress()
  const offered = offeredTypes(types)
  const saved = draftFrom(role, offered)
  const [changed, setChanged] = useState<RoleDraft | null>(null)
  const [isReviewing, setReviewing] = useState(false)
  const modify = useCall(roles.modify)
  const draft = changed ?? saved
  const isSame = isSameRole(draft, saved)
  const given = { params: { roleId: role.id }, body: bodyOf(draft) }
  const nameless = given.body.name === '' ? t('roles.nameNeeded') : null
  const planRefusal = usePlanRefusal('custom-roles')
  useEffect(() => document.getElementById('role-name')?.focus(), [])
  const close = () => {
    modify.reset()
    setReviewing(false)
  }
  const leave = () => setAddress({ tab: undefined })
  return (
    <Stack gap="lg">
      <RoleNaming draft={draft} onChange={setChanged} isNameless />
      <RoleActions draft={draft} onChange={setChanged} offered={offered} />
      <Group justify="end">
        <Button variant="default" onClick={leave}>
          {isSame ? t('common.cancel') : t('common.discard')}
        </Button>
        <MayButton
          call={roles.modify}
          refusal={planRefusal ?? nameless ?? (isSame ? t('common.nothingChanged') : null)}
          onClick={() => setReviewing(true)}
        >
          {t('common.reviewSave')}
        </MayButton>
      </Group>
      <Review
        isOpen={isReviewing}
        onClose={close}
        title={t('roles.reviewTitle', { name: role.name })}
        submit={t('common.save')}
        changes={[planned(roles.modify, given)]}
        call={modify}
        onSave={() => modify.mutate(given, { onSuccess: leave })}
      />
      <AskBeforeLeaving isChanged={!isSame} text={t('roles.unsaved')} />
    </Stack>
  )
}
