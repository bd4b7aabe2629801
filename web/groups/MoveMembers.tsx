import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { useCall } from '../data.ts'
import { useFoundGroups } from '../members/found-groups.ts'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import { useInTurn } from '../shell/in-turn.ts'
import { Notice } from '../shell/Notice.tsx'
import { Progressing } from '../shell/Progressing.tsx'
import { inPortions } from '../shell/portions.ts'
import { wordsOf } from '../shell/Refusal.tsx'
import type { MembersDialog } from './dialog.ts'

interface Target {
  id: string
  name: string
  managed?: boolean
}

/** Moves people from one group to another: first where to, then what that changes. */
export function MoveMembers(dialog: MembersDialog) {
  const [target, setTarget] = useState<Target | null>(null)
  const [isReviewing, setReviewing] = useState(false)
  if (target && isReviewing)
    return <ReviewMove {...dialog} target={target} onClose={() => setReviewing(false)} />

  return (
    <ChooseTarget dialog={dialog} target={target} onChange={setTarget} onReview={() => setReviewing(true)} />
  )
}

interface Choosing {
  dialog: MembersDialog
  target: Target | null
  onChange: (target: Target | null) => void
  onReview: () => void
}

function ChooseTarget({ dialog: { group, emails, onClose }, target, onChange, onReview }: Choosing) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const found = useFoundGroups(typed === target?.name ? '' : typed).filter(({ id }) => id !== group.id)
  const options = target && !found.some(({ id }) => id === target.id) ? [target, ...found] : found
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('groups.moveTitle', { count: emails.length })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text size="sm">{t('groups.moveText', { name: group.name })}</Text>
        <Select
          label={t('groups.moveTo')}
          placeholder={t('groups.search')}
          data-autofocus
          searchable
          data={options.map(({ id, name, managed = false }) => ({
            value: id,
            label: managed ? `${name} (${t('provisioning.why.option')})` : name,
            disabled: managed,
          }))}
          // The server has searched already.
          filter={({ options: all }) => all}
          value={target?.id ?? null}
          searchValue={typed}
          onSearchChange={setTyped}
          onChange={(id) => onChange(options.find((one) => one.id === id) ?? null)}
          nothingFoundMessage={t('list.noneFound')}
        />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button disabled={!target} onClick={onReview}>
            {t('groups.reviewMove')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** They come into the one group before they leave the other, so that whatever stops it, nobody is without what both give. */
function ReviewMove({ group, emails, target, onClose, onDone }: MembersDialog & { target: Target }) {
  const words = useTranslation()
  const { t } = words
  const add = useCall(groups.addUsers)
  const remove = useCall(groups.removeUsers)
  const steps = useInTurn()
  const toTarget = { params: { userGroupId: target.id }, body: { emails } }
  const fromHere = (some: string[]) => ({ params: { userGroupId: group.id }, query: { emails: some } })
  const calls = [
    () => add.mutateAsync(toTarget),
    ...inPortions(emails).map((some) => () => remove.mutateAsync(fromHere(some))),
  ]
  const isHalfDone = steps.error !== null && steps.done > 0
  const half = { from: group.name, to: target.name, reason: steps.error ? wordsOf(steps.error, words) : '' }
  return (
    <Review
      isOpen
      onClose={onClose}
      title={t('groups.moveReview', { count: emails.length, from: group.name, to: target.name })}
      submit={t('groups.moveSubmit')}
      changes={[planned(groups.addUsers, toTarget), planned(groups.removeUsers, fromHere(emails))]}
      call={{ ...steps, error: isHalfDone ? null : steps.error }}
      onSave={() => void steps.run(calls, onDone)}
    >
      {isHalfDone ? (
        <div role="alert">
          <Notice isWarning>{t('groups.movedHalf', half)}</Notice>
        </div>
      ) : (
        <Progressing {...steps} />
      )}
    </Review>
  )
}
