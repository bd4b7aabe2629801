import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../shell/Section.tsx'
import { ActionField, TypeField } from './ActionFields.tsx'
import { type Question, useQuestion } from './question.ts'
import { ResourceField } from './ResourceField.tsx'
import { SubjectField } from './SubjectField.tsx'

interface Given {
  /** Whether it is asked about somebody. */
  hasSubject?: boolean
  /** What stands below, as soon as all of it is chosen. */
  children: (question: Question) => ReactNode
}

/** A question about something that may be done. It stands in the address: the answer can be sent as a link. */
export function Asking({ hasSubject = false, children }: Given) {
  const { t } = useTranslation()
  const question = useQuestion()
  if (!question) return <Text>{t('list.noneFound')}</Text>
  return (
    <Stack gap="lg">
      <Section title={t('decisions.ask.question')}>
        <div className="ask-fields">
          {hasSubject && <SubjectField subject={question.subject} isWide />}
          <TypeField question={question} />
          {question.isOnOne && <ResourceField key={question.type.type} question={question} />}
          <ActionField question={question} />
        </div>
      </Section>
      {question.isWhole ? children(question) : <Text>{t('decisions.ask.chooseFirst')}</Text>}
    </Stack>
  )
}
