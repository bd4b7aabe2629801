import { Anchor, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Endpoint } from '../../contract/endpoint.ts'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { tokens } from '../../contract/tokens.ts'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere, useMay, useNeeds } from '../workspaces/here.ts'
import { type Holder, useHolderCount, useHoldingGroups, useHoldingTokens } from './use-holders.ts'

const NAMED_MAX = 10

/** Who holds a role: how many people, and which groups and tokens. */
export function Holders({ roleId }: { roleId: string }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const access = `/w/${workspace.slug}/access`
  const people = useHolderCount(roleId)
  const holdingGroups = useHoldingGroups(roleId)
  const holdingTokens = useHoldingTokens(roleId)
  return (
    <Section title={t('roles.holders')}>
      <Stack gap="md">
        <Kind title={t('roles.people')} call={members.directory}>
          <Waiting on={people}>
            {({ pagination: { totalEntries: count = 0 } }) =>
              count === 0 ? (
                <Text size="sm">{t('roles.nobody')}</Text>
              ) : (
                <Anchor
                  size="sm"
                  renderRoot={(props) => <Link to={`${access}/users`} search={{ role: roleId }} {...props} />}
                >
                  {t('roles.peopleCount', { count })}
                </Anchor>
              )
            }
          </Waiting>
        </Kind>
        {holdingGroups.isEnabled && (
          <Kind title={t('roles.groups')} call={groups.list}>
            <Waiting on={holdingGroups}>
              {(found) => <Named holders={found} path={`${access}/groups`} none={t('roles.noGroups')} />}
            </Waiting>
          </Kind>
        )}
        {holdingTokens.isEnabled && (
          <Kind title={t('roles.tokens')} call={tokens.list}>
            <Waiting on={holdingTokens}>
              {(found) => <Named holders={found} path={`${access}/tokens`} none={t('roles.noTokens')} />}
            </Waiting>
          </Kind>
        )}
      </Stack>
    </Section>
  )
}

function Kind({ title, call, children }: { title: string; call: Endpoint; children: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const needs = useNeeds()
  return (
    <div>
      <Text size="sm" c="dimmed" mb={4}>
        {title}
      </Text>
      {may(call) ? children : <Text size="sm">{t('frame.missing', { what: needs(call) })}</Text>}
    </div>
  )
}

function Named({ holders, path, none }: { holders: Holder[]; path: string; none: string }) {
  const { t } = useTranslation()
  if (holders.length === 0) return <Text size="sm">{none}</Text>
  return (
    <ul className="role-actions" style={{ marginBlockStart: 0 }}>
      {holders.slice(0, NAMED_MAX).map(({ id, name }) => (
        <li key={id} style={{ display: 'block' }}>
          <Anchor
            size="sm"
            dir="auto"
            lineClamp={2}
            renderRoot={(props) => <Link to={`${path}/${id}`} {...props} />}
          >
            {name}
          </Anchor>
        </li>
      ))}
      {holders.length > NAMED_MAX && (
        <li style={{ display: 'block' }}>{t('list.more', { count: holders.length - NAMED_MAX })}</li>
      )}
    </ul>
  )
}
