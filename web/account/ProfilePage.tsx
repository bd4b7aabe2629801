import { Alert, Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { useCall, useReply } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useNeededRule } from '../sign-in/rules.ts'
import { DeleteAccount } from './DeleteAccount.tsx'
import { EmailSection } from './EmailSection.tsx'

export type Account = Reply<typeof account.get>['account']

/** Name, e-mail address, and the end of the account. */
export function ProfilePage() {
  const me = useReply(account.get, {})
  return (
    <Waiting on={me}>
      {(data) => (
        <>
          {data.account.managedBy && <Managed account={data.account} />}
          <NameSection account={data.account} />
          <EmailSection account={data.account} />
          <DeleteAccount account={data.account} />
        </>
      )}
    </Waiting>
  )
}

/** Says where name, address, password and second factor are managed instead. */
export function Managed({ account: { managedBy } }: { account: Account }) {
  const { t } = useTranslation()
  if (!managedBy) return null

  const { name, manageUrl } = managedBy
  return (
    <Alert variant="outline" title={t('account.managed', { name })} styles={plain}>
      <Stack gap="xs">
        <Text size="sm">{t('account.managedText', { name })}</Text>
        {manageUrl && (
          <Anchor size="sm" href={manageUrl} rel="noopener">
            {t('account.manage', { name })}
          </Anchor>
        )}
        <Text size="sm">{t('account.closeText', { name })}</Text>
      </Stack>
    </Alert>
  )
}

const plain = { title: { color: 'var(--mantine-color-text)' } }

function NameSection({ account: { name, managedBy } }: { account: Account }) {
  const { t } = useTranslation()
  const save = useCall(account.modify)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name },
    validate: { name: useNeededRule() },
  })
  const isReadOnly = managedBy !== null
  return (
    <Section title={t('account.name')}>
      <form noValidate onSubmit={form.onSubmit((body) => save.mutate({ body }))}>
        <Stack>
          <TextInput
            label={t('account.name')}
            description={t('account.nameHint')}
            autoComplete="name"
            maxLength={255}
            readOnly={isReadOnly}
            {...form.getInputProps('name')}
          />
          <Refusal error={save.error} />
          {!isReadOnly && (
            <div className="row">
              <Button type="submit" loading={save.isPending}>
                {t('common.save')}
              </Button>
              <span role="status">{save.isSuccess && t('common.saved')}</span>
            </div>
          )}
        </Stack>
      </form>
    </Section>
  )
}
