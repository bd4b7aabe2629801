import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accessRequests } from '../../contract/access-requests.ts'
import { type Draft, draftOf, isSameDraft } from '../grants/draft.ts'
import { useLimitWords } from '../grants/limits.ts'
import { PermissionsEditor } from '../grants/PermissionsEditor.tsx'
import { AskBeforeLeaving } from '../members/AskBeforeLeaving.tsx'
import type { User } from '../members/UserPage.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { Answer } from './Answer.tsx'
import { Dismiss } from './Dismiss.tsx'
import type { Found } from './RequestPage.tsx'

interface Given {
  found: Found
  user: User
}

/** The answer to a request: the roles of whoever asked, filled in so that the door opens, or a reason why nothing is given. */
export function Decide({ found: { accessRequest: request, suggestion }, user }: Given) {
  const { t } = useTranslation()
  const [edited, setEdited] = useState<Draft | null>(null)
  const { asked, ask, close } = useAsked<'save' | 'dismiss'>()
  const base = draftOf(user.permissions)
  const suggested = [...base, ...suggestion.map(asDraft)]
  const draft = edited ?? suggested
  const isChanged = edited !== null && !isSameDraft(edited, suggested)
  const { name } = request.requester
  return (
    <Stack>
      <Suggested suggestion={suggestion} />
      <AskBeforeLeaving isChanged={isChanged} text={t('requests.unsaved', { name })} />
      <PermissionsEditor of="user" value={draft} saved={base} onChange={setEdited} />
      <Group justify="end" className="save-bar">
        {isChanged && (
          <Button variant="default" onClick={() => setEdited(null)}>
            {t('common.discard')}
          </Button>
        )}
        <MayButton call={accessRequests.dismiss} variant="default" onClick={() => ask('dismiss')}>
          {t('requests.dismiss')}
        </MayButton>
        <MayButton call={accessRequests.resolve} onClick={() => ask('save')}>
          {t('common.reviewSave')}
        </MayButton>
      </Group>
      {asked === 'save' && <Answer request={request} permissions={draft} onClose={close} />}
      {asked === 'dismiss' && <Dismiss request={request} onClose={close} />}
    </Stack>
  )
}

type Suggestion = Found['suggestion']

function Suggested({ suggestion }: { suggestion: Suggestion }) {
  const { t, i18n } = useTranslation()
  const limits = useLimitWords()
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  const [first] = suggestion
  if (!first) return <Text size="sm">{t('requests.notSuggested')}</Text>
  const roles = and.format(
    suggestion.map(({ roleName, endsAt }) => (endsAt ? `${roleName} (${limits({ endsAt })})` : roleName)),
  )
  return (
    <Text size="sm" dir="auto">
      {t('requests.suggested', { roles })}
    </Text>
  )
}

function asDraft({ roleId, roleName, resources, endsAt }: Suggestion[number]): Draft[number] {
  return {
    roleId,
    roleName,
    ...(endsAt !== null && { endsAt }),
    resources: resources.map(({ id, type }) => ({ id, type })),
  }
}
