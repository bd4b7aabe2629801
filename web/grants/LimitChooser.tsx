import { Button, Checkbox, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { capital } from '../decisions/words.ts'
import { now } from '../shell/now.ts'
import {
  endOfTerm,
  hasEnded,
  inField,
  type Limits,
  momentOf,
  type Term,
  terms,
  useLimitWords,
} from './limits.ts'
import { useOnTop } from './on-top.ts'

interface Given {
  title: string
  limits: Limits
  onClose: () => void
  onSave: (limits: Limits) => void
  /** It has an end at most: it begins at once, as memberships do. */
  onlyEnd?: boolean | undefined
}

/** Asks until when something shall be given, and whether it begins later. */
export function LimitChooser({ title, limits, onClose, onSave, onlyEnd = false }: Given) {
  const { t } = useTranslation()
  const words = useLimitWords()
  useOnTop(onClose)
  const { startsAt, endsAt } = limits
  const [term, setTerm] = useState<Term>(endsAt ? 'date' : 'none')
  const [date, setDate] = useState(endsAt ? inField(endsAt) : '')
  const [isLater, setLater] = useState(Boolean(startsAt) && !hasEnded(limits))
  const [start, setStart] = useState(startsAt ? inField(startsAt) : '')
  const begins = isLater ? momentOf(start) : null
  const wanted = { startsAt: begins, endsAt: endOfTerm(term, date, begins) }
  const fault = useFault({ term, isLater, wanted })
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      centered={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Group align="start" gap="md">
          <NativeSelect
            label={t('grants.howLong')}
            value={term}
            data={terms.map((value) => ({ value, label: t(`grants.terms.${value}`) }))}
            onChange={(event) => {
              const chosen = terms.find((one) => one === event.currentTarget.value)
              if (chosen) setTerm(chosen)
            }}
            data-autofocus
          />
          {term === 'date' && (
            <TextInput
              type="datetime-local"
              size="sm"
              label={t('grants.endsOn')}
              value={date}
              onChange={(event) => setDate(event.currentTarget.value)}
            />
          )}
        </Group>
        {!onlyEnd && (
          <Checkbox
            label={t('grants.beginsLater')}
            checked={isLater}
            onChange={(event) => setLater(event.currentTarget.checked)}
          />
        )}
        {isLater && (
          <TextInput
            type="datetime-local"
            size="sm"
            label={t('grants.beginsOn')}
            value={start}
            onChange={(event) => setStart(event.currentTarget.value)}
          />
        )}
        <Text size="sm" {...(!fault && { c: 'dimmed' })} role="status">
          {fault ?? (onlyEnd ? capital(words(wanted)) : `${t('grants.given')}: ${words(wanted)}`)}
        </Text>
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button disabled={fault !== null} onClick={() => onSave(wanted)}>
            {t('grants.use')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

interface Choice {
  term: Term
  isLater: boolean
  wanted: { startsAt: string | null; endsAt: string | null }
}

/** What is missing, or cannot be; null where nothing is. */
function useFault({ term, isLater, wanted: { startsAt, endsAt } }: Choice): string | null {
  const { t } = useTranslation()
  if (isLater && startsAt === null) return t('grants.startNeeded')
  if (term === 'date' && endsAt === null) return t('grants.endNeeded')
  if (endsAt !== null && Date.parse(endsAt) <= now()) return t('grants.endInPast')
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt) return t('grants.endBeforeStart')
  return null
}
