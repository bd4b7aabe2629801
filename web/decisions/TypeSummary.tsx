import { Anchor, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useScopeWords } from '../grants/words.ts'
import type { OnType } from './access.ts'
import { type Covered, useCovered } from './use-covered.ts'
import { useAccessWords } from './words.ts'

const NAMED_MAX = 50

/** How many resources of a type somebody may change or read, which these are, and where it comes from. */
export function TypeSummary({ on, kind }: { on: OnType; kind: 'admin' | 'readOnly' }) {
  const words = useAccessWords()
  const [isOpen, setOpen] = useState(false)
  const covered = useCovered(on, kind)
  const title = useTitle(on, covered)
  const names = covered?.names ?? []
  const from = new Set(
    on[kind].map((role) =>
      [role.roleName, words.via(role.via), ...words.on(on.type, role.scopes)].join(' · '),
    ),
  )
  return (
    <li>
      {names.length > 0 ? (
        <Anchor
          component="button"
          type="button"
          size="sm"
          fw={600}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {title}
        </Anchor>
      ) : (
        <Text size="sm" fw={600}>
          {title}
        </Text>
      )}
      {isOpen && <Names names={names} />}
      {[...from].map((text) => (
        <Text key={text} size="xs" c="dimmed" dir="auto">
          {text}
        </Text>
      ))}
    </li>
  )
}

function useTitle({ type }: OnType, covered: Covered | null): string {
  const { t } = useTranslation()
  const words = useScopeWords()
  if (type.type === 'WORKSPACE') return t('decisions.theWorkspace')
  if (!covered) return type.plural
  const counted = words.counted(type.type, covered.count)
  if (covered.isAtLeast) return t('decisions.atLeast', { counted })
  return covered.isAll ? t('decisions.all', { counted }) : counted
}

function Names({ names }: { names: string[] }) {
  const { t } = useTranslation()
  const more = names.length - NAMED_MAX
  return (
    <ul className="access-names">
      {names.slice(0, NAMED_MAX).map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two resources may have one name, and the order stays
        <li key={index}>
          <bdi>{name}</bdi>
        </li>
      ))}
      {more > 0 && <li>{t('list.more', { count: more })}</li>}
    </ul>
  )
}
