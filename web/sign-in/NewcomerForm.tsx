import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../shell/Refusal.tsx'
import { NewPassword } from './NewPassword.tsx'
import { useNeededRule } from './rules.ts'
import { Username } from './Username.tsx'

interface Given {
  email: string
  name: string
  submit: string
  isPending: boolean
  error: Error | null
  onSubmit: (person: { name: string; password: string }) => void
}

/** What to call a new person, and their password. */
export function NewcomerForm({ email, name, submit, isPending, error, onSubmit }: Given) {
  const { t } = useTranslation()
  const needed = useNeededRule()
  const form = useForm({
    initialValues: { name, password: '' },
    validate: { name: needed, password: needed },
  })
  return (
    <form noValidate onSubmit={form.onSubmit(onSubmit)}>
      <Stack>
        <Username email={email} />
        <TextInput
          label={t('signIn.signUp.name')}
          autoComplete="name"
          maxLength={255}
          {...form.getInputProps('name')}
        />
        <NewPassword
          label={t('signIn.password')}
          about={[email, form.values.name]}
          value={form.values.password}
          field={form.getInputProps('password')}
        />
        <Refusal error={error} />
        <Button type="submit" size="md" loading={isPending}>
          {submit}
        </Button>
      </Stack>
    </form>
  )
}
