import { Anchor, Button, Divider, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useContext, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../client/call.ts'
import type { account } from '../../contract/account.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { mfa } from '../../contract/mfa.ts'
import { passkeys } from '../../contract/passkeys.ts'
import { providers } from '../../contract/providers.ts'
import { signIn } from '../../contract/sign-in.ts'
import { sso } from '../../contract/sso.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { Confined } from '../account/Confined.tsx'
import { useCall, useReply, WorkspaceSlug } from '../data.ts'
import { CodeForm } from '../sign-in/CodeForm.tsx'
import { PasskeyButton } from '../sign-in/PasskeyButton.tsx'
import { askPasskey } from '../sign-in/passkey.ts'
import { useNeededRule } from '../sign-in/rules.ts'
import { useTask } from '../sign-in/use-task.ts'
import { offerDialog } from './prove-again.ts'
import { Refusal } from './Refusal.tsx'

type Account = Reply<typeof account.get>['account']

/** The dialog in which a person proves again that it is them, by whatever the account has. */
export function ProveAgain({ account }: { account: Account }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<'any' | 'strong' | null>(null)
  const answer = useRef<((proved: boolean) => void) | null>(null)
  useEffect(
    () =>
      offerDialog((strong) => {
        setAsked(strong ? 'strong' : 'any')
        return new Promise((resolve) => {
          answer.current = resolve
        })
      }),
    [],
  )
  const finish = (proved: boolean) => {
    setAsked(null)
    answer.current?.(proved)
  }
  return (
    <Modal
      opened={asked !== null}
      onClose={() => finish(false)}
      title={t('signIn.confirmTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      zIndex={400}
    >
      <Ways account={account} isStrong={asked === 'strong'} onProved={() => finish(true)} />
    </Modal>
  )
}

interface Asked {
  account: Account
  isStrong: boolean
  onProved: () => void
}

function Ways({ account, isStrong, onProved }: Asked) {
  // Nothing of the account itself counts for a session that only single sign-on proved.
  if (!account.session.confined) return <OwnWays account={account} isStrong={isStrong} onProved={onProved} />
  return isStrong ? <Confined /> : <ThroughSso />
}

function OwnWays({ account, isStrong, onProved }: Asked) {
  const { t } = useTranslation()
  const factors = useReply(mfa.get, {}).data
  const { managedBy } = account
  const hasPassword = account.hasPassword && !isStrong
  const hasCode = Boolean(factors?.totp)
  const [withoutCode, setWithoutCode] = useState(false)
  const byCode = hasCode && !withoutCode
  const hasPasskey = (factors?.passkeys ?? 0) > 0
  return (
    <Stack>
      <Text size="sm">{t(isStrong ? 'signIn.confirmStrong' : 'signIn.confirmText')}</Text>
      {hasPasskey && <ByPasskey onProved={onProved} />}
      {hasPasskey && (hasPassword || hasCode) && <Divider label={t('common.or')} />}
      {byCode && <ByCode onProved={onProved} />}
      {hasPassword && !byCode && <ByPassword onProved={onProved} />}
      {hasPassword && hasCode && (
        <Anchor component="button" type="button" size="sm" onClick={() => setWithoutCode(!withoutCode)}>
          {t(byCode ? 'signIn.confirmPassword' : 'signIn.confirmCode')}
        </Anchor>
      )}
      {managedBy && !isStrong && <AtProvider {...managedBy} />}
    </Stack>
  )
}

interface Way {
  onProved: () => void
}

function ByPasskey({ onProved }: Way) {
  const { t } = useTranslation()
  const task = useTask(async () => {
    const { options } = await call({ url: '' }, passkeys.stepUpOptions, {})
    return call({ url: '' }, passkeys.stepUp, { body: { response: await askPasskey(options) } })
  }, onProved)
  return <PasskeyButton label={t('signIn.confirmPasskey')} task={task} />
}

function ByCode({ onProved }: Way) {
  const { t } = useTranslation()
  const prove = useCall(signIn.stepUp)
  return (
    <CodeForm
      label={t('account.totpCode')}
      submit={t('signIn.confirmSubmit')}
      isNumber
      isPending={prove.isPending}
      error={prove.error}
      onCode={(code) => prove.mutate({ body: { code } }, { onSuccess: onProved })}
    />
  )
}

function ByPassword({ onProved }: Way) {
  const { t } = useTranslation()
  const prove = useCall(signIn.stepUp)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: useNeededRule() },
  })
  return (
    <form noValidate onSubmit={form.onSubmit((body) => prove.mutate({ body }, { onSuccess: onProved }))}>
      <Stack>
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          data-autofocus
          {...form.getInputProps('password')}
        />
        <Refusal error={prove.error} />
        <Button type="submit" size="md" loading={prove.isPending}>
          {t('signIn.confirmSubmit')}
        </Button>
      </Stack>
    </form>
  )
}

function ThroughSso() {
  const { t } = useTranslation()
  const start = useCall(sso.stepUp)
  const isInside = useContext(WorkspaceSlug) !== null
  const name = useReply(workspaces.me, {}, { enabled: isInside }).data?.me.connection
  if (!isInside) return <Text size="sm">{t('ssoWay.confinedText')}</Text>
  const { pathname, search, hash } = window.location
  const go = () =>
    start.mutate(
      { body: { returnTo: pathname + search + hash } },
      { onSuccess: ({ url }) => window.location.assign(url) },
    )
  return (
    <Stack>
      <Text size="sm">{t('signIn.confirmText')}</Text>
      <Button size="md" loading={start.isPending || start.isSuccess} onClick={go}>
        {name ? t('signIn.confirmWith', { name }) : t('ssoWay.confirm')}
      </Button>
      <Text size="sm" c="dimmed">
        {t('ssoWay.confirmText')}
      </Text>
      <Refusal error={start.error} />
    </Stack>
  )
}

function AtProvider({ providerId, name }: { providerId: string; name: string }) {
  const { t } = useTranslation()
  const start = useCall(providers.stepUp)
  const { pathname, search, hash } = window.location
  const go = () =>
    start.mutate(
      { params: { providerId }, body: { returnTo: pathname + search + hash } },
      { onSuccess: ({ url }) => window.location.assign(url) },
    )
  return (
    <Stack gap="xs">
      <Button variant="default" size="md" loading={start.isPending} onClick={go}>
        {t('signIn.confirmWith', { name })}
      </Button>
      <Text size="sm" c="dimmed">
        {t('signIn.confirmThere', { name })}
      </Text>
      <Refusal error={start.error} />
    </Stack>
  )
}
