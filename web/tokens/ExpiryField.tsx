import { Group, NativeSelect, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../shell/moments.ts'
import { type Expiry, terms, tomorrow } from './expiry.ts'

interface Given {
  expiry: Expiry
  /** Whether what is wrong with the choice is said: not before somebody has tried to go on. */
  isChecked: boolean
}

/** Until when a token can be used. */
export function ExpiryField({
  expiry: { term, setTerm, date, setDate, expiresAt, fault },
  isChecked,
}: Given) {
  const { t } = useTranslation()
  const moments = useMoments()
  const texts = {
    '30': t('tokens.days', { count: 30 }),
    '90': t('tokens.days', { count: 90 }),
    '365': t('tokens.days', { count: 365 }),
    date: t('tokens.untilDate'),
    none: t('tokens.noEnd'),
  }
  return (
    <>
      <Group align="start" gap="md">
        <NativeSelect
          label={t('tokens.expiry')}
          value={term}
          data={terms.map((value) => ({ value, label: texts[value] }))}
          onChange={(event) => {
            const chosen = terms.find((one) => one === event.currentTarget.value)
            if (chosen) setTerm(chosen)
          }}
        />
        {term === 'date' && (
          <TextInput
            type="date"
            size="sm"
            label={t('tokens.lastDay')}
            min={tomorrow()}
            value={date}
            error={isChecked && fault}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {term === 'none' && t('tokens.noEndText')}
        {expiresAt !== null && t('tokens.endsOn', { date: moments.time(expiresAt) })}
      </Text>
    </>
  )
}
