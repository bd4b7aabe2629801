import { Stack, Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useCall } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { type Connection, usePlace } from './place.ts'

/** Whether people sign in by a connection. Before it was tested nobody switches it on, and the reason stands there. */
export function ActiveSwitch({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const activate = useCall(connections.activate)
  const deactivate = useCall(connections.deactivate)
  const { asked, ask, close } = useAsked<'off'>()
  const reason = useReason(connection)
  const { id, name, isActive } = connection
  const given = { params: { connectionId: id } }
  const isBusy = activate.isPending || deactivate.isPending
  return (
    <Stack gap={4} align="start">
      <Switch
        label={t('connections.active')}
        aria-label={t('connections.activeOf', { name })}
        checked={isActive}
        disabled={reason !== null || isBusy}
        onChange={({ currentTarget }) => (currentTarget.checked ? activate.mutate(given) : ask('off'))}
      />
      {reason && (
        <Text size="sm" c="dimmed">
          {reason}
        </Text>
      )}
      <Refusal error={activate.error} />
      <Confirm
        isOpen={asked === 'off'}
        onClose={close}
        title={t('connections.offTitle', { name })}
        text={t('connections.offText')}
        submit={t('connections.offSubmit')}
        call={deactivate}
        onConfirm={() => deactivate.mutate(given, { onSuccess: close })}
      />
    </Stack>
  )
}

/** Why a connection cannot be switched now, or null where it can be. */
export function useReason({ isActive, isComplete, testedAt }: Connection): string | null {
  const { t } = useTranslation()
  const { isLink } = usePlace()
  if (isActive) return isLink ? t('connections.whyLink') : null
  if (!isComplete) return t('connections.whyIncomplete')
  return testedAt === null ? t('connections.whyUntested') : null
}
