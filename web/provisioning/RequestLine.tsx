import { Badge, Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '../shell/addresses.ts'
import { DeedLine } from './DeedLine.tsx'
import { useDeeds, useWhy } from './deeds.ts'
import { RequestDetail } from './RequestDetail.tsx'
import { aboutOf, type Outcome, outcomeOf, type ScimRequest } from './request.ts'

const FEW = 2

/** One request: what it was about and how it ended; opened, what came, and what is needed to ask about it. */
export function RequestLine({ request }: { request: ScimRequest }) {
  const { t, i18n } = useTranslation()
  // Providers send several in a second.
  const exact = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' })
  const id = useId()
  const [{ show }, setAddress] = useAddress()
  const isOpen = show === request.id
  const { text, name } = aboutOf(request)
  const { at, method, path } = request
  return (
    <li>
      <UnstyledButton
        className="sync-line"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setAddress({ show: isOpen ? undefined : request.id })}
      >
        <Text component="span" size="sm" fw={600} className="sync-what" {...(!isOpen && { lineClamp: 3 })}>
          <bdi>{t(text, { name })}</bdi>
        </Text>
        <OutcomeBadge outcome={outcomeOf(request)} />
        <IconChevronDown size={16} aria-hidden className="sync-chevron" />
        <Text component="span" size="xs" c="dimmed" className="sync-when" {...(!isOpen && { lineClamp: 2 })}>
          <time dateTime={at}>{exact.format(new Date(at))}</time> · <bdi>{`${method} ${readable(path)}`}</bdi>
        </Text>
        {!isOpen && <Brief request={request} />}
      </UnstyledButton>
      {isOpen && (
        <div id={id} className="sync-detail">
          <RequestDetail request={request} />
        </div>
      )}
    </li>
  )
}

/** With the marks that addresses write as `%22`; as it came where they are none. */
function readable(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '))
  } catch {
    return path
  }
}

const looks = {
  changed: { variant: 'light', color: 'teal', c: 'var(--mantine-color-text)' },
  would: { variant: 'light', color: 'orange', c: 'var(--mantine-color-text)' },
  same: { variant: 'default' },
  read: { variant: 'default' },
  refused: { variant: 'outline', color: 'red', c: 'var(--mantine-color-error)' },
} as const

function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation()
  return (
    <Badge component="span" size="sm" className="sync-badge" {...looks[outcome]}>
      {t(`provisioning.log.outcome.${outcome}`)}
    </Badge>
  )
}

/** The first of what it did, or why it was refused. */
function Brief({ request }: { request: ScimRequest }) {
  const { t } = useTranslation()
  const deeds = useDeeds(request)
  const why = useWhy(request)
  const outcome = outcomeOf(request)
  if (outcome === 'refused') {
    return (
      <Text component="span" size="sm" lineClamp={3} className="sync-did">
        {why}
      </Text>
    )
  }
  if (deeds.length === 0) return null
  return (
    <span className="sync-did">
      {deeds.slice(0, FEW).map((parts, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what one request did has nothing but a place
        <DeedLine key={place} parts={parts} />
      ))}
      {deeds.length > FEW && (
        <Text component="span" display="block" size="sm" c="dimmed">
          {t('list.more', { count: deeds.length - FEW })}
        </Text>
      )}
    </span>
  )
}
