import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { useCall, useReply } from '../data.ts'
import { Copied } from '../shell/Copied.tsx'
import { useMoments } from '../shell/moments.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { useNeededRule } from '../sign-in/rules.ts'
import { usePlace } from './place.ts'

const TERMS = [1, 3, 7, 14]
const NOTE_MAX = 200

/** The links with which somebody who is no owner sets single sign-on up. */
export function SetUpLinks() {
  const { t } = useTranslation()
  const { has } = usePlace()
  const list = useReply(connections.listSetUpLinks, {})
  const { asked, ask, close } = useAsked<'new'>()
  return (
    <Section title={t('connections.links.title')} lead={t('connections.links.lead')}>
      <Waiting on={list}>
        {({ setUpLinks }) =>
          setUpLinks.length === 0 ? (
            <Text size="sm">{t('connections.links.none')}</Text>
          ) : (
            <ul className="sso-exempt" aria-label={t('connections.links.title')}>
              {setUpLinks.map((link) => (
                <LinkLine key={link.id} link={link} />
              ))}
            </ul>
          )
        }
      </Waiting>
      {has('sso') && (
        <div>
          <Button variant="default" className="sso-long" onClick={() => ask('new')}>
            {t('connections.links.create')}
          </Button>
        </div>
      )}
      {asked === 'new' && <NewLink onClose={close} />}
    </Section>
  )
}

function LinkLine({ link }: { link: Reply<typeof connections.listSetUpLinks>['setUpLinks'][number] }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const revoke = useCall(connections.deleteSetUpLink)
  const { id, note, createdBy, expiresAt, lastUsedAt } = link
  const facts = {
    name: createdBy.name ?? createdBy.id,
    until: moments.time(expiresAt),
    used: lastUsedAt ? moments.time(lastUsedAt) : t('common.never'),
  }
  return (
    <li>
      <Group justify="space-between" gap="sm">
        <div className="sso-who">
          <Text size="sm" fw={600} className="sso-name" lineClamp={3}>
            <bdi>{note}</bdi>
          </Text>
          <Text size="sm" c="dimmed" className="sso-name">
            {t('connections.links.facts', facts)}
          </Text>
        </div>
        <Button
          size="xs"
          variant="default"
          aria-label={t('connections.links.revokeOf', { note })}
          loading={revoke.isPending}
          onClick={() => revoke.mutate({ params: { setUpLinkId: id } })}
        >
          {t('connections.links.revoke')}
        </Button>
      </Group>
      <Refusal error={revoke.error} />
    </li>
  )
}

function NewLink({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const create = useCall(connections.createSetUpLink)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { note: '', days: '7' },
    validate: { note: useNeededRule() },
  })
  const send = ({ note, days }: { note: string; days: string }) =>
    create.mutate({ body: { note: note.trim(), days: Number(days) } })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('connections.links.createTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {create.data ? (
        <Stack>
          <Text size="sm" role="status">
            {t('connections.links.madeText')}
          </Text>
          <Copied label={t('connections.links.link')} value={create.data.url} />
          <Group justify="end">
            <Button onClick={onClose}>{t('connections.links.done')}</Button>
          </Group>
        </Stack>
      ) : (
        <form noValidate onSubmit={form.onSubmit(send)}>
          <Stack>
            <TextInput
              label={t('connections.links.note')}
              description={t('connections.links.noteText')}
              maxLength={NOTE_MAX}
              dir="auto"
              data-autofocus
              {...form.getInputProps('note')}
            />
            <NativeSelect
              label={t('connections.links.days')}
              data={TERMS.map((days) => ({
                value: String(days),
                label: t('connections.links.day', { count: days }),
              }))}
              {...form.getInputProps('days')}
            />
            <Refusal error={create.error} />
            <Group justify="end">
              <Button variant="default" onClick={onClose}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" loading={create.isPending}>
                {t('connections.links.submit')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
