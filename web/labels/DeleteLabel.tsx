import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { labels as endpoints } from '../../contract/labels.ts'
import { useCall } from '../data.ts'
import { labelText } from '../grants/draft.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import type { ShownLabel } from './shown-label.ts'
import { useCountWords } from './use-count-words.ts'

/** Deletes a label, or says what stands in the way. */
export function DeleteLabel({ label }: { label: ShownLabel }) {
  const { t } = useTranslation()
  const words = useCountWords()
  const [isOpen, { open, close }] = useDisclosure(false)
  const call = useCall(endpoints.delete)
  const uses = label.counts ? words(label.counts) : ''
  const name = labelText(label)
  return (
    <>
      <MayButton
        call={endpoints.delete}
        refusal={uses === '' ? null : t('labels.cannotDelete', { uses })}
        variant="default"
        size="xs"
        aria-label={t('labels.deleteNamed', { name })}
        onClick={() => {
          call.reset()
          open()
        }}
      >
        {t('labels.delete')}
      </MayButton>
      <Confirm
        isOpen={isOpen}
        onClose={close}
        title={t('labels.deleteTitle', { name })}
        text={t('labels.deleteText')}
        submit={t('labels.delete')}
        call={call}
        onConfirm={() => {
          const { key, value } = label
          call.mutate({ params: { key, value } }, { onSuccess: close })
        }}
      />
    </>
  )
}
