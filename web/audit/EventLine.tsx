import { Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '../shell/addresses.ts'
import { useRoleName } from '../words.ts'
import { useHere } from '../workspaces/here.ts'
import { EventDetail } from './EventDetail.tsx'
import type { AuditEvent } from './event.ts'
import { sentenceOf } from './sentence.ts'
import { useActor } from './use-actor.ts'

/** One event as a sentence; opened, all that is kept of it. */
export function EventLine({ event }: { event: AuditEvent }) {
  const { t, i18n } = useTranslation()
  const { types } = useHere()
  const id = useId()
  const [{ show }, setAddress] = useAddress()
  const actor = useActor(event)
  const roleName = useRoleName()
  const isOpen = show === event.id
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' })
  return (
    <li>
      <UnstyledButton
        className="audit-line"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setAddress({ show: isOpen ? undefined : event.id })}
      >
        <Text size="sm" {...(!isOpen && { lineClamp: 3 })} component="span">
          {sentenceOf(event, actor.name, { t, types, roleName }).map(({ text, isName }, place) =>
            isName ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have nothing but a place
              <bdi key={place} className="audit-name">
                {text}
              </bdi>
            ) : (
              text
            ),
          )}
        </Text>
        <Text size="sm" c="dimmed" component="time" dateTime={event.timestamp} className="audit-time">
          {time.format(new Date(event.timestamp))}
        </Text>
        <IconChevronDown size={16} aria-hidden className="audit-chevron" />
      </UnstyledButton>
      {isOpen && (
        <div id={id} className="audit-detail">
          <EventDetail event={event} actor={actor} />
        </div>
      )}
    </li>
  )
}
