import { Button, Group, List, Modal, NativeSelect, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { breakGlass } from '../../contract/break-glass.ts'
import { useCall } from '../data.ts'
import { useMoments } from '../shell/moments.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { fromNow, useMinutes } from '../shell/use-clock.ts'

const HOURS = ['1', '2', '3', '4', '5', '6', '7', '8']
const HOUR_MS = 3_600_000
const REASON_MIN = 10
const REASON_MAX = 2_000

/** Asks why and for how long the glass is to be broken, says what will happen, and does it. */
export function BreakGlass({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const send = useCall(breakGlass.use, { strong: true })
  const form = useForm({
    initialValues: { reason: '', hours: '1' },
    validate: {
      reason: (text) => (text.trim().length >= REASON_MIN ? null : t('breakGlass.reasonNeeded')),
    },
  })
  const submit = form.onSubmit(({ reason, hours }) =>
    send.mutate({ body: { reason: reason.trim(), hours: Number(hours) } }, { onSuccess: onClose }),
  )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('breakGlass.formTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={submit}>
        <Stack>
          <Textarea
            label={t('breakGlass.reason')}
            description={t('breakGlass.reasonText')}
            maxLength={REASON_MAX}
            autosize
            minRows={3}
            maxRows={8}
            data-autofocus
            {...form.getInputProps('reason')}
          />
          <NativeSelect
            label={t('breakGlass.hours')}
            data={HOURS.map((value) => ({ value, label: t('breakGlass.hoursOf', { count: Number(value) }) }))}
            {...form.getInputProps('hours')}
          />
          <Will hours={Number(form.values.hours)} />
          <Refusal error={send.error} />
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" color="red.9" loading={send.isPending}>
              {t('breakGlass.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** What will happen, and until when it holds. */
function Will({ hours }: { hours: number }) {
  const { t } = useTranslation()
  const moments = useMoments()
  useMinutes()
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('breakGlass.will')}
      </Text>
      <List size="sm" spacing={4}>
        <List.Item>{t('breakGlass.willAsk')}</List.Item>
        <List.Item>{t('breakGlass.willOwn', { date: moments.time(fromNow(hours * HOUR_MS)) })}</List.Item>
        <List.Item>{t('breakGlass.willTell')}</List.Item>
        <List.Item>{t('breakGlass.willWrite')}</List.Item>
      </List>
    </div>
  )
}
