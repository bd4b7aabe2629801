import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import { useCall } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { Section } from '../shell/Section.tsx'
import type { Account } from './ProfilePage.tsx'

/** The end of the account, after its address was typed once more. */
export function DeleteAccount({ account: { email } }: { account: Account }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const remove = useCall(account.delete, { strangers: true, ends: true })
  return (
    <Section title={t('account.deleteTitle')} lead={t('account.deleteText')}>
      <div>
        <Button variant="default" onClick={() => setOpen(true)}>
          {t('account.deleteOpen')}
        </Button>
      </div>
      <Confirm
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('account.deleteTitle')}
        text={t('account.deleteText')}
        submit={t('account.deleteSubmit')}
        call={remove}
        isReady={typed.trim().toLowerCase() === email.toLowerCase()}
        onConfirm={() =>
          remove.mutate(
            { query: { confirm: typed.trim() } },
            { onSuccess: () => window.location.assign('/sign-in') },
          )
        }
      >
        <TextInput
          label={t('account.deleteConfirm', { email })}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Confirm>
    </Section>
  )
}
