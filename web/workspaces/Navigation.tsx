import { Menu, Text, UnstyledButton } from '@mantine/core'
import {
  IconBuilding,
  IconCheck,
  IconCode,
  IconCube,
  IconDatabase,
  IconHelpHexagon,
  IconHistory,
  IconHome,
  IconKey,
  IconMessageQuestion,
  IconPlugConnected,
  IconRoute,
  IconSelector,
  IconShieldLock,
  IconTag,
  IconUser,
  IconUserShield,
  IconUserStar,
  IconUsersGroup,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ComponentType, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { accessRequests } from '../../contract/access-requests.ts'
import { audit } from '../../contract/audit.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { groups } from '../../contract/groups.ts'
import { labels } from '../../contract/labels.ts'
import { members } from '../../contract/members.ts'
import { roles } from '../../contract/roles.ts'
import { tokens } from '../../contract/tokens.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { useReply } from '../data.ts'
import { Mark } from '../shell/Mark.tsx'
import { areasOf } from './areas.ts'
import { useHere, useMay } from './here.ts'
import { useSettingsPages } from './use-settings-pages.ts'

type Icon = ComponentType<{ size?: number; 'aria-hidden'?: boolean }>

const areaIcons: Record<string, Icon> = {
  connections: IconPlugConnected,
  'unify-and-engage': IconUserStar,
  protocols: IconRoute,
  storage: IconDatabase,
  functions: IconCode,
}

/** The pages of the Access section, with the endpoint without which each of them would show nothing. */
const accessPages = [
  { path: 'users', text: 'frame.users', icon: IconUser, needs: members.directory },
  { path: 'groups', text: 'frame.groups', icon: IconUsersGroup, needs: groups.list },
  { path: 'roles', text: 'frame.roles', icon: IconUserShield, needs: roles.list },
  { path: 'tokens', text: 'frame.tokens', icon: IconKey, needs: tokens.list },
  { path: 'labels', text: 'frame.labels', icon: IconTag, needs: labels.list },
  { path: 'requests', text: 'requests.title', icon: IconMessageQuestion, needs: accessRequests.list },
  {
    path: 'requests/mine',
    text: 'requests.yours',
    icon: IconMessageQuestion,
    needs: accessRequests.listMine,
  },
  { path: 'why', text: 'frame.why', icon: IconHelpHexagon, needs: workspaces.me },
  { path: 'authentication', text: 'frame.authentication', icon: IconShieldLock, needs: workspaces.modify },
  { path: 'audit', text: 'frame.audit', icon: IconHistory, needs: audit.list },
] as const satisfies { path: string; text: string; icon: Icon; needs: Endpoint }[]

/** Those of them that the person can open. Who answers the requests of everybody finds their own among them. */
export function useAccessPages() {
  const may = useMay()
  return accessPages.filter(
    ({ needs }) => may(needs) && !(needs === accessRequests.listMine && may(accessRequests.list)),
  )
}

/** The navigation of a workspace: what the person cannot open at all is not in it. */
export function Navigation() {
  const { t } = useTranslation()
  const { workspace, types, me } = useHere()
  const pages = useAccessPages()
  const to = `/w/${workspace.slug}`
  return (
    <>
      <a className="frame-brand" href={me.visit ? to : '/workspaces'}>
        <Mark size={26} />
        {t('common.product')}
      </a>
      {me.visit ? <OnlyThis /> : <Switcher />}
      <ul style={{ marginBlockStart: 10 }}>
        <Item to={to} exact icon={IconHome} text={t('frame.home')} />
        {areasOf(types).map(({ id, name }) => (
          <Item key={id} to={`${to}/areas/${id}`} icon={areaIcons[id] ?? IconCube} text={name} />
        ))}
      </ul>
      <h2>{t('frame.access')}</h2>
      <ul>
        {pages.map(({ path, text, icon, needs }) => (
          <Item key={path} to={`${to}/access/${path}`} icon={icon} text={t(text)}>
            {needs === accessRequests.list && <OpenRequests />}
          </Item>
        ))}
      </ul>
      <h2>{t('frame.workspace')}</h2>
      <ul>
        {useSettingsPages().map(({ path, text, icon }) => (
          <Item key={path} to={`${to}/settings${path}`} exact icon={icon} text={t(text)} />
        ))}
      </ul>
    </>
  )
}

interface OfItem {
  to: string
  icon: Icon
  text: string
  exact?: boolean
  children?: ReactNode
}

function Item({ to, icon: Icon, text, exact = false, children }: OfItem) {
  return (
    <li>
      <Link className="frame-link" to={to} activeOptions={{ exact, includeSearch: false }}>
        <Icon size={20} aria-hidden />
        {text}
        {children}
      </Link>
    </li>
  )
}

/** Where there is no other workspace to go to: on a support visit. */
function OnlyThis() {
  return (
    <div className="frame-switcher">
      <span style={{ minWidth: 0 }}>
        <Name />
      </span>
    </div>
  )
}

function Name() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  return (
    <>
      <Text component="span" size="xs" c="#9fabd3" display="block">
        {t('frame.workspace')}
      </Text>{' '}
      <Text component="span" size="sm" fw={600} lineClamp={2} dir="auto">
        {workspace.name}
      </Text>
    </>
  )
}

/** How many requests wait for an answer. */
function OpenRequests() {
  const { t } = useTranslation()
  const query = { state: 'open' as const, pagination: { count: 1 } }
  const total = useReply(accessRequests.list, { query }).data?.pagination.totalEntries
  if (!total) return null
  return (
    <span className="frame-count">
      {new Intl.NumberFormat().format(total)} <span className="only-read">{t('requests.open')}</span>
    </span>
  )
}

function Switcher() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const mine = useReply(workspaces.listMine, { query: { pagination: { count: 50 } } }).data?.workspaces ?? []
  return (
    <Menu position="bottom-start" width={230} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className="frame-switcher">
          <span style={{ minWidth: 0 }}>
            <Name />
            <span className="only-read">{t('frame.switch')}</span>
          </span>
          <IconSelector size={18} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('frame.workspaces')} mah={360} style={{ overflowY: 'auto' }}>
        {mine.map(({ id, slug, name }) => (
          <Menu.Item
            key={id}
            component={Link}
            to={`/w/${slug}`}
            leftSection={<IconBuilding size={16} aria-hidden />}
            rightSection={slug === workspace.slug ? <IconCheck size={16} aria-hidden /> : null}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/workspaces">
          {t('frame.allWorkspaces')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
