import { Group, Paper, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { roles as endpoints } from '../../contract/roles.ts'
import { type RoleOnOffer, useRoles } from '../grants/roles.ts'
import { useAddress } from '../shell/addresses.ts'
import { NewButton } from '../shell/NewButton.tsx'
import { Page } from '../shell/Page.tsx'
import { PlanNotice, usePlanRefusal } from '../shell/PlanNotice.tsx'
import { SearchField } from '../shell/SearchField.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere } from '../workspaces/here.ts'
import { searchRoles } from './gives.ts'
import { RolesOfArea } from './RolesOfArea.tsx'
import './roles.css'

/** All roles that can be granted here, by area. */
export function RolesPage() {
  const { t } = useTranslation()
  const all = useRoles()
  return (
    <Page title={t('roles.title')} lead={t('roles.lead')} actions={<NewRole />}>
      <PlanNotice feature="custom-roles" />
      <Group>
        <SearchField label={t('roles.search')} />
      </Group>
      <Waiting on={all}>{({ roles }) => <Found roles={roles} />}</Waiting>
    </Page>
  )
}

function NewRole() {
  const { t } = useTranslation()
  return (
    <NewButton
      call={endpoints.create}
      page="roles/new"
      text={t('roles.create')}
      refusal={usePlanRefusal('custom-roles')}
    />
  )
}

function Found({ roles }: { roles: RoleOnOffer[] }) {
  const { t } = useTranslation()
  const { types } = useHere()
  const [{ q = '' }] = useAddress()
  const found = searchRoles(roles, types, q)
  const custom = found.filter((role) => role.custom)
  const builtIn = Map.groupBy(
    found.filter((role) => !role.custom),
    ({ area }) => area,
  )
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed" role="status">
        {q === '' ? t('roles.count', { count: roles.length }) : t('roles.found', { count: found.length })}
      </Text>
      {found.length === 0 && (
        <Paper withBorder radius="lg" p="xl">
          <Text ta="center">{t('roles.noneFound')}</Text>
        </Paper>
      )}
      {custom.length > 0 && <RolesOfArea title={t('roles.customArea')} roles={custom} />}
      {[...builtIn].map(([area, some]) => (
        <RolesOfArea key={area} title={area} roles={some} />
      ))}
    </Stack>
  )
}
