import { Button, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { workspaces } from '../../contract/workspaces.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { useNeededRule } from '../sign-in/rules.ts'
import { SLUG_MAX, slugForm } from './slug.ts'

/** Opens a workspace. Its address follows its name until somebody writes another. */
export function NewWorkspace({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const open = useCall(workspaces.open)
  const form = useForm({
    initialValues: { name: '', slug: '' },
    validate: {
      name: useNeededRule(),
      slug: (text) => (slugForm.test(text) ? null : t('workspaces.slugHint')),
    },
  })
  const follow = (name: string) => {
    const follows = form.values.slug === slugOf(form.values.name)
    form.setValues({ name, ...(follows ? { slug: slugOf(name) } : {}) })
  }
  const send = (body: { name: string; slug: string }) =>
    open.mutate(
      { body },
      { onSuccess: ({ workspace: { slug } }) => void navigate({ to: '/w/$slug', params: { slug } }) },
    )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('workspaces.create')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={form.onSubmit(send)}>
        <Stack>
          <Text size="sm">{t('workspaces.createText')}</Text>
          <TextInput
            label={t('workspaces.name')}
            maxLength={255}
            data-autofocus
            {...form.getInputProps('name')}
            onChange={(event) => follow(event.currentTarget.value)}
          />
          <TextInput
            label={t('workspaces.slug')}
            description={t('workspaces.slugHint')}
            maxLength={SLUG_MAX}
            {...form.getInputProps('slug')}
          />
          <Refusal error={open.error} />
          <Button type="submit" loading={open.isPending}>
            {t('workspaces.createSubmit')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}

/** `Ada's Köln & Co` is `ada-s-koln-co`. */
function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_MAX)
    .replace(/^-+|-+$/g, '')
}
