import { Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Draft, scopesOf } from './draft.ts'
import { LostRole } from './LostRole.tsx'
import { RoleRow } from './RoleRow.tsx'
import { grantableFirst, type HolderKind, isBare, type RoleOnOffer } from './roles.ts'

interface Given {
  of: HolderKind
  roles: RoleOnOffer[]
  value: Draft
  saved: Draft
  onChange: (draft: Draft) => void
}

/**
 * The roles of a member, to tick: by area, with a search. What the plan leaves out stands after what it includes, and says so. Roles
 * that were deleted meanwhile stand first.
 */
export function RolePicker({ of, roles, value, saved, onChange }: Given) {
  const { t, i18n } = useTranslation()
  const [search, setSearch] = useState('')
  const offered = roles.filter((role) => !role.owner && !isBare(role))
  const known = new Set(roles.map(({ id }) => id))
  const lost = [...new Set(value.map(({ roleId }) => roleId))].filter((roleId) => !known.has(roleId))
  const chosen = offered.filter(({ id }) => scopesOf(value, id).length > 0).length + lost.length
  const wanted = search.trim().toLocaleLowerCase(i18n.language)
  const found = grantableFirst(offered).filter(({ name, description, area }) =>
    [name, description, area].some((text) => text.toLocaleLowerCase(i18n.language).includes(wanted)),
  )
  const areas = Map.groupBy(found, ({ area }) => area)
  return (
    <Stack gap="md">
      <TextInput
        size="sm"
        aria-label={t('grants.searchRoles')}
        placeholder={t('grants.searchRoles')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        // Enter would send the form around it.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        maxLength={255}
      />
      <Text size="sm" c="dimmed" role="status">
        {chosen > 0 ? t('grants.chosenRoles', { count: chosen }) : t(`grants.noneChosen.${of}`)}
      </Text>
      {lost.map((roleId) => (
        <LostRole key={roleId} roleId={roleId} value={value} onChange={onChange} />
      ))}
      {[...areas].map(([area, some]) => (
        <fieldset key={area} className="role-area">
          <legend>{area}</legend>
          {some.map((role) => (
            <RoleRow key={role.id} role={role} value={value} saved={saved} onChange={onChange} />
          ))}
        </fieldset>
      ))}
      {found.length === 0 && <Text size="sm">{t('list.noneFound')}</Text>}
    </Stack>
  )
}
