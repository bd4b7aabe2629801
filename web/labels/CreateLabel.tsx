import { Autocomplete, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LABEL_PART, LABEL_PART_MAX } from '../../contract/grants.ts'
import { labels as endpoints } from '../../contract/labels.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { LabelChip } from './LabelChip.tsx'

const DESCRIPTION_MAX = 500
const isPart = new RegExp(LABEL_PART)

interface Given {
  isOpen: boolean
  onClose: () => void
  /** The keys that there are, to be offered. */
  keys: string[]
}

/** Asks for a new label. */
export function CreateLabel({ isOpen, onClose, keys }: Given) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('labels.create')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Form onClose={onClose} keys={keys} />
    </Modal>
  )
}

function Form({ onClose, keys }: Omit<Given, 'isOpen'>) {
  const { t } = useTranslation()
  const call = useCall(endpoints.create)
  const [label, setLabel] = useState({ key: '', value: '', description: '' })
  const [isSent, setSent] = useState(false)
  const wrong = (part: string) => (isSent || part !== '') && !isPart.test(part) && t('labels.pattern')
  const set = (change: Partial<typeof label>) => setLabel({ ...label, ...change })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSent(true)
    if (!isPart.test(label.key) || !isPart.test(label.value)) return
    call.mutate(
      { body: { label: { ...label, description: label.description.trim() } } },
      { onSuccess: onClose },
    )
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Autocomplete
          label={t('labels.key')}
          description={t('labels.keyHint')}
          data={keys}
          value={label.key}
          onChange={(key) => set({ key })}
          error={wrong(label.key)}
          maxLength={LABEL_PART_MAX}
          required
          data-autofocus
        />
        <TextInput
          size="sm"
          label={t('labels.value')}
          description={t('labels.valueHint')}
          value={label.value}
          onChange={(event) => set({ value: event.currentTarget.value })}
          error={wrong(label.value)}
          maxLength={LABEL_PART_MAX}
          required
        />
        <Textarea
          label={t('labels.description')}
          value={label.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
          maxLength={DESCRIPTION_MAX}
          autosize
          minRows={2}
        />
        {label.key !== '' && label.value !== '' && (
          <Text size="sm">
            {t('labels.written')} <LabelChip label={label} />
          </Text>
        )}
        <Refusal error={call.error} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={call.isPending}>
            {t('labels.createSubmit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
