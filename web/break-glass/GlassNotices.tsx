import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { breakGlass } from '../../contract/break-glass.ts'
import { useReply } from '../data.ts'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'
import { useEnd } from '../shell/use-clock.ts'
import { useMay, useSelf } from '../workspaces/here.ts'
import { EndUse } from './EndUse.tsx'
import { isRunning, type Use, useOwnGlass } from './use-own-glass.ts'

/** On every page: that the person is an owner by break-glass, or, to those who could end it, that somebody else is. */
export function GlassNotices() {
  const may = useMay()
  const own = useOwnGlass()?.use ?? null
  const self = useSelf()
  const mayEnd = may(breakGlass.get)
  const all = useReply(breakGlass.get, {}, { enabled: mayEnd }).data?.uses ?? []
  // What was asked for while the person was an owner is kept for a while.
  const others = mayEnd ? all.filter(({ user }) => user.id !== self) : []
  return [...(own ? [own] : []), ...others]
    .filter(isRunning)
    .map((use) => <Running key={use.id} use={use} isOwn={use === own} />)
}

function Running({ use, isOwn }: { use: Use; isOwn: boolean }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const date = moments.time(use.endsAt)
  useEnd(use.endsAt)
  return (
    <Notice
      isWarning
      title={
        isOwn ? t('breakGlass.active', { date }) : t('breakGlass.activeOther', { name: use.user.name, date })
      }
    >
      <div className="row">
        <Text size="sm" dir="auto" lineClamp={4} style={{ flex: '1 1 280px' }}>
          {t('breakGlass.reasonGiven', { reason: use.reason })}
        </Text>
        <EndUse use={use} isOwn={isOwn} />
      </div>
    </Notice>
  )
}
