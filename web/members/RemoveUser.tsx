import { IconUserMinus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { MayButton } from '../shell/MayButton.tsx'
import { useHere } from '../workspaces/here.ts'
import { RemoveUsers } from './RemoveUsers.tsx'

/** On a member's page: removes them from the workspace. */
export function RemoveUser({ user }: { user: { id: string; name: string; managed: boolean } }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(false)
  // Their page is gone with them, and so is whatever was not saved on it.
  const go = () => void navigate({ to: `/w/${workspace.slug}/access/users`, ignoreBlocker: true })
  return (
    <>
      <MayButton
        call={members.remove}
        variant="default"
        refusal={user.managed ? t('provisioning.why.user') : null}
        leftSection={<IconUserMinus size={18} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('members.remove')}
      </MayButton>
      <RemoveUsers users={[user]} isOpen={isOpen} onClose={() => setOpen(false)} onDone={go} />
    </>
  )
}
