import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isWorkspace } from '../grants/roles.ts'
import { resourcePath } from '../resources/paths.ts'
import { useMoments } from '../shell/moments.ts'
import { useHere } from '../workspaces/here.ts'
import { type AccessRequest, useThingWords } from './request.ts'

interface Given {
  request: AccessRequest
  /** Whether a resource leads to its page. */
  isLinked?: boolean
}

/** What a request is about, and what shall be done there. */
export function ThingLines({ request, isLinked = false }: Given) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const words = useThingWords()
  const moments = useMoments()
  const { resource, action, openUntil } = request
  const thing = words.thing(resource)
  const { type, id, isHere } = resource
  const to = isLinked && isHere && id !== null && !isWorkspace(type)
  return (
    <>
      {to ? (
        <Anchor
          size="sm"
          fw={600}
          dir="auto"
          lineClamp={2}
          renderRoot={(props) => <Link to={resourcePath(workspace.slug, { type, id })} {...props} />}
        >
          {thing}
        </Anchor>
      ) : (
        <Text size="sm" fw={600} dir="auto" lineClamp={2}>
          {thing}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {words.deed(type, action)}
      </Text>
      {openUntil !== null && (
        <Text size="xs">{t('requests.openUntil', { end: moments.short(openUntil) })}</Text>
      )}
      {!isHere && <Text size="xs">{t('requests.gone')}</Text>}
    </>
  )
}
