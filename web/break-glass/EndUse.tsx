import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { breakGlass } from '../../contract/break-glass.ts'
import { useCall } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { useHere } from '../workspaces/here.ts'
import type { Use } from './use-own-glass.ts'

/** Ends, before its time, what somebody took by breaking the glass. Support staff cannot. */
export function EndUse({ use: { id, user }, isOwn }: { use: Use; isOwn: boolean }) {
  const { t } = useTranslation()
  const { me } = useHere()
  const end = useCall(breakGlass.end)
  const { asked, ask, close } = useAsked<'end'>()
  const named = { name: user.name }
  if (me.visit) return null
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={isOwn ? undefined : t('breakGlass.endOf', named)}
        onClick={() => ask('end')}
      >
        {t('breakGlass.end')}
      </Button>
      <Confirm
        isOpen={asked === 'end'}
        onClose={close}
        title={isOwn ? t('breakGlass.endTitleOwn') : t('breakGlass.endTitle', named)}
        text={t(isOwn ? 'breakGlass.endTextOwn' : 'breakGlass.endText')}
        submit={t('breakGlass.end')}
        call={end}
        onConfirm={() => end.mutate({ params: { breakGlassUseId: id } }, { onSuccess: close })}
      />
    </>
  )
}
