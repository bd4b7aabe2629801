import { Stack, Text, Title } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { Granters } from '../shell/WhatHelps.tsx'
import { useSelf } from '../workspaces/here.ts'
import type { Answer } from './AnswerCard.tsx'
import type { Question } from './question.ts'
import { useMissWords } from './sentence.ts'
import { ViaLine } from './ViaLine.tsx'
import { RoleWay, Way } from './Way.tsx'

type Miss = Answer['nearest'][number]

/** The grants that almost allow it, each with what it lacks. */
export function Misses({ misses, question }: { misses: Miss[]; question: Question }) {
  const { t } = useTranslation()
  const words = useMissWords()
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
              {miss.roleId !== undefined && (
                <Text size="sm" fw={650}>
                  <RoleWay roleId={miss.roleId} roleName={miss.roleName ?? miss.roleId} />
                </Text>
              )}
              {miss.via && (
                <Text size="sm">
                  <ViaLine via={miss.via} subject={question.subject} />
                </Text>
              )}
              <Text size="sm">{words(question.type, miss)}</Text>
            </Stack>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The roles that would allow it, and who can give them. */
export function Help({ question, answer }: { question: Question; answer: Answer }) {
  const { t } = useTranslation()
  const self = useSelf()
  const { smallestRoles, whoCanGrant } = answer
  const isOwn = question.subject.id === self
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
      {isOwn ? (
        <Granters said={answer} what={question.action.says} />
      ) : (
        whoCanGrant.length > 0 && <Who people={whoCanGrant} />
      )}
    </>
  )
}

function Who({ people }: { people: Answer['whoCanGrant'] }) {
  const { t } = useTranslation()
  return (
    <div>
      <Title order={3} size="h5" mb="xs">
        {t('decisions.ask.granters')}
      </Title>
      <Text size="sm">
        {people.map(({ id, name }, place) => (
          <Fragment key={id}>
            {place > 0 && ', '}
            <Way to={`access/users/${encodeURIComponent(id)}`} call={members.get}>
              {name}
            </Way>
          </Fragment>
        ))}
      </Text>
    </div>
  )
}
