import { connections } from '../../contract/connections.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { useMay } from '../workspaces/here.ts'
import { ConnectionView } from './ConnectionView.tsx'
import './sso.css'

/** One connection, in the settings of a workspace. */
export function ConnectionPage() {
  const may = useMay()
  return may(connections.get) ? <ConnectionView /> : <ClosedDoor call={connections.get} />
}
