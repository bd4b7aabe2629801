import { Alert, Badge, Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { mfa } from '../../contract/mfa.ts'
import { useCall, useReply } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { useMoments } from '../shell/moments.ts'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { TotpSetUp } from './TotpSetUp.tsx'

type Factors = Reply<typeof mfa.get>

/** The second proof at sign-in: the authenticator app, and the codes for the day it is lost. */
export function TwoStepSection({ isManaged = false }: { isManaged?: boolean }) {
  const { t } = useTranslation()
  const factors = useReply(mfa.get, {})
  const isOn = factors.data && (factors.data.totp !== null || factors.data.passkeys > 0)
  const [codes, setCodes] = useState<string[] | null>(null)
  return (
    <Section
      title={t('account.twoStep')}
      lead={t(isManaged ? 'account.leftText' : 'account.twoStepText')}
      aside={factors.data && <Badge variant="default">{t(isOn ? 'account.on' : 'account.off')}</Badge>}
    >
      <Waiting on={factors}>
        {(data) => (
          <>
            <Required by={data.requiredBy} isOn={isOn === true} />
            <ul className="plain-list">
              <li>
                <Totp factors={data} onCodes={setCodes} />
              </li>
              {isOn && (
                <li>
                  <Recovery left={data.recoveryCodesLeft} onCodes={setCodes} />
                </li>
              )}
            </ul>
          </>
        )}
      </Waiting>
      <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />
    </Section>
  )
}

function Required({ by, isOn }: { by: Factors['requiredBy']; isOn: boolean }) {
  const { t } = useTranslation()
  if (by.length === 0) return null

  const names = by.map(({ name }) => name).join(', ')
  return (
    <Alert color={isOn ? 'brand' : 'orange'} variant="outline">
      {t('account.requiredBy', { names })}
    </Alert>
  )
}

interface WithCodes {
  onCodes: (codes: string[]) => void
}

function Totp({ factors: { totp }, onCodes }: WithCodes & { factors: Factors }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const [isRemoving, setRemoving] = useState(false)
  const [isSettingUp, setSettingUp] = useState(false)
  const remove = useCall(mfa.removeTotp)
  return (
    <div className="row">
      <div>
        <Text fw={600}>{t('account.totp')}</Text>
        <Text size="sm" c="dimmed">
          {totp ? t('account.totpSince', { date: moments.day(totp.since) }) : t('account.totpNone')}
        </Text>
      </div>
      <Button variant="default" onClick={() => (totp ? setRemoving(true) : setSettingUp(true))}>
        {t(totp ? 'common.remove' : 'account.totpSetUp')}
      </Button>
      {isSettingUp && <TotpSetUp onClose={() => setSettingUp(false)} onCodes={onCodes} />}
      <Confirm
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        title={t('account.totpRemove')}
        text={t('account.totpRemoveText')}
        submit={t('common.remove')}
        call={remove}
        onConfirm={() => remove.mutate({}, { onSuccess: () => setRemoving(false) })}
      />
    </div>
  )
}

function Recovery({ left, onCodes }: WithCodes & { left: number }) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const renew = useCall(mfa.renewRecoveryCodes)
  return (
    <div className="row">
      <div>
        <Text fw={600}>{t('account.recovery')}</Text>
        <Text size="sm" c="dimmed">
          {t('account.recoveryLeft', { count: left })}
        </Text>
      </div>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('account.recoveryRenew')}
      </Button>
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('account.recoveryRenewTitle')}
        text={t('account.recoveryRenewText')}
        submit={t('account.recoveryRenew')}
        call={renew}
        onConfirm={() =>
          renew.mutate(
            {},
            {
              onSuccess: ({ recoveryCodes }) => {
                setAsking(false)
                onCodes(recoveryCodes)
              },
            },
          )
        }
      />
    </div>
  )
}
