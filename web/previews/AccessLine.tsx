import { Anchor, List, Text } from '@mantine/core'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../workspaces/here.ts'
import { deedsOf } from './deeds.ts'
import type { SubjectOfPreview } from './planned.ts'
import { useDeedWords } from './use-deed-words.ts'

type Line = SubjectOfPreview['gains'][number]

/** What somebody gains or loses on some resources: in few words, and on demand as every single action. */
export function AccessLine({ line, isGain }: { line: Line; isGain: boolean }) {
  const { t } = useTranslation()
  const { types } = useHere()
  const [isOpen, setOpen] = useState(false)
  const type = types.find((one) => one.type === line.type.toUpperCase())
  const { others, all, isSpeltOut } = deedsOf(type, line.actions)
  const deeds = useDeedWords(type, line.actions)
  const isWholeStory = others.length === 0 || isSpeltOut
  const Icon = isGain ? IconPlus : IconMinus
  return (
    <li className={isGain ? 'access-line gain' : 'access-line loss'}>
      <Icon size={16} aria-hidden className="access-sign" />
      <div>
        <Text size="sm" span>
          <span className="only-read">{t(isGain ? 'previews.gains' : 'previews.loses')} </span>
          <strong>{useOn(line)}</strong>
          {': '}
          {deeds}
        </Text>{' '}
        {!isWholeStory && (
          <Anchor
            component="button"
            type="button"
            size="sm"
            c="inherit"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? t('previews.less') : t('previews.allActions', { count: all.length })}
          </Anchor>
        )}
        <Names line={line} />
        {isOpen && (
          <List size="sm" mt={4}>
            {all.map((says) => (
              <List.Item key={says}>{says}</List.Item>
            ))}
          </List>
        )}
      </div>
    </li>
  )
}

/** The first resources by name, unless it is about all of them. */
function Names({ line: { everything, type, count, resources } }: { line: Line }) {
  if (everything || type === 'WORKSPACE' || resources.length === 0) return null
  return (
    <Text size="sm">
      {resources.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ' · '}
          <bdi>{name}</bdi>
        </span>
      ))}
      {count > resources.length && ' · …'}
    </Text>
  )
}

function useOn({ type, everything, count, isPartial }: Line): string {
  const { t, i18n } = useTranslation()
  const { types } = useHere()
  const found = types.find((one) => one.type === type.toUpperCase())
  if (found?.type === 'WORKSPACE') return t('previews.theWorkspace')
  const plural = found?.plural ?? type.toLowerCase()
  if (everything) return t('previews.everything', { plural })
  const number = new Intl.NumberFormat(i18n.language).format(count)
  const word = count === 1 ? (found?.name ?? plural) : plural
  return t(isPartial ? 'previews.atLeast' : 'previews.exactly', { number, word })
}
