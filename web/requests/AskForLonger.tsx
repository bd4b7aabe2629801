import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HeldRole } from '../decisions/access.ts'
import { readActionOf } from '../resources/capacity.ts'
import { useAsked } from '../shell/use-asked.ts'
import { AskDialog } from './AskDialog.tsx'
import { type DoorOf, useMayAsk, useThingWords } from './request.ts'

interface Given {
  /** One of the person's own roles, which ends or has ended. */
  role: HeldRole
  /** A type that it gives something on. */
  type: string
}

/** Asks the owners for a role for longer than it was given. */
export function AskForLonger({ role, type }: Given) {
  const { t } = useTranslation()
  const mayAsk = useMayAsk()
  const door = useDoorOf(role, type)
  const { asked, ask, close } = useAsked<true>()
  if (!mayAsk) return null
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => ask(true)}
        aria-label={t('requests.longerOf', { role: role.roleName })}
      >
        {t('requests.longer')}
      </Button>
      {asked && <AskDialog door={door} roleId={role.roleId} onClose={close} />}
    </>
  )
}

/** What the role opens: the first that it names, or its type as a whole. */
function useDoorOf({ actions, scopes }: HeldRole, wire: string): DoorOf {
  const { typeOf, deed } = useThingWords()
  const named = scopes.find(({ kind }) => kind === 'list')
  const type = named?.type ?? wire
  const known = typeOf(type)
  const usual = known && readActionOf(known)
  const isGiven = named !== undefined || (usual !== undefined && actions.includes(usual))
  const action = isGiven ? usual : actions[0]
  return { type, id: named?.id, name: named?.name, action, what: deed(type, action ?? null) }
}
