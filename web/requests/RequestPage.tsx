import { Group, Stack, Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { accessRequests } from '../../contract/access-requests.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { members } from '../../contract/members.ts'
import { useReply } from '../data.ts'
import { AccessSummary } from '../decisions/AccessSummary.tsx'
import { Explained } from '../decisions/Explained.tsx'
import { isWorkspace } from '../grants/roles.ts'
import { readActionOf } from '../resources/capacity.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'
import { Page } from '../shell/Page.tsx'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere, useMay } from '../workspaces/here.ts'
import { Decide } from './Decide.tsx'
import { Outcome } from './Outcome.tsx'
import { RequestFacts } from './RequestFacts.tsx'
import { type AccessRequest, useMine, useThingWords } from './request.ts'
import { StateBadge } from './StateBadge.tsx'
import '../members/members.css'
import './requests.css'

/** A request as owners see it. */
export type Found = Reply<typeof accessRequests.get>

/** One request: the message, the facts to decide by, and the answer. Whoever asked sees theirs here, too. */
export function RequestPage() {
  const { t } = useTranslation()
  const { requestId: accessRequestId = '' } = useParams({ strict: false })
  const { workspace } = useHere()
  const may = useMay()
  const isOpen = may(accessRequests.get)
  const found = useReply(accessRequests.get, { params: { accessRequestId } }, { enabled: isOpen })
  const back = { to: `/w/${workspace.slug}/access/requests`, text: t('requests.all') }
  if (!isOpen) return <Own id={accessRequestId} />
  if (found.data) return <Known key={accessRequestId} found={found.data} back={back} />
  return (
    <Page title={t('requests.one')} back={back}>
      <Waiting on={found}>{() => null}</Waiting>
    </Page>
  )
}

/** For who decides about nothing: what they asked for themselves. */
function Own({ id }: { id: string }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const mine = useMine()
  const back = { to: `/w/${workspace.slug}/access/requests/mine`, text: t('requests.yours') }
  return (
    <Page title={t('requests.one')} back={back}>
      <Waiting on={mine}>
        {({ accessRequests: all }) => {
          const own = all.find((one) => one.id === id)
          return own ? <TheRequest request={own} /> : <ClosedDoor call={accessRequests.get} />
        }}
      </Waiting>
    </Page>
  )
}

function Known({ found, back }: { found: Found; back: { to: string; text: string } }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const { accessRequest: request } = found
  const { name, id, isHere } = request.requester
  const isOpen = request.state === 'open'
  const lead = (
    <Group component="span" gap={8}>
      <StateBadge state={request.state} />
      <span>{moments.time(request.createdAt)}</span>
    </Group>
  )
  return (
    <Page title={t('requests.asksTitle', { name })} back={back} lead={lead}>
      <div className="with-summary request-page">
        <Stack gap="lg">
          <TheRequest request={request} />
          {isOpen && <WhyClosed request={request} />}
        </Stack>
        {isHere && (
          <Section title={t('requests.holds', { name })} lead={t('requests.holdsText')}>
            <AccessSummary subject={{ type: 'user', id }} />
          </Section>
        )}
        {isOpen && <ToDecide found={found} />}
      </div>
    </Page>
  )
}

function TheRequest({ request }: { request: AccessRequest }) {
  const { t } = useTranslation()
  return (
    <Section title={t('requests.theRequest')}>
      <RequestFacts request={request} />
      {request.state !== 'open' && (
        <div className="request-outcome" role="status">
          <Outcome request={request} />
        </div>
      )}
    </Section>
  )
}

function ToDecide({ found }: { found: Found }) {
  const { t } = useTranslation()
  const { me } = useHere()
  const { id } = found.accessRequest.requester
  const isOwn = id === me.id
  const member = useReply(members.get, { params: { userId: id } }, { enabled: !isOwn })
  if (isOwn) {
    return (
      <Notice title={t('requests.own')}>
        <Text size="sm">{t('requests.ownText')}</Text>
      </Notice>
    )
  }
  return (
    <Section title={t('requests.decide')}>
      <Waiting on={member}>{({ user }) => <Decide found={found} user={user} />}</Waiting>
    </Section>
  )
}

/** The explanation of what the requester met. Not there where nobody can say which action they meant. */
function WhyClosed({ request: { action, requester, resource, openUntil } }: { request: AccessRequest }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const type = useThingWords().typeOf(resource.type)
  const asked = action ?? (type && !isWorkspace(type.type) ? readActionOf(type) : undefined)
  if (!type || asked === undefined) return null
  const resourceId = isWorkspace(type.type) ? workspace.id : (resource.id ?? undefined)
  return (
    <Section title={t(openUntil === null ? 'requests.whyClosed' : 'requests.whyNow')}>
      <Explained
        subject={{ type: 'user', id: requester.id }}
        action={asked}
        type={type}
        resourceId={resourceId}
      />
    </Section>
  )
}
