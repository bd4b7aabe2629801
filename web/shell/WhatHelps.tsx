import { Anchor, Text } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { useRoleName } from '../words.ts'
import { useHere } from '../workspaces/here.ts'

type Explanation = Reply<typeof decisions.explain>

interface Given {
  said: Explanation
  /** What is missing: the sentence of the action. */
  what: string
}

/** Behind a closed door: which roles would open it, and whom to ask. */
export function WhatHelps({ said, what }: Given) {
  const { t } = useTranslation()
  const roles = useSmallestRoles(said)
  return (
    <>
      {roles !== '' && <Text>{t('frame.rolesThatGive', { roles })}</Text>}
      <Granters said={said} what={what} />
    </>
  )
}

/**
 * Whom to ask for what is missing, and a letter that asks them. It is addressed where the reader may know the addresses;
 * the others fill them in (docs/decisions/0026).
 */
export function Granters({ said, what }: Given) {
  const { t } = useTranslation()
  const letterTo = useLetter(said, what)
  const { whoCanGrant: people } = said
  if (people.length === 0) return null

  const isAddressed = people.some(({ email }) => email !== undefined)
  return (
    <Text>
      {t('frame.whoCanGrant')}{' '}
      {people.map(({ id, name, email }, place) => (
        <Fragment key={id}>
          {place > 0 && ', '}
          {email === undefined ? (
            <bdi>{name}</bdi>
          ) : (
            <Anchor inherit href={letterTo(email)}>
              <bdi>{name}</bdi>
            </Anchor>
          )}
        </Fragment>
      ))}
      {'. '}
      {!isAddressed && (
        <Anchor inherit href={letterTo('')}>
          {t('frame.writeLetter')}
        </Anchor>
      )}
    </Text>
  )
}

/** A letter that says who asks for what, which role would do, and where: the page as it is. */
function useLetter(said: Explanation, what: string): (to: string) => string {
  const { t } = useTranslation()
  const { workspace, me } = useHere()
  const roles = useSmallestRoles(said)
  const { id, name = id ?? '' } = said.about.resource
  const subject = t('frame.letterSubject', { workspace: workspace.name })
  const lines = [
    t('frame.letterWhat', { what }),
    ...(name === '' || name === workspace.name ? [] : [t('frame.letterOn', { name })]),
    ...(roles === '' ? [] : [t('frame.rolesThatGive', { roles })]),
    '',
    window.location.href,
    '',
    me.name,
  ]
  const query = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(lines.join('\r\n'))}`
  return (to) => `mailto:${encodeURIComponent(to)}?${query}`
}

function useSmallestRoles({ smallestRoles }: Explanation): string {
  const roleName = useRoleName()
  return smallestRoles.map(({ id, name }) => roleName(id, name)).join(', ')
}
