import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Given as GivenTo } from '../../client/call.ts'
import { provisioning } from '../../contract/provisioning.ts'
import { useCall } from '../data.ts'
import { AskBeforeClosing, AskBeforeLeaving } from '../members/AskBeforeLeaving.tsx'
import { OnceShown } from '../shell/OnceShown.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { useNeededRule } from '../sign-in/rules.ts'
import { ExpiryField } from '../tokens/ExpiryField.tsx'
import { useExpiry } from '../tokens/expiry.ts'
import '../tokens/tokens.css'

const DESCRIPTION_MAX = 255

/** Makes a SCIM token, and shows its secret, this once. Whoever closes that without having copied it is asked first. */
export function NewScimToken({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const create = useCall(provisioning.createToken)
  const [isCopied, setCopied] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const secret = create.data?.secret
  const isUncopied = secret !== undefined && !isCopied
  // Only after the key that led here: of two dialogs that hear it, the one would take back what the other does.
  const ask = (isWanted: boolean) => void setTimeout(() => setAsking(isWanted))
  const close = () => (isUncopied ? ask(true) : onClose())
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t(secret === undefined ? 'provisioning.tokens.createTitle' : 'provisioning.tokens.madeTitle')}
      closeOnClickOutside={false}
      // Then it is the question that is closed.
      closeOnEscape={!isAsking}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {secret === undefined ? (
        <Form create={create} onClose={onClose} />
      ) : (
        <Secret secret={secret} isCopied={isCopied} onCopied={() => setCopied(true)} onDone={close} />
      )}
      <AskBeforeLeaving isChanged={isUncopied} text={t('provisioning.tokens.notCopied')} />
      <AskBeforeClosing
        isOpen={isAsking}
        text={t('provisioning.tokens.notCopied')}
        onStay={() => ask(false)}
        onLeave={onClose}
      />
    </Modal>
  )
}

interface OfForm {
  create: {
    isPending: boolean
    error: Error | null
    mutate: (given: GivenTo<typeof provisioning.createToken>) => void
  }
  onClose: () => void
}

function Form({ create, onClose }: OfForm) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [isChecked, setChecked] = useState(false)
  const expiry = useExpiry('365')
  const fault = useNeededRule()(typed)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (fault) return document.getElementById('scim-token-description')?.focus()
    if (expiry.fault) return

    const { expiresAt } = expiry
    const description = typed.trim()
    create.mutate({ body: expiresAt === null ? { description } : { description, expiresAt } })
  }
  return (
    <form noValidate onSubmit={send}>
      <Stack>
        <TextInput
          id="scim-token-description"
          size="sm"
          label={t('provisioning.tokens.description')}
          description={t('provisioning.tokens.descriptionText')}
          maxLength={DESCRIPTION_MAX}
          dir="auto"
          data-autofocus
          value={typed}
          error={isChecked && fault}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <ExpiryField expiry={expiry} isChecked={isChecked} />
        <Refusal error={create.error} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('provisioning.tokens.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface OfSecret {
  secret: string
  isCopied: boolean
  onCopied: () => void
  onDone: () => void
}

function Secret(secret: OfSecret) {
  const { t } = useTranslation()
  return (
    <Stack>
      <OnceShown
        {...secret}
        words={{
          title: t('provisioning.tokens.once'),
          text: t('provisioning.tokens.onceText'),
          copy: t('provisioning.tokens.copy'),
          done: t('provisioning.tokens.done'),
          copied: t('provisioning.tokens.copiedText'),
        }}
      />
    </Stack>
  )
}
