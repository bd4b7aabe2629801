import { Button, type ButtonProps, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Refusal } from './Refusal.tsx'

interface Given extends Pick<ButtonProps, 'variant'> {
  /** What the button says. */
  text: string
  save: { isPending: boolean; isSuccess: boolean; error: Error | null }
}

/** The end of a form that stays where it is: its button, what the server refused, and that it is saved. */
export function SaveRow({ text, save, variant }: Given) {
  const { t } = useTranslation()
  return (
    <>
      <Refusal error={save.error} />
      <Group gap="sm">
        <Button type="submit" {...(variant ? { variant } : {})} loading={save.isPending}>
          {text}
        </Button>
        <span role="status">{save.isSuccess && t('common.saved')}</span>
      </Group>
    </>
  )
}
