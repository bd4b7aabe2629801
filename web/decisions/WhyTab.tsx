import { decisions } from '../../contract/decisions.ts'
import { useReply } from '../data.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { AnswerCard } from './AnswerCard.tsx'
import { Asking } from './Asking.tsx'
import type { Question } from './question.ts'

/** May somebody do something on something, and why? */
export function WhyTab() {
  return <Asking hasSubject>{(question) => <Answer question={question} />}</Asking>
}

function Answer({ question }: { question: Question }) {
  const { subject, action, resource } = question
  const body = { subject: { type: subject.type, id: subject.id }, action: { name: action.name }, resource }
  const answer = useReply(decisions.explain, { body })
  return <Waiting on={answer}>{(found) => <AnswerCard question={question} answer={found} />}</Waiting>
}
