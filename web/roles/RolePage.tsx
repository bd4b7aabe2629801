import { Stack } from '@mantine/core'
import { IconCopy, IconPencil, IconUserShield } from '@tabler/icons-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { roles as endpoints } from '../../contract/roles.ts'
import { type RoleOnOffer, useRoles } from '../grants/roles.ts'
import { useRoleRefusal } from '../grants/words.ts'
import { useAddress } from '../shell/addresses.ts'
import { DeleteButton } from '../shell/DeleteButton.tsx'
import { Empty } from '../shell/Empty.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Page } from '../shell/Page.tsx'
import { usePlanRefusal } from '../shell/PlanNotice.tsx'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere } from '../workspaces/here.ts'
import { DeleteRole } from './DeleteRole.tsx'
import { EditRole } from './EditRole.tsx'
import { Gives } from './Gives.tsx'
import { Holders } from './Holders.tsx'
import { useRoleWords } from './words.ts'
import './roles.css'

/** One role: what it gives, how far it may be granted, and who holds it. The workspace's own are changed here. */
export function RolePage() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const { roleId = '' } = useParams({ strict: false })
  const all = useRoles()
  const role = all.data?.roles.find(({ id }) => id === roleId)
  const { asked, ask, close } = useAsked<'delete'>()
  return (
    <Page
      title={role?.name ?? t('roles.one')}
      lead={role?.description}
      back={{ to: `/w/${workspace.slug}/access/roles`, text: t('roles.all') }}
      actions={role && <Actions role={role} onDelete={() => ask('delete')} />}
    >
      <Waiting on={all}>
        {() =>
          role ? (
            <Contents key={role.id} role={role} />
          ) : (
            <Empty icon={IconUserShield} title={t('roles.goneTitle')} text={t('roles.goneText')} />
          )
        }
      </Waiting>
      {role && asked === 'delete' && <DeleteRole role={role} onClose={close} />}
    </Page>
  )
}

function Actions({ role, onDelete }: { role: RoleOnOffer; onDelete: () => void }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const navigate = useNavigate()
  const [{ tab }, setAddress] = useAddress()
  const refusal = usePlanRefusal('custom-roles')
  const copy = () => void navigate({ to: `/w/${workspace.slug}/access/roles/new`, search: { role: role.id } })
  return (
    <>
      {role.custom && tab !== 'edit' && (
        <MayButton
          call={endpoints.modify}
          refusal={refusal}
          variant="default"
          leftSection={<IconPencil size={18} aria-hidden />}
          onClick={() => setAddress({ tab: 'edit' })}
        >
          {t('roles.edit')}
        </MayButton>
      )}
      <MayButton
        call={endpoints.create}
        refusal={refusal}
        variant="default"
        leftSection={<IconCopy size={18} aria-hidden />}
        onClick={copy}
      >
        {t('roles.copy')}
      </MayButton>
      {role.custom && <DeleteButton call={endpoints.delete} text={t('roles.delete')} onClick={onDelete} />}
    </>
  )
}

function Contents({ role }: { role: RoleOnOffer }) {
  const [{ tab }] = useAddress()
  const isEditing = tab === 'edit' && role.custom
  return (
    <div className="role-page">
      {isEditing ? <EditRole role={role} /> : <What role={role} />}
      <Stack gap="lg">
        <Facts role={role} />
        <Holders roleId={role.id} />
      </Stack>
    </div>
  )
}

function What({ role }: { role: RoleOnOffer }) {
  const { t } = useTranslation()
  const refusal = useRoleRefusal()(role)
  return (
    <Stack gap="lg">
      {refusal && <Notice title={refusal}>{t('roles.beyondPlan')}</Notice>}
      <Gives role={role} />
    </Stack>
  )
}

function Facts({ role }: { role: RoleOnOffer }) {
  const { t } = useTranslation()
  const words = useRoleWords()
  return (
    <Section title={t('roles.facts')}>
      <dl className="role-facts">
        <div>
          <dt>{t('roles.reach')}</dt>
          <dd>{words.reach(role)}</dd>
        </div>
        <div>
          <dt>{t('roles.plans')}</dt>
          <dd>{words.plans(role)}</dd>
        </div>
        <div>
          <dt>{t('roles.origin')}</dt>
          <dd>{role.custom ? t('roles.originCustom') : t('roles.originBuiltIn')}</dd>
        </div>
      </dl>
    </Section>
  )
}
