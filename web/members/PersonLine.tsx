import { Avatar, Badge, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LimitBadge } from '../grants/LimitBadge.tsx'
import { ManagedMark } from '../provisioning/ManagedMark.tsx'

interface Given {
  name: string
  email?: string | undefined
  isYou?: boolean
  isManaged?: boolean
  /** When it ends that they are in the list, if it does. */
  endsAt?: string | undefined
}

const tints = ['grape', 'indigo', 'cyan', 'teal', 'orange', 'pink', 'violet', 'lime'] as const

/** A person in a list: initials, name, and the address below it. */
export function PersonLine({ name, email, isYou = false, isManaged = false, endsAt }: Given) {
  const { t } = useTranslation()
  return (
    <Group gap="sm" wrap="nowrap">
      <Avatar radius="xl" size={36} color={tintOf(email ?? name)} styles={legible} aria-hidden>
        {initialsOf(name)}
      </Avatar>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} lineClamp={2} dir="auto">
          {name}{' '}
          {isYou && (
            <Badge component="span" size="sm" variant="default">
              {t('frame.you')}
            </Badge>
          )}
        </Text>
        {email !== undefined && email !== name && (
          <Text size="xs" c="dimmed" lineClamp={2}>
            {email}
          </Text>
        )}
        {isManaged && <ManagedMark />}
        <LimitBadge limits={{ endsAt }} />
      </div>
    </Group>
  )
}

/** The tint's own colour is too weak on its ground. */
const legible = { placeholder: { color: 'var(--mantine-color-text)' } }

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .flatMap((word) => (word ? [[...word][0] ?? ''] : []))
    .join('')
    .toUpperCase()
}

function tintOf(text: string) {
  let sum = 0
  for (const letter of text) sum += letter.codePointAt(0) ?? 0
  return tints[sum % tints.length] ?? 'gray'
}
