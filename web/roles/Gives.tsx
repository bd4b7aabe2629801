import { Stack, Text, Title } from '@mantine/core'
import { IconCheck, IconMinus } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isBare, isWorkspace, type RoleOnOffer } from '../grants/roles.ts'
import { capital } from '../resources/paths.ts'
import { Section } from '../shell/Section.tsx'
import { type ResourceType, useHere } from '../workspaces/here.ts'
import { type ActionOfType, type GivenOnType, givesOf, lacksOf } from './gives.ts'
import { Says } from './Says.tsx'

/** What a role gives, and what it does not give, on every type of the running catalog. */
export function Gives({ role }: { role: RoleOnOffer }) {
  const { t } = useTranslation()
  const { types } = useHere()
  const all = givesOf(role, types)
  const given = all.filter((one) => one.given.length > 0)
  const missing = all.filter((one) => one.missing.length > 0)
  return (
    <Stack gap="lg">
      <Section title={t('roles.gives')} lead={leadOf(role, t)}>
        {given.length > 0 && (
          <div className="role-types">
            {given.map((one) => (
              <OnType key={one.type.type} type={one.type} note={one.isWhole ? t('roles.whole') : undefined}>
                {one.given.map((action) => (
                  <GivenAction key={action.name} action={action} on={one} />
                ))}
              </OnType>
            ))}
          </div>
        )}
        {given.length === 0 && <Text size="sm">{t('roles.givesNothing')}</Text>}
      </Section>
      <Section title={t('roles.doesNotGive')}>
        {missing.length === 0 && <Text size="sm">{t('roles.nothingMissing')}</Text>}
        <div className="role-types">
          {missing.map((one) => (
            <OnType key={one.type.type} type={one.type}>
              {one.missing.map(({ name, says }) => (
                <li key={name}>
                  <IconMinus size={18} aria-hidden color="var(--mantine-color-dimmed)" />
                  <Text size="sm" c="dimmed">
                    <Says text={says} />
                  </Text>
                </li>
              ))}
            </OnType>
          ))}
        </div>
      </Section>
    </Stack>
  )
}

function leadOf(role: RoleOnOffer, t: TFunction): string {
  if (role.owner) return t('roles.ownerGives')
  return isBare(role) ? t('roles.bareGives') : t('roles.givesLead')
}

function OnType({
  type,
  note,
  children,
}: {
  type: ResourceType
  note?: string | undefined
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <div>
      <Title order={3} size="h5">
        {isWorkspace(type.type) ? t('roles.theWorkspace') : capital(type.plural)}
      </Title>
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
      <ul className="role-actions">{children}</ul>
    </div>
  )
}

function GivenAction({ action, on }: { action: ActionOfType; on: GivenOnType }) {
  const { t } = useTranslation()
  const lacks = lacksOf(action, on)
  return (
    <li>
      <IconCheck size={18} aria-hidden className="is-given" />
      <div>
        <Says text={action.says} />
        {action.creates && <Note>{t('roles.createsNote')}</Note>}
        {lacks !== null && <Note>{t('roles.needsNote', { says: lacks })}</Note>}
      </div>
    </li>
  )
}

function Note({ children }: { children: ReactNode }) {
  return (
    <Text size="xs" c="dimmed">
      {children}
    </Text>
  )
}
