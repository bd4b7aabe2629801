import { Anchor, Group, Paper, Stack, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { decisions } from '../../contract/decisions.ts'
import { useAsked } from '../shell/use-asked.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere, useNeeds } from '../workspaces/here.ts'
import { type Access, type HeldRole, inactiveOf } from './access.ts'
import { Inactive } from './Inactive.tsx'
import { RoleOnType } from './RoleOnType.tsx'
import { useAccess } from './use-access.ts'
import { WhyDialog, type WhyQuestion } from './WhyDialog.tsx'
import { capital } from './words.ts'
import './decisions.css'

interface Given {
  subject: { type: 'user' | 'token'; id: string }
}

/** Every role that reaches somebody, by type of resource, with every action of it; on each line one may ask why. */
export function EffectiveAccess({ subject }: Given) {
  const { t } = useTranslation()
  const needs = useNeeds()
  const { workspace } = useHere()
  const access = useAccess(subject)
  const { asked, ask, close } = useAsked<WhyQuestion>()
  if (access.error instanceof Refused && access.error.code === 'not-allowed') {
    return <Text size="sm">{t('frame.missing', { what: needs(decisions.whoCan) })}</Text>
  }
  return (
    <Stack gap="md">
      {subject.type === 'user' && (
        <Group>
          <Anchor size="sm" href={fileOf(workspace.slug, subject.id)} download>
            <IconDownload size={16} aria-hidden /> {t('decisions.download')}
          </Anchor>
        </Group>
      )}
      <Waiting on={access}>{(found) => <Types access={found} kind={subject.type} onAsk={ask} />}</Waiting>
      {asked && <WhyDialog subject={subject} question={asked} onClose={close} />}
    </Stack>
  )
}

interface OfTypes {
  access: Access
  kind: 'user' | 'token'
  onAsk: (question: WhyQuestion) => void
}

function Types({ access, kind, onAsk }: OfTypes) {
  const { t } = useTranslation()
  const { types } = useHere()
  const shown = types.flatMap((type) => {
    const held = access.access.find((one) => one.type.toUpperCase() === type.type)?.roles ?? []
    const roles = held.filter(({ active, actions }) => active && actions.length > 0)
    return roles.length > 0 ? [{ type, roles }] : []
  })
  return (
    <>
      {shown.length === 0 && <Text size="sm">{t(`decisions.nothing.${kind}`)}</Text>}
      {shown.map(({ type, roles }) => (
        <Paper key={type.type} component="section" withBorder radius="lg" aria-label={capital(type.plural)}>
          <Text fw={650} px="md" pt="sm">
            {type.type === 'WORKSPACE' ? t('decisions.theWorkspace') : capital(type.plural)}
          </Text>
          <ul className="plain-list access-roles">
            {roles.map((role) => (
              <RoleOnType key={keyOf(role)} type={type} role={role} onAsk={onAsk} />
            ))}
          </ul>
        </Paper>
      ))}
      <Inactive roles={inactiveOf(access)} />
    </>
  )
}

/** The cookie of the session goes with a plain link. */
function fileOf(slug: string, userId: string): string {
  const path = decisions.accessFile.path.replace(':userId', encodeURIComponent(userId))
  return `/w/${slug}/api${path}`
}

function keyOf({ roleId, via, scopes, startsAt, endsAt }: HeldRole): string {
  return JSON.stringify([roleId, via, scopes, startsAt, endsAt])
}
