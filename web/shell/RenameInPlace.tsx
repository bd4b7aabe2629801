import { Button, Group, Paper, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNeededRule } from '../sign-in/rules.ts'
import { Refusal } from './Refusal.tsx'

interface Given {
  label: string
  /** The name that it has. */
  name: string
  call: { isPending: boolean; error: Error | null }
  onSave: (name: string) => void
  onClose: () => void
}

const NAME_MAX = 255

/** Gives the thing that a page is about another name, on the page itself. For names that move no access: nothing is previewed. */
export function RenameInPlace({ label, name, call, onSave, onClose }: Given) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(name)
  const fault = useNeededRule()(typed)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!fault) onSave(typed.trim())
  }
  return (
    <Paper withBorder radius="lg" p="md">
      <form noValidate onSubmit={send} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
        <Stack gap="sm">
          <Group align="end" gap="sm">
            <TextInput
              label={label}
              maxLength={NAME_MAX}
              dir="auto"
              size="sm"
              autoFocus
              style={{ flex: '1 1 240px' }}
              value={typed}
              error={fault}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit" loading={call.isPending}>
              {t('common.save')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </Group>
          <Refusal error={call.error} />
        </Stack>
      </form>
    </Paper>
  )
}
