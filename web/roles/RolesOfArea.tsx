import { Badge, Group, Paper, Text, Title } from '@mantine/core'
import { IconCrown } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoleOnOffer } from '../grants/roles.ts'
import { useHere } from '../workspaces/here.ts'
import { useRoleWords } from './words.ts'

/** The roles of one area, each leading to its page. */
export function RolesOfArea({ title, roles }: { title: string; roles: RoleOnOffer[] }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h4" mb="xs" id={id}>
        {title}
      </Title>
      <Paper withBorder radius="lg" style={{ overflow: 'hidden' }}>
        <ul className="role-lines">
          {roles.map((role) => (
            <RoleLine key={role.id} role={role} />
          ))}
        </ul>
      </Paper>
    </section>
  )
}

function RoleLine({ role }: { role: RoleOnOffer }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const words = useRoleWords()
  return (
    <li className="role-line">
      <div>
        <Group gap={8}>
          <Text
            size="sm"
            fw={650}
            lineClamp={2}
            dir="auto"
            c="inherit"
            renderRoot={(props) => <Link to={`/w/${workspace.slug}/access/roles/${role.id}`} {...props} />}
          >
            {role.name}
          </Text>
          <RoleMark role={role} />
        </Group>
        <Text size="sm" c="dimmed" lineClamp={3} dir="auto">
          {role.description}
        </Text>
      </div>
      <Fact title={t('roles.reach')} text={words.reach(role)} />
      <Fact title={t('roles.plans')} text={words.plans(role)} />
    </li>
  )
}

/** What is special about a role: the plan leaves it out, it is the workspace's own, or makes owners. */
export function RoleMark({ role: { custom, owner, inPlan } }: { role: RoleOnOffer }) {
  const { t } = useTranslation()
  if (!inPlan)
    return (
      <Badge size="md" variant="default">
        {t('roles.notInPlan')}
      </Badge>
    )
  if (custom)
    return (
      <Badge size="md" variant="light">
        {t('roles.custom')}
      </Badge>
    )
  if (!owner) return null
  return (
    <Badge size="md" variant="default" leftSection={<IconCrown size={12} aria-hidden />}>
      {t('roles.owner')}
    </Badge>
  )
}

function Fact({ title, text }: { title: string; text: string }) {
  return (
    <Text size="sm" component="div">
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      {text}
    </Text>
  )
}
