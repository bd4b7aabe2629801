import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../client/call.ts'
import { mfa } from '../../contract/mfa.ts'
import { passkeys } from '../../contract/passkeys.ts'
import { useCall } from '../data.ts'
import { Outside } from '../shell/Outside.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { CodeForm } from './CodeForm.tsx'
import { PasskeyButton } from './PasskeyButton.tsx'
import { askPasskey } from './passkey.ts'
import type { SignedIn } from './SignInPage.tsx'
import { useTask } from './use-task.ts'

type Way = NonNullable<SignedIn['ways']>[number]

interface Given {
  ways: Way[]
  onReply: (reply: SignedIn) => void
  onStartAgain: () => void
}

const here = { url: '' }
const labels = {
  totp: 'signIn.second.wayTotp',
  passkey: 'signIn.second.wayPasskey',
  'recovery-code': 'signIn.second.wayRecovery',
  mail: 'signIn.second.wayMail',
} as const
const leads = {
  totp: 'signIn.second.totp',
  passkey: 'signIn.second.passkey',
  'recovery-code': 'signIn.second.recovery',
  mail: 'signIn.second.mail',
} as const

/** The second proof, in one of the ways that the account has. */
export function SecondFactor({ ways, onReply, onStartAgain }: Given) {
  const { t } = useTranslation()
  const [way, setWay] = useState<Way>(ways[0] ?? 'totp')
  const others = ways.filter((one) => one !== way)
  return (
    <Outside title={t('signIn.second.title')} lead={t(leads[way])}>
      {way === 'passkey' && <ByPasskey onReply={onReply} />}
      {way === 'mail' && <ByMail onReply={onReply} />}
      {(way === 'totp' || way === 'recovery-code') && <ByCode key={way} way={way} onReply={onReply} />}
      {others.length > 0 && (
        <Stack gap={6} align="center">
          <Text size="sm" c="dimmed">
            {t('signIn.second.otherWays')}
          </Text>
          <Group gap="md" justify="center">
            {others.map((one) => (
              <Anchor key={one} component="button" type="button" size="sm" onClick={() => setWay(one)}>
                {t(labels[one])}
              </Anchor>
            ))}
          </Group>
        </Stack>
      )}
      <Anchor component="button" type="button" size="sm" ta="center" onClick={onStartAgain}>
        {t('signIn.second.again')}
      </Anchor>
    </Outside>
  )
}

interface One {
  onReply: Given['onReply']
}

function ByCode({ way, onReply }: One & { way: 'totp' | 'recovery-code' }) {
  const { t } = useTranslation()
  const send = useCall(mfa.signIn, { strangers: true })
  const isTotp = way === 'totp'
  return (
    <CodeForm
      label={t(isTotp ? 'signIn.second.code' : 'signIn.second.recoveryCode')}
      submit={t('signIn.second.submit')}
      isNumber={isTotp}
      isPending={send.isPending}
      error={send.error}
      onCode={(code) => send.mutate({ body: { way, code } }, { onSuccess: onReply })}
    />
  )
}

function ByPasskey({ onReply }: One) {
  const { t } = useTranslation()
  const task = useTask(async () => {
    const { options } = await call(here, passkeys.secondFactorOptions, {})
    const response = await askPasskey(options)
    return call(here, passkeys.secondFactor, { body: { response } })
  }, onReply)
  return <PasskeyButton label={t('signIn.second.usePasskey')} task={task} isMain />
}

function ByMail({ onReply }: One) {
  const { t } = useTranslation()
  const mail = useCall(mfa.mailCode, { strangers: true })
  const recover = useCall(mfa.recover, { strangers: true })
  return (
    <Stack>
      {mail.isSuccess && <Text role="status">{t('signIn.second.mailSent')}</Text>}
      <Button
        variant={mail.isSuccess ? 'default' : 'filled'}
        loading={mail.isPending}
        onClick={() => mail.mutate({})}
      >
        {t(mail.isSuccess ? 'signIn.second.mailAgain' : 'signIn.second.mailSend')}
      </Button>
      <Refusal error={mail.error} />
      {/* Without asking for a mail, too: an owner of a workspace can have had one sent. */}
      <CodeForm
        label={t('signIn.second.mailCode')}
        submit={t('signIn.second.mailSubmit')}
        isPending={recover.isPending}
        error={recover.error}
        onCode={(code) => recover.mutate({ body: { code } }, { onSuccess: onReply })}
      />
    </Stack>
  )
}
