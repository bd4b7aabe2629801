import { Button, Group, NativeSelect, Radio, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accessRequests } from '../../contract/access-requests.ts'
import { useCall } from '../data.ts'
import { isWorkspace, type RoleOnOffer } from '../grants/roles.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { useFocusAtFirst } from './focus.ts'
import { type DoorOf, TEXT_MAX, useHoursWords, useThingWords } from './request.ts'
import { askFor, type Openers, terms, useOpeners, type Wish } from './wish.ts'

interface Given {
  door: DoorOf
  deeds?: readonly { name: string; says: string }[]
  /** The role that is wished for at first, in place of the smallest. */
  roleId?: string | undefined
  onClose: () => void
}

const nothing: Wish = { message: '', roleId: null, isForAll: false, hours: null }

/** The message to the owners, and what the person wishes for. */
export function AskForm({ door: given, deeds, roleId: firstRole, onClose }: Given) {
  const { t } = useTranslation()
  const ask = useCall(accessRequests.create)
  const [action, setAction] = useState(given.action)
  const door = { ...given, action }
  const [isChecked, setChecked] = useState(false)
  const [wish, setWish] = useState(nothing)
  const change = (part: Partial<Wish>) => setWish((present) => ({ ...present, ...part }))
  const openers = useOpeners(door)
  const roleId = wish.roleId ?? firstRole ?? openers.suggested
  const message = useFocusAtFirst<HTMLTextAreaElement>(true)
  const isMissing = wish.message.trim() === ''
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!isMissing) ask.mutate({ body: askFor(door, { ...wish, roleId }) })
  }
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        <WhatFor
          door={door}
          deeds={deeds}
          onChoose={(name) => {
            setAction(name)
            change({ roleId: null })
          }}
        />
        <Textarea
          ref={message}
          label={t('requests.message')}
          description={t('requests.messageText')}
          value={wish.message}
          onChange={(event) => change({ message: event.currentTarget.value })}
          error={isChecked && isMissing && t('requests.messageNeeded')}
          maxLength={TEXT_MAX}
          autosize
          minRows={3}
          maxRows={10}
          required
          data-autofocus
        />
        <RoleWish openers={openers} value={roleId} onChange={(chosen) => change({ roleId: chosen })} />
        <Wishes door={door} wish={wish} onChange={change} />
        <Refusal error={ask.error} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={ask.isPending}>
            {t('requests.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface ForWhat {
  door: DoorOf
  deeds: Given['deeds']
  onChoose: (action: string) => void
}

function WhatFor({ door, deeds, onChoose }: ForWhat) {
  const { t } = useTranslation()
  const { thing } = useThingWords()
  const what = thing({ type: door.type, id: door.id ?? null, name: door.name ?? null })
  return (
    <>
      <div>
        <Text fw={600} dir="auto">
          {what}
        </Text>
        {!deeds && <Text size="sm">{door.what}</Text>}
      </div>
      {deeds && (
        <NativeSelect
          label={t('requests.doWhat')}
          value={door.action ?? ''}
          data={deeds.map(({ name, says }) => ({ value: name, label: says }))}
          onChange={(event) => onChoose(event.currentTarget.value)}
        />
      )}
    </>
  )
}

interface OfWish {
  door: DoorOf
  wish: Wish
  onChange: (part: Partial<Wish>) => void
}

function Wishes({ door, wish, onChange }: OfWish) {
  const { t } = useTranslation()
  const hoursWords = useHoursWords()
  const { typeOf } = useThingWords()
  const isOnOne = door.id !== undefined && !isWorkspace(door.type)
  return (
    <>
      {isOnOne && (
        <Radio.Group
          label={t('requests.scope')}
          value={wish.isForAll ? 'all' : 'this'}
          onChange={(scope) => onChange({ isForAll: scope === 'all' })}
        >
          <Stack gap="xs" mt={6}>
            <Radio value="this" label={t('requests.scopeThis', { name: door.name ?? door.id })} />
            <Radio value="all" label={t('requests.scopeAll', { plural: typeOf(door.type)?.plural ?? '' })} />
          </Stack>
        </Radio.Group>
      )}
      <NativeSelect
        label={t('requests.howLong')}
        value={wish.hours ?? ''}
        data={terms.map((hours) => ({
          value: String(hours ?? ''),
          label:
            hours === null ? t('requests.withoutEnd') : t('requests.forTime', { time: hoursWords(hours) }),
        }))}
        onChange={(event) => onChange({ hours: Number(event.currentTarget.value) || null })}
      />
    </>
  )
}

interface OfRole {
  openers: Openers
  value: string
  onChange: (roleId: string) => void
}

function RoleWish({ openers: { roles, smallest }, value, onChange }: OfRole) {
  const { t } = useTranslation()
  const words = ({ id, name }: RoleOnOffer) =>
    smallest.has(id) ? t('requests.smallest', { role: name }) : name
  return (
    <NativeSelect
      label={t('requests.role')}
      description={t('requests.roleText')}
      value={value}
      data={[
        { value: '', label: t('requests.anyRole') },
        ...roles.map((role) => ({ value: role.id, label: words(role) })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
