import { useTranslation } from 'react-i18next'
import { tokens } from '../../contract/tokens.ts'
import { useCall, useReply } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Page } from '../shell/Page.tsx'
import { PlanNotice } from '../shell/PlanNotice.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useFeature, useHere, useMay } from '../workspaces/here.ts'
import { NewTokenForm } from './NewTokenForm.tsx'
import { TokenSecret } from './TokenSecret.tsx'
import './tokens.css'

/** Creates a token, and shows its secret, this once. */
export function NewTokenPage() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const has = useFeature()
  const create = useCall(tokens.create)
  const back = { to: `/w/${workspace.slug}/access/tokens`, text: t('tokens.all') }
  if (create.data)
    return (
      <Page title={t('tokens.madeTitle')}>
        <TokenSecret token={create.data.token} secret={create.data.secret} />
      </Page>
    )

  const isOpen = may(tokens.create) && has('public-api')
  return (
    <Page title={t('tokens.new')} lead={t('tokens.newLead')} back={back}>
      {!may(tokens.create) && <ClosedDoor call={tokens.create} />}
      <PlanNotice feature="public-api" />
      {isOpen && <Beginning create={create} />}
    </Page>
  )
}

type Create = Parameters<typeof NewTokenForm>[0]['create']

/** Empty, or where the address names a token (`from`) that is to be replaced, with what that one may do. */
function Beginning({ create }: { create: Create }) {
  const [{ from }] = useAddress()
  const old = useReply(tokens.get, { params: { tokenId: from ?? '' } }, { enabled: from !== undefined })
  if (from === undefined) return <NewTokenForm create={create} />
  return <Waiting on={old}>{({ token }) => <NewTokenForm create={create} old={token} />}</Waiting>
}
