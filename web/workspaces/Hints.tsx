import { Anchor, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { resources } from '../../contract/resources.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { useReply } from '../data.ts'
import { Section } from '../shell/Section.tsx'
import { useHere, useMay } from './here.ts'

/** How an application registers what it has. */
const DOCS = '/api/docs'
const ONE = { pagination: { count: 1 } }

/** For those who run the workspace: what is not set up yet, with the way to each. Nothing where all is well. */
export function Hints() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const mayOwn = may(workspaces.modify) && may(members.directory)
  const ownersAsked = { query: { ...ONE, owner: 'yes' as const } }
  const owners = useReply(members.directory, ownersAsked, { enabled: mayOwn }).data?.pagination.totalEntries
  const mayRegister = may(resources.put)
  const registered = useReply(resources.list, { query: ONE }, { enabled: mayRegister }).data?.pagination
  const to = `/w/${workspace.slug}/access`
  const hints = [
    ...(owners === 1 ? [{ what: 'homeOneOwner', to: `${to}/users` } as const] : []),
    ...(mayOwn && !workspace.settings.requireMfa
      ? [{ what: 'homeNoMfa', to: `${to}/authentication/rules` } as const]
      : []),
    ...(registered?.totalEntries === 0 ? [{ what: 'homeNoResources', to: null } as const] : []),
  ]
  if (hints.length === 0) return null
  return (
    <Section title={t('resources.homeHints')}>
      <Stack component="ul" className="plain-list" gap={0}>
        {hints.map(({ what, to }) => (
          <li key={what} className="row">
            <Text size="sm" style={{ flex: '1 1 280px' }}>
              {t(`resources.${what}`)}
            </Text>
            <Anchor
              size="sm"
              renderRoot={(props) =>
                to === null ? <a href={DOCS} {...props} /> : <Link to={to} {...props} />
              }
            >
              {t(`resources.${what}Link`)}
            </Anchor>
          </li>
        ))}
      </Stack>
    </Section>
  )
}
