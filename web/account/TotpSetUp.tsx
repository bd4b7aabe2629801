import { Code, Modal, Stack, Text } from '@mantine/core'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { mfa } from '../../contract/mfa.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Outline } from '../shell/Waiting.tsx'
import { CodeForm } from '../sign-in/CodeForm.tsx'

interface Given {
  onClose: () => void
  onCodes: (codes: string[]) => void
}

/** Sets up an authenticator app: the code to scan, then a first code from the app as the proof that it works. */
export function TotpSetUp({ onClose, onCodes }: Given) {
  const { t } = useTranslation()
  const enrol = useCall(mfa.enrol)
  const confirm = useCall(mfa.confirm)
  // Whoever closes the dialog for the proof that this asks for does not want it any more.
  const begin = useEffectEvent(() =>
    enrol.mutate({}, { onError: ({ code }) => code === 'step-up-required' && onClose() }),
  )
  useEffect(() => begin(), [])
  const send = (code: string) =>
    confirm.mutate(
      { body: { code } },
      {
        onSuccess: ({ recoveryCodes }) => {
          onClose()
          onCodes(recoveryCodes)
        },
      },
    )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('account.totpTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Refusal error={enrol.error} />
      {enrol.isPending && <Outline />}
      {enrol.data && (
        <Stack>
          <Text size="sm">{t('account.totpScan')}</Text>
          <img className="qr" alt={t('account.totpQr')} src={asImage(enrol.data.qr)} />
          <div>
            <Text size="sm" fw={500}>
              {t('account.totpKey')}
            </Text>
            <Code block style={{ whiteSpace: 'pre-wrap' }}>
              {(enrol.data.secret.match(/.{1,4}/g) ?? []).join(' ')}
            </Code>
          </div>
          <CodeForm
            label={t('account.totpCode')}
            submit={t('account.totpConfirm')}
            isNumber
            isPending={confirm.isPending}
            error={confirm.error}
            onCode={send}
          />
        </Stack>
      )}
    </Modal>
  )
}

/** As an image nothing in the SVG can run. */
function asImage(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
