import { IconHeadset, IconSettings, IconUrgent } from '@tabler/icons-react'
import { breakGlass } from '../../contract/break-glass.ts'
import { support } from '../../contract/support.ts'
import { useOwnGlass } from '../break-glass/use-own-glass.ts'
import { useMay } from './here.ts'

const general = { path: '', text: 'frame.general', icon: IconSettings } as const
const supportPage = { path: '/support', text: 'support.title', icon: IconHeadset } as const
const glassPage = { path: '/break-glass', text: 'breakGlass.title', icon: IconUrgent } as const

/** The pages of the settings of a workspace that are open to the person, by their address under `/settings`. */
export function useSettingsPages() {
  const may = useMay()
  const own = useOwnGlass()
  const hasGlass = may(breakGlass.get) || own?.isNominated === true
  return [general, ...(may(support.get) ? [supportPage] : []), ...(hasGlass ? [glassPage] : [])]
}
