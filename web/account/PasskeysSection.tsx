import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { passkeys } from '../../contract/passkeys.ts'
import { signIn } from '../../contract/sign-in.ts'
import { useCall, useReply } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { useMoments } from '../shell/moments.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useNeededRule } from '../sign-in/rules.ts'
import { AddPasskey } from './AddPasskey.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'

type Passkey = Reply<typeof passkeys.list>['passkeys'][number]

/** The passkeys of the account. */
export function PasskeysSection({ isManaged = false }: { isManaged?: boolean }) {
  const { t } = useTranslation()
  const list = useReply(passkeys.list, {})
  const canAdd = useReply(signIn.ways, {}).data?.passkeys ?? false
  const [isAdding, setAdding] = useState(false)
  const [codes, setCodes] = useState<string[] | null>(null)
  return (
    <Section title={t('account.passkeys')} lead={t(isManaged ? 'account.leftText' : 'account.passkeysText')}>
      <Waiting on={list}>
        {(data) =>
          data.passkeys.length === 0 ? (
            <Text size="sm">{t('account.passkeysNone')}</Text>
          ) : (
            <ul className="plain-list">
              {data.passkeys.map((passkey) => (
                <li key={passkey.id}>
                  <PasskeyRow passkey={passkey} />
                </li>
              ))}
            </ul>
          )
        }
      </Waiting>
      {!isManaged && <Add canAdd={canAdd} onAdd={() => setAdding(true)} />}
      {isAdding && <AddPasskey onClose={() => setAdding(false)} onCodes={setCodes} />}
      <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />
    </Section>
  )
}

function Add({ canAdd, onAdd }: { canAdd: boolean; onAdd: () => void }) {
  const { t } = useTranslation()
  if (!canAdd) {
    return (
      <Text size="sm" c="dimmed">
        {t('account.passkeyNeeds')}
      </Text>
    )
  }
  return (
    <div>
      <Button variant="default" onClick={onAdd}>
        {t('account.passkeyAdd')}
      </Button>
    </div>
  )
}

function PasskeyRow({
  passkey: { id: passkeyId, name, synced, createdAt, lastUsedAt },
}: {
  passkey: Passkey
}) {
  const { t } = useTranslation()
  const moments = useMoments()
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null)
  const remove = useCall(passkeys.remove)
  const used = lastUsedAt ? moments.time(lastUsedAt) : t('common.never')
  const close = () => setOpen(null)
  return (
    <div className="row">
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {t(synced ? 'account.passkeySynced' : 'account.passkeyBound')} ·{' '}
          {t('account.passkeyDates', { added: moments.day(createdAt), used })}
        </Text>
      </div>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          aria-label={t('account.passkeyRenameLabel', { name })}
          onClick={() => setOpen('rename')}
        >
          {t('common.rename')}
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-label={t('account.passkeyRemoveLabel', { name })}
          onClick={() => setOpen('remove')}
        >
          {t('common.remove')}
        </Button>
      </Group>
      {open === 'rename' && <Rename passkeyId={passkeyId} name={name} onClose={close} />}
      <Confirm
        isOpen={open === 'remove'}
        onClose={close}
        title={t('account.passkeyRemove', { name })}
        text={t('account.passkeyRemoveText')}
        submit={t('common.remove')}
        call={remove}
        onConfirm={() => remove.mutate({ params: { passkeyId } }, { onSuccess: close })}
      />
    </div>
  )
}

function Rename({ passkeyId, name, onClose }: { passkeyId: string; name: string; onClose: () => void }) {
  const { t } = useTranslation()
  const rename = useCall(passkeys.rename)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name },
    validate: { name: useNeededRule() },
  })
  const send = (body: { name: string }) =>
    rename.mutate({ params: { passkeyId }, body }, { onSuccess: onClose })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('account.passkeyRenameLabel', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={form.onSubmit(send)}>
        <Stack>
          <TextInput
            label={t('account.passkeyName')}
            maxLength={100}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Refusal error={rename.error} />
          <Button type="submit" loading={rename.isPending}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
