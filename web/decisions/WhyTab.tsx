import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { decisions } from '../../contract/decisions.ts'
import { useReply } from '../data.ts'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { ActionField, TypeField } from './ActionFields.tsx'
import { AnswerCard } from './AnswerCard.tsx'
import { type Question, useQuestion } from './question.ts'
import { ResourceField } from './ResourceField.tsx'
import { SubjectField } from './SubjectField.tsx'

/** May somebody do something on something, and why? The question stands in the address: the answer can be sent as a link. */
export function WhyTab() {
  const { t } = useTranslation()
  const question = useQuestion()
  if (!question) return <Text>{t('list.noneFound')}</Text>
  return (
    <Stack gap="lg">
      <Section title={t('decisions.ask.question')}>
        <div className="ask-fields">
          <SubjectField subject={question.subject} isWide />
          <TypeField question={question} />
          {question.isOnOne && <ResourceField key={question.type.type} question={question} />}
          <ActionField question={question} />
        </div>
      </Section>
      {question.isWhole ? <Answer question={question} /> : <Text>{t('decisions.ask.chooseFirst')}</Text>}
    </Stack>
  )
}

function Answer({ question }: { question: Question }) {
  const { subject, action, resource } = question
  const body = { subject: { type: subject.type, id: subject.id }, action: { name: action.name }, resource }
  const answer = useReply(decisions.explain, { body })
  return <Waiting on={answer}>{(found) => <AnswerCard question={question} answer={found} />}</Waiting>
}
