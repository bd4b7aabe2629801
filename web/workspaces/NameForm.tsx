import { Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { workspaces } from '../../contract/workspaces.ts'
import { useCall } from '../data.ts'
import { MayButton } from '../shell/MayButton.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { useNeededRule } from '../sign-in/rules.ts'
import { useHere, useMay } from './here.ts'
import { SLUG_MAX, slugForm } from './slug.ts'

/** The name of the workspace and its address. Who changes the address is led to the new one. */
export function NameForm() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const isOpen = may(workspaces.modify)
  const form = useForm({
    initialValues: { name: workspace.name, slug: workspace.slug },
    validate: {
      name: useNeededRule(),
      slug: (text) => (slugForm.test(text) ? null : t('workspaces.slugHint')),
    },
  })
  const { slug } = form.values
  const moves = slug !== workspace.slug && slugForm.test(slug)
  const { save, send } = useSave(moves)
  return (
    <form noValidate onSubmit={form.onSubmit(send)}>
      <Stack>
        <TextInput
          label={t('settings.nameField')}
          maxLength={255}
          dir="auto"
          readOnly={!isOpen}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('settings.slug')}
          description={t('settings.slugHint', { address: `${window.location.origin}/w/${slug}` })}
          maxLength={SLUG_MAX}
          readOnly={!isOpen}
          {...form.getInputProps('slug')}
        />
        {moves && (
          <Notice isWarning title={t('settings.slugWarning')}>
            {t('settings.slugWarningText', { before: `/w/${workspace.slug}`, after: `/w/${slug}` })}
          </Notice>
        )}
        <Refusal error={save.error} />
        <Group>
          <MayButton
            call={workspaces.modify}
            type="submit"
            loading={save.isPending}
            refusal={form.isDirty() ? null : t('common.nothingChanged')}
          >
            {t('common.save')}
          </MayButton>
          {save.isSuccess && !form.isDirty() && (
            <Text size="sm" role="status">
              {t('common.saved')}
            </Text>
          )}
        </Group>
      </Stack>
    </form>
  )
}

/** Saves; what stands at the old address is not asked for again, because nothing is there any more. */
function useSave(moves: boolean) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const save = useCall(workspaces.modify, { ends: true })
  const send = (body: { name: string; slug: string }) =>
    save.mutate(
      { body },
      {
        onSuccess: ({ workspace: { slug } }) =>
          moves
            ? navigate({ to: '/w/$slug/settings', params: { slug }, replace: true })
            : queries.invalidateQueries(),
      },
    )
  return { save, send }
}
