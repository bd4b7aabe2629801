import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { AnswerPaths } from './AnswerPaths.tsx'
import { Help, Misses } from './Misses.tsx'
import type { Question } from './question.ts'
import { useSentence } from './sentence.ts'

export type Answer = Reply<typeof decisions.explain>

interface Given {
  question: Question
  answer: Answer
}

/** Yes or no, in words; and what makes it so, each part of it with the way there. */
export function AnswerCard({ question, answer }: Given) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const { allowed, paths, nearest, unknown } = answer
  const Icon = allowed ? IconCircleCheckFilled : IconCircleXFilled
  const heading = useId()
  return (
    <Paper component="section" withBorder radius="lg" p={{ base: 'md', xs: 'lg' }} aria-labelledby={heading}>
      <Stack gap="lg">
        <Group gap="md" wrap="nowrap" align="flex-start" role="status">
          <Icon size={44} aria-hidden className={allowed ? 'access-yes' : 'access-no'} />
          <div style={{ minWidth: 0 }}>
            <Title order={2} size="h2" id={heading}>
              {t(allowed ? 'decisions.yes' : 'decisions.no')}
            </Title>
            {!unknown && <Text c="dimmed">{question.action.says}</Text>}
            <Text dir="auto">{sentence(answer)}</Text>
          </div>
        </Group>
        {allowed ? (
          <AnswerPaths question={question} paths={paths} />
        ) : (
          <Misses misses={nearest} question={question} />
        )}
        {!allowed && !unknown && <Help question={question} answer={answer} />}
      </Stack>
    </Paper>
  )
}
