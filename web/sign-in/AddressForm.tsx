import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../shell/Refusal.tsx'
import { useEmailRule } from './rules.ts'

interface Given {
  submit: string
  isPending: boolean
  error: Error | null
  /** Is given the address without spaces around it. */
  onSubmit: (email: string) => void
}

/** Asks for an address that something will be mailed to. */
export function AddressForm({ submit, isPending, error, onSubmit }: Given) {
  const { t } = useTranslation()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: useEmailRule() },
  })
  return (
    <form noValidate onSubmit={form.onSubmit(({ email }) => onSubmit(email.trim()))}>
      <Stack>
        <TextInput
          type="email"
          label={t('signIn.email')}
          autoComplete="email"
          {...form.getInputProps('email')}
        />
        <Refusal error={error} />
        <Button type="submit" size="md" loading={isPending}>
          {submit}
        </Button>
      </Stack>
    </form>
  )
}
