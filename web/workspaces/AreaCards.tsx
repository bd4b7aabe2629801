import { Anchor, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { resources } from '../../contract/resources.ts'
import { useReply } from '../data.ts'
import { capacityTexts } from '../resources/CapacityText.tsx'
import { type Capacity, capacityOf } from '../resources/capacity.ts'
import { capital } from '../resources/paths.ts'
import { type Area, areasOf } from './areas.ts'
import { type ResourceType, useHere } from './here.ts'
import type { Access } from './YourRoles.tsx'

/** A card for each area: how many resources of it the person sees, and in what capacity. */
export function AreaCards({ access }: { access: Access }) {
  const { t } = useTranslation()
  const { types } = useHere()
  const areas = areasOf(types)
  if (areas.length === 0) return null
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {t('resources.homeAreas')}
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }}>
        {areas.map((area) => (
          <AreaCard key={area.id} area={area} access={access} />
        ))}
      </SimpleGrid>
    </section>
  )
}

function AreaCard({ area, access }: { area: Area; access: Access }) {
  const { workspace } = useHere()
  return (
    <Paper withBorder radius="lg" p="md">
      <Title order={3} size="h5" mb="xs">
        <Anchor
          inherit
          renderRoot={(props) => <Link to={`/w/${workspace.slug}/areas/${area.id}`} {...props} />}
        >
          {area.name}
        </Anchor>
      </Title>
      <Stack gap={4}>
        {area.types.map((type) => (
          <TypeLine key={type.type} type={type} access={access} />
        ))}
      </Stack>
    </Paper>
  )
}

function TypeLine({ type, access }: { type: ResourceType; access: Access }) {
  const { t, i18n } = useTranslation()
  const query = { type: type.type, pagination: { count: 1 } }
  const total = useReply(resources.list, { query }).data?.pagination.totalEntries
  const capacities = capacitiesOf(access, type)
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  const words =
    capacities.length > 0
      ? and.format(capacities.map((capacity) => t(capacityTexts[capacity])))
      : t(total ? 'resources.none' : 'resources.homeNoneSeen')
  return (
    <div className="row">
      <Text size="sm">
        {total !== undefined && <b>{new Intl.NumberFormat(i18n.language).format(total)}</b>}{' '}
        {total === 1 ? type.name : total === undefined ? capital(type.plural) : type.plural}
      </Text>
      <Text size="sm" c="dimmed">
        {words}
      </Text>
    </div>
  )
}

const order: Capacity[] = ['admin', 'some', 'read']

/** In what capacities somebody's roles put them over resources of a type: over some of them one, over others perhaps another. */
function capacitiesOf({ access, isOwner }: Access, type: ResourceType): Capacity[] {
  if (isOwner) return ['admin']
  const roles = access.find((one) => one.type === type.type)?.roles ?? []
  const held = new Set(roles.filter(({ active }) => active).map(({ actions }) => capacityOf(actions, type)))
  return order.filter((capacity) => held.has(capacity))
}
