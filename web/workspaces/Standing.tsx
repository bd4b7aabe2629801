import { useEffect } from 'react'
import { GlassNotices } from '../break-glass/GlassNotices.tsx'
import { SupportNotice } from '../support/SupportNotice.tsx'
import { VisitBanner } from '../support/VisitBanner.tsx'
import { beginVisit, endVisit } from '../support/visiting.ts'
import { useHere } from './here.ts'

/** What holds at present and is to be seen on every page: a support visit, support access, ownership by break-glass. */
export function Standing() {
  const { me, workspace } = useHere()
  const isVisit = me.visit !== null
  useEffect(() => (isVisit ? beginVisit(workspace.slug) : endVisit()), [isVisit, workspace.slug])
  return (
    <div className="standing">
      {me.visit && <VisitBanner visit={me.visit} />}
      {!me.visit && <SupportNotice />}
      <GlassNotices />
    </div>
  )
}
