import { Anchor, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { isBare, useRoles } from '../grants/roles.ts'
import type { Search } from '../shell/addresses.ts'
import { Section } from '../shell/Section.tsx'
import { useHere } from './here.ts'
import { YourGrants } from './YourGrants.tsx'

export type Access = Reply<typeof decisions.accessOfUser>
type HeldRole = Access['access'][number]['roles'][number]

/** In a sentence or two: which roles the person has, and through which groups. */
export function YourRoles({ access }: { access: Access }) {
  const { t } = useTranslation()
  const { me } = useHere()
  const sentences = useSentences(access)
  return (
    <Section title={t('resources.homeYou')}>
      <Stack gap={4}>
        {sentences.map((sentence) => (
          <Text key={sentence} dir="auto">
            {sentence}
          </Text>
        ))}
        {!me.visit && <YourGrants access={access.access} />}
        <Group gap="md">
          <Way
            to="access/why"
            search={{ tab: 'what', subjectType: me.kind, subject: me.id }}
            text={t('resources.homeAll')}
          />
          {!access.isOwner && <Way to="access/requests/mine" text={t('requests.yours')} />}
        </Group>
      </Stack>
    </Section>
  )
}

function Way({ to, search = {}, text }: { to: string; search?: Search; text: string }) {
  const { workspace } = useHere()
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => <Link to={`/w/${workspace.slug}/${to}`} search={search} {...props} />}
    >
      {text}
    </Anchor>
  )
}

function useSentences({ access, isOwner }: Access): string[] {
  const { t, i18n } = useTranslation()
  const { visit } = useHere().me
  const roles = useRoles().data?.roles ?? []
  if (visit) return [t('support.visit.rights', { owner: visit.ownerName })]
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  const bare = new Set(roles.filter(isBare).map(({ id }) => id))
  const owners = new Set(roles.filter(({ owner }) => owner).map(({ id }) => id))
  const held = access.flatMap((one) => one.roles).filter(({ active, roleId }) => active && !bare.has(roleId))
  if (isOwner) {
    const ways = held.filter(({ roleId }) => owners.has(roleId))
    const groups = namesOf(ways.flatMap(({ via }) => (via.kind === 'group' ? [via.name ?? ''] : [])))
    const isOwn = groups.length === 0 || ways.some(({ via }) => via.kind === 'own')
    return [isOwn ? t('resources.homeOwner') : t('resources.homeOwnerVia', { groups: and.format(groups) })]
  }
  if (held.length === 0) return [t('resources.homeNothing')]

  const own = held.filter(({ via }) => via.kind === 'own')
  const byGroup = Map.groupBy(
    held.filter(({ via }) => via.kind === 'group'),
    ({ via }) => via.id,
  )
  return [
    ...(own.length > 0 ? [t('resources.homeDirect', { roles: and.format(roleNames(own)) })] : []),
    ...[...byGroup.values()].map((some) =>
      t('resources.homeVia', { group: some[0]?.via.name ?? '', roles: and.format(roleNames(some)) }),
    ),
  ]
}

function roleNames(some: HeldRole[]): string[] {
  return namesOf(some.map(({ roleName }) => roleName))
}

function namesOf(names: string[]): string[] {
  return [...new Set(names)]
}
