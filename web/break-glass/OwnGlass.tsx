import { Anchor, Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { breakGlass } from '../../contract/break-glass.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { Notice } from '../shell/Notice.tsx'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { useHere } from '../workspaces/here.ts'
import { BreakGlass } from './BreakGlass.tsx'
import { isRunning } from './use-own-glass.ts'

/** For somebody whom the owners nominated: the glass, and what is missing to break it. */
export function OwnGlass({ own }: { own: Reply<typeof breakGlass.mine> }) {
  const { t } = useTranslation()
  const { me } = useHere()
  const { use, hasStrongFactor } = own
  const { asked, ask, close } = useAsked<'break'>()
  // The notice on every page says so already.
  if (use && isRunning(use)) return null
  return (
    <Section title={t('breakGlass.own')}>
      <Text size="sm">{t(me.isOwner ? 'breakGlass.ownOwner' : 'breakGlass.ownText')}</Text>
      {!hasStrongFactor && <NoFactor />}
      {hasStrongFactor && !me.isOwner && (
        <div>
          <Button color="red.9" onClick={() => ask('break')}>
            {t('breakGlass.open')}
          </Button>
        </div>
      )}
      {asked === 'break' && <BreakGlass onClose={close} />}
    </Section>
  )
}

function NoFactor() {
  const { t } = useTranslation()
  return (
    <Notice isWarning title={t('breakGlass.noFactor')}>
      {t('breakGlass.noFactorText')}{' '}
      <Anchor size="sm" renderRoot={(props) => <Link to="/account/security" {...props} />}>
        {t('breakGlass.toSecurity')}
      </Anchor>
    </Notice>
  )
}
