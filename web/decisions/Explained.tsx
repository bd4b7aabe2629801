import { Group, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { useReply } from '../data.ts'
import { useMoments } from '../shell/moments.ts'
import { Waiting } from '../shell/Waiting.tsx'
import type { ResourceType } from '../workspaces/here.ts'
import { useMissWords, useSentence } from './sentence.ts'
import { useAccessWords } from './words.ts'

interface Given {
  subject: { type: 'user' | 'token'; id: string }
  action: string
  type: ResourceType
  /** Left out where the type as a whole is meant, as when something new is made. */
  resourceId: string | undefined
}

/** Whether somebody may do an action, and the grants that say so; or what is missing. */
export function Explained({ subject, action, type, resourceId }: Given) {
  const asked = { type: type.type.toLowerCase(), ...(resourceId !== undefined && { id: resourceId }) }
  const body = { subject: { type: subject.type, id: subject.id }, action: { name: action }, resource: asked }
  const found = useReply(decisions.explain, { body }, { keep: true })
  return <Waiting on={found}>{(explanation) => <Shown explanation={explanation} type={type} />}</Waiting>
}

type Explanation = Reply<typeof decisions.explain>

function Shown({ explanation, type }: { explanation: Explanation; type: ResourceType }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const { allowed, paths, nearest } = explanation
  const Icon = allowed ? IconCircleCheck : IconCircleX
  return (
    <Stack gap="sm">
      <Group gap="sm" wrap="nowrap" align="flex-start" role="status">
        <Icon size={22} aria-hidden className={allowed ? 'access-yes' : 'access-no'} />
        <div>
          <Text fw={650}>{t(allowed ? 'decisions.yes' : 'decisions.no')}</Text>
          <Text size="sm" dir="auto">
            {sentence(explanation)}
          </Text>
        </div>
      </Group>
      {paths.length > 0 && (
        <ul className="plain-list" aria-label={t('decisions.paths')}>
          {paths.map((path, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two ways may look the same, and the order stays
            <li key={index}>
              <PathLine path={path} />
            </li>
          ))}
        </ul>
      )}
      {!allowed && nearest.length > 0 && (
        <ul className="plain-list" aria-label={t('decisions.nearest')}>
          {nearest.map((miss, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two grants may look the same, and the order stays
            <li key={index}>
              <MissLine miss={miss} type={type} />
            </li>
          ))}
        </ul>
      )}
    </Stack>
  )
}

function MissLine({ miss, type }: { miss: Explanation['nearest'][number]; type: ResourceType }) {
  const words = useAccessWords()
  const missWords = useMissWords()
  return (
    <>
      {miss.roleName !== undefined && (
        <Text size="sm" fw={600} dir="auto">
          {miss.roleName}
        </Text>
      )}
      <Text size="sm" c="dimmed" dir="auto">
        {miss.via && `${words.via(miss.via)} · `}
        {missWords(type, miss)}
      </Text>
    </>
  )
}

function PathLine({ path }: { path: Explanation['paths'][number] }) {
  const { t } = useTranslation()
  const words = useAccessWords()
  const moments = useMoments()
  const parts = [
    words.via(path.via),
    t('decisions.on', { scope: words.scopes([path.scope]) }),
    t('decisions.gives', { action: path.forAction }),
    ...(path.endsAt ? [t('decisions.until', { day: moments.short(path.endsAt) })] : []),
  ]
  return (
    <>
      <Text size="sm" fw={600} dir="auto">
        {path.roleName}
      </Text>
      <Text size="sm" c="dimmed" dir="auto">
        {parts.join(' · ')}
      </Text>
    </>
  )
}
