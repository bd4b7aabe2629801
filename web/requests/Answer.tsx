import { Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accessRequests } from '../../contract/access-requests.ts'
import { useCall } from '../data.ts'
import type { Draft } from '../grants/draft.ts'
import { planned } from '../previews/planned.ts'
import { usePreview } from '../previews/preview.ts'
import { Review } from '../previews/Review.tsx'
import { ClosedMeanwhile, isClosedMeanwhile } from './ClosedMeanwhile.tsx'
import { type AccessRequest, TEXT_MAX } from './request.ts'

interface Given {
  request: AccessRequest
  permissions: Draft
  onClose: () => void
}

/** Who gains what by these permissions, a word to whoever asked, and the saving: it closes the request. */
export function Answer({ request, permissions, onClose }: Given) {
  const { t } = useTranslation()
  const resolve = useCall(accessRequests.resolve)
  const [word, setWord] = useState('')
  const { name } = request.requester
  const params = { accessRequestId: request.id }
  // Without the word: that changes nothing of what is gained.
  const changes = [planned(accessRequests.resolve, { params, body: { permissions } })]
  const preview = usePreview(changes, !resolve.isPending)
  if (isClosedMeanwhile(preview.error) || isClosedMeanwhile(resolve.error))
    return <ClosedMeanwhile onClose={onClose} />

  const body = { permissions, ...(word.trim() && { reason: word.trim() }) }
  return (
    <Review
      isOpen
      onClose={onClose}
      title={t('requests.reviewTitle', { name })}
      submit={t('common.save')}
      changes={changes}
      call={resolve}
      onSave={() => resolve.mutate({ params, body })}
    >
      <Text size="sm" dir="auto">
        {t('requests.reviewText', { name })}
      </Text>
      <Textarea
        label={t('requests.word', { name })}
        value={word}
        onChange={(event) => setWord(event.currentTarget.value)}
        maxLength={TEXT_MAX}
        autosize
        minRows={2}
        maxRows={6}
      />
    </Review>
  )
}
