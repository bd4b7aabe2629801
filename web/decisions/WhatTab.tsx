import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { decisions } from '../../contract/decisions.ts'
import { useAsk, useReply } from '../data.ts'
import { Listing } from '../shell/Listing.tsx'
import { type Asked as Page, usePages } from '../shell/pages.ts'
import { Section } from '../shell/Section.tsx'
import { ActionField, TypeField } from './ActionFields.tsx'
import { EffectiveAccess } from './EffectiveAccess.tsx'
import { type Question, useQuestion } from './question.ts'
import { useReachedColumns } from './reached-columns.tsx'
import { SaveCsv } from './SaveCsv.tsx'
import { SubjectField, useKnown } from './SubjectField.tsx'

/** What somebody can reach: the resources on which they may do something, and every role that gives it. */
export function WhatTab() {
  const { t } = useTranslation()
  const question = useQuestion({ isListed: true })
  if (!question) return <Text>{t('list.noneFound')}</Text>
  return <Asked question={question} />
}

function Asked({ question }: { question: Question }) {
  const { t } = useTranslation()
  const { subject } = question
  const { id } = useKnown(subject)
  return (
    <Stack gap="lg">
      <Section title={t('decisions.ask.question')}>
        <div className="ask-fields">
          <SubjectField subject={subject} />
          <TypeField question={question} isListed />
          <ActionField question={question} isListed />
        </div>
      </Section>
      <Reached question={question} />
      <Section title={t('decisions.ask.all')} lead={t('decisions.ask.allText')}>
        <EffectiveAccess key={id} subject={{ type: subject.type, id }} />
      </Section>
    </Stack>
  )
}

function Reached({ question }: { question: Question }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { subject, type, action, resource } = question
  const query = {
    action: action.name,
    resourceType: resource.type,
    subjectType: subject.type,
    subjectId: subject.id,
  }
  const usePage = (pagination: Page) =>
    useReply(decisions.whatCan, { query: { ...query, pagination } }, { keep: true })
  const pages = usePages(JSON.stringify(query), usePage, (reply) => reply.resources)
  return (
    <Section
      title={t('decisions.ask.reached', { plural: type.plural })}
      lead={action.says}
      aside={
        <SaveCsv name={`${subject.id} ${action.name}`} load={() => ask(decisions.whatCanFile, { query })} />
      }
    >
      <Listing
        caption={t('decisions.ask.reached', { plural: type.plural })}
        pages={pages}
        columns={useReachedColumns(question)}
        idOf={({ id }) => id}
        empty={<Text ta="center">{t('decisions.ask.nothingReached', { plural: type.plural })}</Text>}
      />
    </Section>
  )
}
