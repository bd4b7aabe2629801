import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../shell/Refusal.tsx'

const CODE_MIN = 6
const CODE_MAX = 40

interface Given {
  label: string
  submit: string
  /** Six digits of an authenticator app: telephones show their number keys. */
  isNumber?: boolean
  isPending: boolean
  error: Error | null
  onCode: (code: string) => void
}

/** Asks for a code. Blanks that people type between its groups are left out. */
export function CodeForm({ label, submit, isNumber = false, isPending, error, onCode }: Given) {
  const { t } = useTranslation()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { code: '' },
    validate: { code: (text) => (withoutBlanks(text).length >= CODE_MIN ? null : t('signIn.needed')) },
  })
  return (
    <form noValidate onSubmit={form.onSubmit(({ code }) => onCode(withoutBlanks(code)))}>
      <Stack>
        <TextInput
          label={label}
          inputMode={isNumber ? 'numeric' : 'text'}
          autoComplete={isNumber ? 'one-time-code' : 'off'}
          maxLength={CODE_MAX}
          data-autofocus
          {...form.getInputProps('code')}
        />
        <Refusal error={error} />
        <Button type="submit" size="md" loading={isPending}>
          {submit}
        </Button>
      </Stack>
    </form>
  )
}

function withoutBlanks(text: string): string {
  return text.replace(/\s/g, '')
}
