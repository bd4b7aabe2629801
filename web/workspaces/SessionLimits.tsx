import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { workspaces } from '../../contract/workspaces.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useHere } from './here.ts'

const HOURS = { from: 1, to: 168 }
const MINUTES = { from: 5, to: 1_440 }
type Typed = string | number

/** After how long members have to sign in again. */
export function SessionLimits() {
  const { t } = useTranslation()
  const { settings } = useHere().workspace
  const [hours, setHours] = useState<Typed>(settings.sessionHours ?? '')
  const [minutes, setMinutes] = useState<Typed>(settings.idleMinutes ?? '')
  const save = useCall(workspaces.modify)
  const faults = { hours: useFault(hours, HOURS), minutes: useFault(minutes, MINUTES) }
  const wanted = { sessionHours: numberOf(hours), idleMinutes: numberOf(minutes) }
  const isSame = wanted.sessionHours === settings.sessionHours && wanted.idleMinutes === settings.idleMinutes
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!faults.hours && !faults.minutes) save.mutate({ body: { settings: wanted } })
  }
  return (
    <Section title={t('settings.sessions')} lead={t('settings.sessionsLead')}>
      <form noValidate onSubmit={send}>
        <Stack maw={420}>
          <NumberInput
            label={t('settings.sessionHours')}
            description={t('settings.sessionHoursHint')}
            allowDecimal={false}
            allowNegative={false}
            value={hours}
            error={faults.hours}
            onChange={setHours}
          />
          <NumberInput
            label={t('settings.idleMinutes')}
            description={t('settings.idleMinutesHint')}
            allowDecimal={false}
            allowNegative={false}
            value={minutes}
            error={faults.minutes}
            onChange={setMinutes}
          />
          <Refusal error={save.error} />
          <Group>
            <Button type="submit" loading={save.isPending} disabled={isSame}>
              {t('common.save')}
            </Button>
            {isSame && (
              <Text size="sm" c="dimmed">
                {t('common.nothingChanged')}
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Section>
  )
}

function useFault(typed: Typed, { from, to }: { from: number; to: number }): string | null {
  const { t } = useTranslation()
  const value = numberOf(typed)
  const isRight = value === null || (Number.isInteger(value) && value >= from && value <= to)
  return isRight ? null : t('settings.between', { from, to })
}

function numberOf(typed: Typed): number | null {
  return typed === '' ? null : Number(typed)
}
