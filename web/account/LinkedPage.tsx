import { Anchor, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { providers } from '../../contract/providers.ts'
import { signIn } from '../../contract/sign-in.ts'
import { useCall, useReply } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { useMoments } from '../shell/moments.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'

type Identity = Reply<typeof providers.list>['identities'][number]

/** The accounts at providers that the person signs in with. */
export function LinkedPage() {
  const { t } = useTranslation()
  const list = useReply(providers.list, {})
  const known = useReply(signIn.ways, {}).data?.providers ?? []
  return (
    <Section title={t('account.linked')} lead={t('account.linkedText')}>
      <Waiting on={list}>
        {({ identities }) => (
          <>
            {identities.length === 0 && (
              <Text size="sm">{t(known.length === 0 ? 'account.noProviders' : 'account.linkedNone')}</Text>
            )}
            <ul className="plain-list">
              {identities.map((identity) => (
                <li key={identity.providerId}>
                  <Linked identity={identity} />
                </li>
              ))}
            </ul>
            <LinkMore
              providers={known.filter(({ id }) => identities.every(({ providerId }) => providerId !== id))}
            />
          </>
        )}
      </Waiting>
    </Section>
  )
}

function Linked({ identity }: { identity: Identity }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const [isAsking, setAsking] = useState(false)
  const unlink = useCall(providers.unlink)
  const { providerId, providerName: name, email, manageUrl, closeUrl, linkedAt } = identity
  return (
    <div className="row">
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {email ? `${email} · ` : ''}
          {t('account.linkedSince', { date: moments.day(linkedAt) })}
        </Text>
        {manageUrl && (
          <Anchor size="sm" href={manageUrl} display="block">
            {t('account.manage', { name })}
          </Anchor>
        )}
        {closeUrl && (
          <Anchor size="sm" href={closeUrl} display="block">
            {t('account.closeThere', { name })}
          </Anchor>
        )}
      </div>
      <Button
        size="xs"
        variant="default"
        aria-label={t('account.unlinkLabel', { name })}
        onClick={() => setAsking(true)}
      >
        {t('account.unlink')}
      </Button>
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('account.unlinkTitle', { name })}
        text={t('account.unlinkText', { name })}
        submit={t('account.unlink')}
        call={unlink}
        onConfirm={() => unlink.mutate({ params: { providerId } }, { onSuccess: () => setAsking(false) })}
      />
    </div>
  )
}

function LinkMore({ providers: known }: { providers: { id: string; name: string }[] }) {
  const { t } = useTranslation()
  const link = useCall(providers.link)
  const go = (providerId: string) =>
    link.mutate(
      { body: { providerId, returnTo: '/account/linked' } },
      { onSuccess: ({ url }) => window.location.assign(url) },
    )
  return (
    <>
      <Refusal error={link.error} />
      <Group>
        {known.map(({ id, name }) => (
          <Button key={id} variant="default" onClick={() => go(id)}>
            {t('account.link', { name })}
          </Button>
        ))}
      </Group>
    </>
  )
}
