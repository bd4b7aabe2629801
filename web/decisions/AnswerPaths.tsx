import { Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { labels } from '../../contract/labels.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { isWorkspace } from '../grants/roles.ts'
import { LabelChip } from '../labels/LabelChip.tsx'
import { resourcePath } from '../resources/paths.ts'
import { useMoments } from '../shell/moments.ts'
import { useHere } from '../workspaces/here.ts'
import type { Answer } from './AnswerCard.tsx'
import type { Question } from './question.ts'
import { ViaLine } from './ViaLine.tsx'
import { RoleWay, Way } from './Way.tsx'

type Path = Answer['paths'][number]

/** Every grant that allows it. An action that goes only together with another has the grants for that one under a heading of their own. */
export function AnswerPaths({ question, paths }: { question: Question; paths: Path[] }) {
  const { t } = useTranslation()
  const byAction = [...Map.groupBy(paths, ({ forAction }) => forAction)]
  const says = (name: string) => question.type.actions.find((one) => one.name === name)?.says ?? name
  return byAction.map(([name, some]) => (
    <div key={name}>
      <Title order={3} size="h5" mb="xs">
        {byAction.length > 1 ? t('decisions.ask.pathsFor', { what: says(name) }) : t('decisions.paths')}
      </Title>
      <ul className="answer-list">
        {some.map((path, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two grants may look the same, and the order stays
          <li key={place}>
            <PathLines path={path} question={question} />
          </li>
        ))}
      </ul>
    </div>
  ))
}

function PathLines({ path, question }: { path: Path; question: Question }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const isItself = path.resource.id === (question.resource.id ?? null)
  return (
    <Stack gap={2}>
      <Text size="sm" fw={650}>
        <RoleWay roleId={path.roleId} roleName={path.roleName} />
      </Text>
      <Text size="sm">
        <ViaLine via={path.via} subject={question.subject} />
      </Text>
      <Text size="sm" component="div">
        <ScopeLine path={path} />
      </Text>
      {!isItself && (
        <Text size="sm" c="dimmed">
          {t('decisions.ask.hangsOn', { name: path.resource.name ?? path.resource.id ?? '' })}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {path.endsAt ? t('decisions.until', { day: moments.short(path.endsAt) }) : t('decisions.ask.noEnd')}
      </Text>
    </Stack>
  )
}

function ScopeLine({ path: { scope } }: { path: Path }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  if (scope.kind === 'all') return t('decisions.ask.onEverything')
  if (scope.kind === 'label') {
    return (
      <span className="answer-scope">
        {t('decisions.ask.onLabelled')}{' '}
        {(scope.labels ?? []).map((label) => (
          <Way key={`${label.key}:${label.value}`} to="access/labels" call={labels.list}>
            <LabelChip label={label} />
          </Way>
        ))}
      </span>
    )
  }
  const { type = '', id = '', name = id } = scope
  if (isWorkspace(type)) return t('decisions.ask.onEverything')
  const to = resourcePath(workspace.slug, { type, id }).replace(`/w/${workspace.slug}/`, '')
  return (
    <>
      {t('decisions.ask.onOne')}{' '}
      <Way to={to} call={workspaces.me}>
        {name}
      </Way>
    </>
  )
}
