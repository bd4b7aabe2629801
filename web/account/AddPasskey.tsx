import { Button, Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { passkeys } from '../../contract/passkeys.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { makePasskey } from '../sign-in/passkey.ts'
import { useNeededRule } from '../sign-in/rules.ts'
import { useTask } from '../sign-in/use-task.ts'

interface Given {
  onClose: () => void
  onCodes: (codes: string[]) => void
}

/** Has the browser make a passkey, under a name that the person gives it. */
export function AddPasskey({ onClose, onCodes }: Given) {
  const { t } = useTranslation()
  const begin = useCall(passkeys.registerOptions)
  const register = useCall(passkeys.register)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '' },
    validate: { name: useNeededRule() },
  })
  const task = useTask(
    async () => {
      const { options } = await begin.mutateAsync({})
      const response = await makePasskey(options)
      return register.mutateAsync({ body: { name: form.getValues().name, response } })
    },
    ({ recoveryCodes }) => {
      onClose()
      if (recoveryCodes) onCodes(recoveryCodes)
    },
  )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('account.passkeyAdd')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={form.onSubmit(task.start)}>
        <Stack>
          <TextInput
            label={t('account.passkeyName')}
            description={t('account.passkeyNameHint')}
            maxLength={100}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Refusal error={task.error} />
          <Button type="submit" loading={task.isPending}>
            {t('account.passkeyAdd')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
