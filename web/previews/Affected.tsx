import { Anchor, Group, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PersonLine } from '../members/PersonLine.tsx'
import { useSelf } from '../workspaces/here.ts'
import { AccessLine } from './AccessLine.tsx'
import type { SubjectOfPreview } from './planned.ts'

/** Somebody whose access changes, with what is gained and lost; `isFolded` shows that only when asked to. */
export function Affected({ subject, isFolded }: { subject: SubjectOfPreview; isFolded: boolean }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(!isFolded)
  const { name, gains, losses } = subject
  const hasLines = gains.length + losses.length > 0
  return (
    <li>
      <Who subject={subject} />
      <Standing subject={subject} />
      {hasLines && !isOpen && (
        <Anchor
          component="button"
          type="button"
          size="sm"
          aria-label={t('previews.showChangesOf', { name })}
          onClick={() => setOpen(true)}
        >
          {t('previews.showChanges')}
        </Anchor>
      )}
      {hasLines && isOpen && (
        <ul className="preview-lines">
          {gains.map((line) => (
            <AccessLine key={keyOf(line)} line={line} isGain />
          ))}
          {losses.map((line) => (
            <AccessLine key={keyOf(line)} line={line} isGain={false} />
          ))}
        </ul>
      )}
    </li>
  )
}

function Who({ subject: { type, id, name, email } }: { subject: SubjectOfPreview }) {
  const self = useSelf()
  if (type === 'user') return <PersonLine name={name} email={email} isYou={id === self} />
  return (
    <Group gap="sm" wrap="nowrap">
      <IconKey size={20} aria-hidden style={{ flex: 'none' }} />
      <Text size="sm" fw={600} dir="auto" lineClamp={2}>
        {name}
      </Text>
    </Group>
  )
}

function Standing({ subject: { type, isOwner, isHere } }: { subject: SubjectOfPreview }) {
  const { t } = useTranslation()
  const isUser = type === 'user'
  const texts = [
    ...(isHere.after && !isHere.before ? [t('previews.joins')] : []),
    ...(isHere.before && !isHere.after ? [t(isUser ? 'previews.leaves' : 'previews.ends')] : []),
    ...(isOwner.after && !isOwner.before
      ? [t(isUser ? 'previews.becomesOwner' : 'previews.tokenBecomesOwner')]
      : []),
    // What stops working altogether need not be told that it may do less.
    ...(isOwner.before && !isOwner.after && (isUser || isHere.after)
      ? [t(isUser ? 'previews.ownerNoMore' : 'previews.tokenOwnerNoMore')]
      : []),
  ]
  return texts.map((text) => (
    <Text key={text} size="sm" fw={600} mt={4}>
      {text}
    </Text>
  ))
}

function keyOf({ type, actions, everything, resources }: SubjectOfPreview['gains'][number]): string {
  return JSON.stringify([type, actions, everything, resources])
}
