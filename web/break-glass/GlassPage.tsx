import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { breakGlass } from '../../contract/break-glass.ts'
import { useReply } from '../data.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Page } from '../shell/Page.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useMay } from '../workspaces/here.ts'
import { Nominees } from './Nominees.tsx'
import { OwnGlass } from './OwnGlass.tsx'
import { Uses } from './Uses.tsx'
import { useOwnGlass } from './use-own-glass.ts'

/** Break-glass: for the nominated, the glass; for owners, who they are, and when it was broken. */
export function GlassPage() {
  const { t } = useTranslation()
  const may = useMay()
  const own = useOwnGlass()
  const mayManage = may(breakGlass.get)
  return (
    <Page title={t('breakGlass.title')} lead={t('breakGlass.lead')}>
      <Stack gap="lg" maw={760}>
        {own?.isNominated && <OwnGlass own={own} />}
        {mayManage && <Managed />}
        {!mayManage && own?.isNominated === false && <ClosedDoor call={breakGlass.get} />}
      </Stack>
    </Page>
  )
}

function Managed() {
  const reply = useReply(breakGlass.get, {})
  return (
    <Waiting on={reply}>
      {({ nominees, uses }) => (
        <>
          <Nominees nominees={nominees} />
          <Uses uses={uses} />
        </>
      )}
    </Waiting>
  )
}
