import { Anchor, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { provisioning } from '../../contract/provisioning.ts'
import { useCall } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { Notice } from '../shell/Notice.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { useHere, useMay } from '../workspaces/here.ts'

/** On the page of a member whom the identity provider manages: what that means, and how they are taken over. */
export function ManagedUser({ user: { id, name } }: { user: { id: string; name: string } }) {
  const { t } = useTranslation()
  const release = useCall(provisioning.releaseUser)
  return (
    <Managed
      text={t('provisioning.userText')}
      question={t('provisioning.takeOverUserTitle', { name })}
      meaning={t('provisioning.takeOverUserText')}
      call={release}
      onRelease={(onSuccess) => release.mutate({ params: { userId: id } }, { onSuccess })}
    />
  )
}

/** The same on the page of a group. */
export function ManagedGroup({ group: { id, name } }: { group: { id: string; name: string } }) {
  const { t } = useTranslation()
  const release = useCall(provisioning.releaseGroup)
  return (
    <Managed
      text={t('provisioning.groupText')}
      question={t('provisioning.takeOverGroupTitle', { name })}
      meaning={t('provisioning.takeOverGroupText')}
      call={release}
      onRelease={(onSuccess) => release.mutate({ params: { userGroupId: id } }, { onSuccess })}
    />
  )
}

interface Given {
  text: string
  question: string
  meaning: string
  call: { isPending: boolean; error: Error | null }
  onRelease: (onDone: () => void) => void
}

function Managed({ text, question, meaning, call, onRelease }: Given) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const { asked, ask, close } = useAsked<'release'>()
  const to = `/w/${workspace.slug}/access/authentication/sync`
  return (
    <Notice title={t('provisioning.mark')}>
      <Text size="sm">{text}</Text>
      {may(provisioning.get) && (
        <Group gap="sm" mt="sm">
          <MayButton
            call={provisioning.releaseUser}
            size="xs"
            variant="default"
            className="managed-take"
            onClick={() => ask('release')}
          >
            {t('provisioning.takeOver')}
          </MayButton>
          <Anchor size="sm" renderRoot={(props) => <Link to={to} {...props} />}>
            {t('provisioning.where')}
          </Anchor>
        </Group>
      )}
      <Confirm
        isOpen={asked === 'release'}
        onClose={close}
        title={question}
        text={meaning}
        submit={t('provisioning.takeOverSubmit')}
        call={call}
        onConfirm={() => onRelease(close)}
      />
    </Notice>
  )
}
