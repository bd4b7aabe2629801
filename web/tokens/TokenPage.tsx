import { Code, Stack } from '@mantine/core'
import { IconPencil, IconRefresh } from '@tabler/icons-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { tokens } from '../../contract/tokens.ts'
import { useCall, useReply } from '../data.ts'
import { AccessSummary } from '../decisions/AccessSummary.tsx'
import { RolesSection } from '../grants/RolesSection.tsx'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { DeleteButton } from '../shell/DeleteButton.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { Page } from '../shell/Page.tsx'
import { PlanNotice, usePlanRefusal } from '../shell/PlanNotice.tsx'
import { RenameInPlace } from '../shell/RenameInPlace.tsx'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere, useMay } from '../workspaces/here.ts'
import { RevokeToken } from './RevokeToken.tsx'
import { type Token, TokenFacts } from './TokenFacts.tsx'
import './tokens.css'

/** One token: what it may do, how it is replaced, and its end. */
export function TokenPage() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const { tokenId = '' } = useParams({ strict: false })
  const isOpen = may(tokens.get)
  const reply = useReply(tokens.get, { params: { tokenId } }, { enabled: isOpen })
  const { asked, ask, close } = useAsked<'describe' | 'revoke'>()
  const token = reply.data?.token
  return (
    <Page
      title={token?.description ?? t('tokens.one')}
      lead={token && <Code>cvt_…{token.hint}</Code>}
      back={{ to: `/w/${workspace.slug}/access/tokens`, text: t('tokens.all') }}
      actions={token && <Actions onDescribe={() => ask('describe')} onRevoke={() => ask('revoke')} />}
    >
      <PlanNotice feature="public-api" />
      {token && asked === 'describe' && <Describe token={token} onClose={close} />}
      {isOpen ? (
        <Waiting on={reply}>{(data) => <Contents token={data.token} />}</Waiting>
      ) : (
        <ClosedDoor call={tokens.get} />
      )}
      {token && <RevokeToken token={token} isOpen={asked === 'revoke'} onClose={close} />}
    </Page>
  )
}

function Actions({ onDescribe, onRevoke }: { onDescribe: () => void; onRevoke: () => void }) {
  const { t } = useTranslation()
  return (
    <>
      <MayButton
        call={tokens.describe}
        variant="default"
        leftSection={<IconPencil size={18} aria-hidden />}
        onClick={onDescribe}
      >
        {t('tokens.describe')}
      </MayButton>
      <DeleteButton call={tokens.revoke} text={t('tokens.revoke')} onClick={onRevoke} />
    </>
  )
}

function Describe({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useTranslation()
  const describe = useCall(tokens.describe)
  const save = (description: string) =>
    describe.mutate({ params: { tokenId: token.id }, body: { description } }, { onSuccess: onClose })
  return (
    <RenameInPlace
      label={t('tokens.description')}
      name={token.description}
      call={describe}
      onSave={save}
      onClose={onClose}
    />
  )
}

function Contents({ token }: { token: Token }) {
  const { t } = useTranslation()
  return (
    <div className="beside" data-open>
      <Stack gap="lg">
        <RolesSection
          holder={{ type: 'token', id: token.id }}
          title={t('tokens.permissions')}
          lead={t('tokens.permissionsLead')}
          reviewTitle={t('tokens.rolesTitle', { name: token.description })}
          permissions={token.permissions}
        />
        <Replace token={token} />
      </Stack>
      <Stack gap="lg">
        <Section title={t('tokens.about')}>
          <TokenFacts token={token} />
        </Section>
        <Section title={t('tokens.panel')}>
          <AccessSummary subject={{ type: 'token', id: token.id }} />
        </Section>
      </Stack>
    </div>
  )
}

/** A secret is never shown again, so a token gets no other one: another token takes its place. */
function Replace({ token }: { token: Token }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const navigate = useNavigate()
  const to = `/w/${workspace.slug}/access/tokens/new`
  return (
    <Section title={t('tokens.replaceTitle')} lead={t('tokens.replaceLead')}>
      <ol className="token-steps">
        <li>{t('tokens.replaceCreate')}</li>
        <li>{t('tokens.replaceUse')}</li>
        <li>{t('tokens.replaceRevoke')}</li>
      </ol>
      <div>
        <MayButton
          call={tokens.create}
          variant="default"
          refusal={usePlanRefusal('public-api')}
          leftSection={<IconRefresh size={18} aria-hidden />}
          onClick={() => void navigate({ to, search: { from: token.id } })}
        >
          {t('tokens.replace')}
        </MayButton>
      </div>
    </Section>
  )
}
