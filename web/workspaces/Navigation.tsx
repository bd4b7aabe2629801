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
  IconPlugConnected,
  IconRoute,
  IconSelector,
  IconSettings,
  IconShieldLock,
  IconTag,
  IconUser,
  IconUserShield,
  IconUserStar,
  IconUsersGroup,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
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

type Icon = ComponentType<{ size?: number; 'aria-hidden'?: boolean }>

const areaIcons: Record<string, Icon> = {
  connections: IconPlugConnected,
  'unify-and-engage': IconUserStar,
  protocols: IconRoute,
  storage: IconDatabase,
  functions: IconCode,
}

/** The pages of the Access section, with the endpoint without which each of them would show nothing. */
export const accessPages = [
  { path: 'users', text: 'frame.users', icon: IconUser, needs: members.directory },
  { path: 'groups', text: 'frame.groups', icon: IconUsersGroup, needs: groups.list },
  { path: 'roles', text: 'frame.roles', icon: IconUserShield, needs: roles.list },
  { path: 'tokens', text: 'frame.tokens', icon: IconKey, needs: tokens.list },
  { path: 'labels', text: 'frame.labels', icon: IconTag, needs: labels.list },
  { path: 'why', text: 'frame.why', icon: IconHelpHexagon, needs: workspaces.me },
  { path: 'authentication', text: 'frame.authentication', icon: IconShieldLock, needs: workspaces.modify },
  { path: 'audit', text: 'frame.audit', icon: IconHistory, needs: audit.list },
] as const satisfies { path: string; text: string; icon: Icon; needs: Endpoint }[]

/** The navigation of a workspace: what the person cannot open at all is not in it. */
export function Navigation() {
  const { t } = useTranslation()
  const { workspace, types } = useHere()
  const may = useMay()
  const to = `/w/${workspace.slug}`
  return (
    <>
      <a className="frame-brand" href="/workspaces">
        <Mark size={26} />
        {t('common.product')}
      </a>
      <Switcher />
      <ul style={{ marginBlockStart: 10 }}>
        <Item to={to} exact icon={IconHome} text={t('frame.home')} />
        {areasOf(types).map(({ id, name }) => (
          <Item key={id} to={`${to}/areas/${id}`} icon={areaIcons[id] ?? IconCube} text={name} />
        ))}
      </ul>
      <h2>{t('frame.access')}</h2>
      <ul>
        {accessPages
          .filter(({ needs }) => may(needs))
          .map(({ path, text, icon }) => (
            <Item key={path} to={`${to}/access/${path}`} icon={icon} text={t(text)} />
          ))}
      </ul>
      <h2>{t('frame.workspace')}</h2>
      <ul>
        <Item to={`${to}/settings`} icon={IconSettings} text={t('frame.general')} />
      </ul>
    </>
  )
}

function Item({
  to,
  icon: Icon,
  text,
  exact = false,
}: {
  to: string
  icon: Icon
  text: string
  exact?: boolean
}) {
  return (
    <li>
      <Link className="frame-link" to={to} activeOptions={{ exact, includeSearch: false }}>
        <Icon size={20} aria-hidden />
        {text}
      </Link>
    </li>
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
            <Text component="span" size="xs" c="#9fabd3" display="block">
              {t('frame.workspace')}
            </Text>{' '}
            <Text component="span" size="sm" fw={600} lineClamp={2} dir="auto">
              {workspace.name}
            </Text>
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
