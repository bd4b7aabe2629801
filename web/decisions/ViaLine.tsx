import { Trans } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { tokens } from '../../contract/tokens.ts'
import type { Answer } from './AnswerCard.tsx'
import type { Asked } from './question.ts'
import { useKnown } from './SubjectField.tsx'
import { GroupWay, Way } from './Way.tsx'

type Via = Answer['paths'][number]['via']

/** The way on which a role reaches somebody: through a group, or given to themselves. Leads there. */
export function ViaLine({ via, subject }: { via: Via; subject: Asked }) {
  if (via.kind === 'group') {
    const group = <GroupWay id={via.id ?? ''} name={via.name ?? via.id ?? ''} />
    return <Trans i18nKey="decisions.ask.throughGroup" components={{ group }} />
  }
  return <Trans i18nKey="decisions.ask.givenTo" components={{ subject: <SubjectWay subject={subject} /> }} />
}

function SubjectWay({ subject }: { subject: Asked }) {
  const [room, call] =
    subject.type === 'token' ? (['tokens', tokens.get] as const) : (['users', members.get] as const)
  const { id, name } = useKnown(subject)
  return (
    <Way to={`access/${room}/${encodeURIComponent(id)}`} call={call}>
      {name}
    </Way>
  )
}
