import { UnstyledButton } from '@mantine/core'
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.css'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch, IconUser, IconUsersGroup } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { useReply } from '../data.ts'
import { areasOf } from './areas.ts'
import { useHere, useMay } from './here.ts'
import { useAccessPages } from './Navigation.tsx'
import { useSettingsPages } from './use-settings-pages.ts'

const FOUND = 5
const WAIT_MS = 200

/** Opens the command palette, and tells its keys. */
export function PaletteButton() {
  const { t } = useTranslation()
  return (
    <UnstyledButton className="palette-button" onClick={spotlight.open} aria-keyshortcuts="Control+K Meta+K">
      <IconSearch size={16} aria-hidden />
      <span>{t('frame.palette')}</span>
      <kbd aria-hidden>{/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘K' : 'Ctrl K'}</kbd>
    </UnstyledButton>
  )
}

/** Every page of the workspace, and its people and groups, by typing (⌘K or Ctrl-K). */
export function CommandPalette() {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const pages = usePages()
  const found = useFound(typed)
  return (
    <Spotlight
      actions={[...pages, ...found]}
      query={typed}
      onQueryChange={setTyped}
      shortcut={['mod + K']}
      // From a field, too.
      tagsToIgnore={[]}
      nothingFound={t('frame.paletteNothing')}
      highlightQuery
      scrollable
      attributes={{ content: { 'aria-label': t('frame.palette') } }}
      classNames={{ actionDescription: 'palette-about' }}
      // With little height, as with a great zoom, nearly all of it.
      yOffset="min(80px, 8dvh)"
      maxHeight="clamp(120px, 60dvh, 420px)"
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: t('frame.palettePlaceholder'),
        'aria-label': t('frame.palettePlaceholder'),
      }}
    />
  )
}

function usePages(): SpotlightActionData[] {
  const { t } = useTranslation()
  const { workspace, types } = useHere()
  const accessPages = useAccessPages()
  const settings = useSettingsPages()
  const navigate = useNavigate()
  const page = (label: string, path: string, group: string): SpotlightActionData => ({
    id: path,
    label,
    description: group,
    onClick: () => void navigate({ to: `/w/${workspace.slug}${path}` }),
  })
  return [
    page(t('frame.home'), '', t('frame.workspace')),
    ...areasOf(types).map(({ id, name }) => page(name, `/areas/${id}`, t('frame.workspace'))),
    ...accessPages.map(({ path, text }) => page(t(text), `/access/${path}`, t('frame.access'))),
    ...settings.map(({ path, text }) => page(t(text), `/settings${path}`, t('frame.workspace'))),
  ]
}

function useFound(typed: string): SpotlightActionData[] {
  const { workspace } = useHere()
  const may = useMay()
  const navigate = useNavigate()
  const [search] = useDebouncedValue(typed.trim(), WAIT_MS)
  const pagination = { count: FOUND }
  const isAsked = search.length > 1
  const people = useReply(
    members.directory,
    { query: { search, pagination } },
    { enabled: isAsked && may(members.directory) },
  ).data?.users
  const teams = useReply(
    groups.list,
    { query: { search, pagination } },
    { enabled: isAsked && may(groups.list) },
  ).data?.userGroups
  const go = (path: string) => () => void navigate({ to: `/w/${workspace.slug}/access/${path}` })
  return [
    ...(people ?? []).map(({ id, name, email }) => ({
      id,
      label: name,
      description: email,
      leftSection: <IconUser size={18} aria-hidden />,
      onClick: go(`users/${id}`),
    })),
    ...(teams ?? []).map(({ id, name }) => ({
      id,
      label: name,
      leftSection: <IconUsersGroup size={18} aria-hidden />,
      onClick: go(`groups/${id}`),
    })),
  ]
}
