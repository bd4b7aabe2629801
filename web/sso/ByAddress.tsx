import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { sso } from '../../contract/sso.ts'
import { useCall } from '../data.ts'
import { HOME } from '../shell/addresses.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { useEmailRule } from '../sign-in/rules.ts'

interface Given {
  /** What was typed already. */
  email: string
  returnTo: string
  onBack: () => void
}

/** Asks for the address whose domain leads to the identity provider, and goes there. */
export function ByAddress({ email, returnTo, onBack }: Given) {
  const { t } = useTranslation()
  const lookUp = useCall(sso.lookUp, { strangers: true })
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email },
    validate: { email: useEmailRule() },
  })
  const go = ({ email }: { email: string }) =>
    lookUp.mutate(
      // Where nothing else was said, the workspace that the address leads to.
      { body: { email: email.trim(), ...(returnTo === HOME ? {} : { returnTo }) } },
      { onSuccess: ({ url }) => window.location.assign(url) },
    )
  return (
    <form noValidate onSubmit={form.onSubmit(go)}>
      <Stack gap="md">
        <TextInput
          type="email"
          label={t('signIn.email')}
          autoComplete="username"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <Refusal error={lookUp.error} />
        <Button type="submit" size="md" loading={lookUp.isPending || lookUp.isSuccess}>
          {t('ssoWay.submit')}
        </Button>
        <Text size="sm" ta="center">
          <Anchor component="button" type="button" onClick={onBack}>
            {t('ssoWay.back')}
          </Anchor>
        </Text>
      </Stack>
    </form>
  )
}
