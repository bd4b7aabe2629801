import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Endpoint } from '../../contract/endpoint.ts'
import { groups } from '../../contract/groups.ts'
import { roles } from '../../contract/roles.ts'
import { useRoleName } from '../words.ts'
import { useHere, useMay } from '../workspaces/here.ts'

interface Given {
  /** The page, by its address below that of the workspace. */
  to: string
  /** The endpoint that the page shows the answer of. */
  call: Endpoint
  children: ReactNode
}

/** The name of something, which leads to its page; only the name for those who may not see that. */
export function Way({ to, call, children }: Given) {
  const { workspace } = useHere()
  const may = useMay()
  if (!may(call)) return <bdi>{children}</bdi>
  return (
    <Anchor inherit renderRoot={(props) => <Link to={`/w/${workspace.slug}/${to}`} {...props} />}>
      <bdi>{children}</bdi>
    </Anchor>
  )
}

export function RoleWay({ roleId, roleName }: { roleId: string; roleName: string }) {
  const nameOf = useRoleName()
  return (
    <Way to={`access/roles/${encodeURIComponent(roleId)}`} call={roles.list}>
      {nameOf(roleId, roleName)}
    </Way>
  )
}

export function GroupWay({ id, name }: { id: string; name: string }) {
  return (
    <Way to={`access/groups/${encodeURIComponent(id)}`} call={groups.get}>
      {name}
    </Way>
  )
}
