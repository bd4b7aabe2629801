import { Group, Text } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { useCall } from '../data.ts'
import { LimitBadge } from '../grants/LimitBadge.tsx'
import { LimitChooser } from '../grants/LimitChooser.tsx'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import type { User } from './UserPage.tsx'

/** Until when somebody is a member, and the way to change that: first until when, then what they lose or gain by it. */
export function MembershipEnd({ user }: { user: User }) {
  const { id: userId, name, managed } = user
  const endsAt = user.endsAt ?? null
  const { t } = useTranslation()
  const modify = useCall(members.modify)
  const [isChoosing, setChoosing] = useState(false)
  const [wanted, setWanted] = useState<string | null>()
  const given = { params: { userId }, body: { endsAt: wanted ?? null } }
  return (
    <Group gap="sm">
      {endsAt ? <LimitBadge limits={{ endsAt }} /> : <Text size="sm">{t('members.forGood')}</Text>}
      <MayButton
        call={members.modify}
        size="compact-sm"
        variant="default"
        refusal={managed ? t('provisioning.why.user') : null}
        leftSection={<IconClock size={14} aria-hidden />}
        onClick={() => setChoosing(true)}
      >
        {t('members.changeEnd')}
      </MayButton>
      {isChoosing && (
        <LimitChooser
          title={t('members.endTitle', { name })}
          limits={{ endsAt }}
          onlyEnd
          onClose={() => setChoosing(false)}
          onSave={(limits) => {
            setWanted(limits.endsAt ?? null)
            setChoosing(false)
          }}
        />
      )}
      {wanted !== undefined && (
        <Review
          isOpen
          onClose={() => setWanted(undefined)}
          title={t('members.endTitle', { name })}
          submit={t('common.save')}
          changes={[planned(members.modify, given)]}
          call={modify}
          onSave={() => modify.mutate(given, { onSuccess: () => setWanted(undefined) })}
        >
          <Group gap="sm">
            <Text size="sm">{t('members.membership')}</Text>
            {wanted ? (
              <LimitBadge limits={{ endsAt: wanted }} />
            ) : (
              <Text size="sm">{t('members.forGood')}</Text>
            )}
          </Group>
        </Review>
      )}
    </Group>
  )
}
