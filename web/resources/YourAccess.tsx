import { Anchor, Stack, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { WhyDialog } from '../decisions/WhyDialog.tsx'
import { AskForAccess } from '../requests/AskForAccess.tsx'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { type ResourceType, useHere } from '../workspaces/here.ts'
import { CapacityText } from './CapacityText.tsx'
import { actionsOn } from './capacity.ts'
import type { Resource } from './ResourceList.tsx'

/** What the person who looks may do on a resource, and why. */
export function YourAccess({ resource, type }: { resource: Resource; type: ResourceType }) {
  const { t } = useTranslation()
  const { me } = useHere()
  const { asked, ask, close } = useAsked<string>()
  const actions = actionsOn(type).filter(({ name }) => resource.may.includes(name))
  return (
    <Section title={t('resources.youMayHere')} aside={<CapacityText may={resource.may} type={type} />}>
      {actions.length === 0 && <Text>{t('resources.youMayNothing')}</Text>}
      <Stack component="ul" className="plain-list" gap={0}>
        {actions.map(({ name, says }) => (
          <li key={name} className="row">
            <Text size="sm" style={{ flex: '1 1 240px' }}>
              <IconCheck size={16} aria-hidden style={{ verticalAlign: 'text-bottom' }} /> {says}
            </Text>
            <Anchor
              component="button"
              type="button"
              size="sm"
              aria-label={t('resources.whyThis', { what: says })}
              onClick={() => ask(name)}
            >
              {t('resources.why')}
            </Anchor>
          </li>
        ))}
      </Stack>
      <AskForMore resource={resource} type={type} />
      {asked !== null && (
        <WhyDialog
          subject={{ type: me.kind, id: me.id }}
          question={{ type, action: asked, actions: resource.may, labels: [], resource }}
          onClose={close}
        />
      )}
    </Section>
  )
}

/** What the person may not do to a resource that they see, they can ask for. */
function AskForMore({ resource, type }: { resource: Resource; type: ResourceType }) {
  const { t } = useTranslation()
  const deeds = actionsOn(type).filter(({ name }) => !resource.may.includes(name))
  const [first] = deeds
  if (!first) return null
  const { id, name } = resource
  const door = { type: type.type, id, name, action: first.name, what: first.says }
  return <AskForAccess door={door} deeds={deeds} text={t('requests.askMore')} />
}
