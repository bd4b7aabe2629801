import { Stack, Text, Title } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { labelText } from '../grants/draft.ts'
import { useMoments } from '../shell/moments.ts'
import type { Answer } from './AnswerCard.tsx'
import type { Question } from './question.ts'
import { ViaLine } from './ViaLine.tsx'
import { RoleWay, Way } from './Way.tsx'

type Miss = Answer['nearest'][number]

/** The grants that almost allow it, each with what it lacks. */
export function Misses({ misses, question }: { misses: Miss[]; question: Question }) {
  const { t } = useTranslation()
  const words = useMissWords(question)
  if (misses.length === 0) return null
  return (
    <div>
      <Title order={3} size="h5" mb="xs">
        {t('decisions.nearest')}
      </Title>
      <ul className="answer-list">
        {misses.map((miss, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two grants may look the same, and the order stays
          <li key={place}>
            <Stack gap={2}>
              <Text size="sm" fw={650}>
                <RoleWay roleId={miss.roleId} roleName={miss.roleName} />
              </Text>
              <Text size="sm">
                <ViaLine via={miss.via} subject={question.subject} />
              </Text>
              <Text size="sm">{words(miss)}</Text>
            </Stack>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The roles that would allow it, and who can give them. */
export function Help({ answer: { smallestRoles, whoCanGrant } }: { answer: Answer }) {
  const { t } = useTranslation()
  return (
    <>
      {smallestRoles.length > 0 && (
        <div>
          <Title order={3} size="h5" mb="xs">
            {t('decisions.ask.smallest')}
          </Title>
          <Text size="sm">
            {smallestRoles.map(({ id, name }, place) => (
              <Fragment key={id}>
                {place > 0 && ', '}
                <RoleWay roleId={id} roleName={name} />
              </Fragment>
            ))}
          </Text>
        </div>
      )}
      {whoCanGrant.length > 0 && (
        <div>
          <Title order={3} size="h5" mb="xs">
            {t('decisions.ask.granters')}
          </Title>
          <Text size="sm">
            {whoCanGrant.map(({ id, name }, place) => (
              <Fragment key={id}>
                {place > 0 && ', '}
                <Way to={`access/users/${encodeURIComponent(id)}`} call={members.get}>
                  {name}
                </Way>
              </Fragment>
            ))}
          </Text>
        </div>
      )}
    </>
  )
}

function useMissWords({ type }: Question): (miss: Miss) => string {
  const { t, i18n } = useTranslation()
  const moments = useMoments()
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  const says = (name = '') => type.actions.find((one) => one.name === name)?.says ?? name
  return ({ kind, says: said, needs, missingLabels = [], startsAt, endsAt }) => {
    if (kind === 'needs-other-action') return t('decisions.ask.needsOther', { what: says(needs) })
    if (kind === 'plan') return t('decisions.notInPlan')
    if (kind === 'not-yet' && startsAt) return t('decisions.notYet', { day: moments.day(startsAt) })
    if (kind === 'ended' && endsAt) return t('decisions.ended', { day: moments.day(endsAt) })
    if (kind === 'label-missing')
      return t('decisions.ask.labelMissing', { labels: and.format(missingLabels.map(labelText)) })
    if (kind === 'role-too-weak') return t('decisions.ask.tooWeak')
    return kind === 'scope-elsewhere' ? t('decisions.ask.elsewhere') : said
  }
}
