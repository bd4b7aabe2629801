import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { grants } from '../../contract/grants.ts'
import { useCall } from '../data.ts'
import { useAccessWords } from '../decisions/words.ts'
import { LimitBadge } from '../grants/LimitBadge.tsx'
import { hasEnded } from '../grants/limits.ts'
import { isBare, useRoles } from '../grants/roles.ts'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import { AskForLonger } from '../requests/AskForLonger.tsx'
import { useAsked } from '../shell/use-asked.ts'

type HeldRole = Reply<typeof decisions.accessOfUser>['access'][number]['roles'][number]

/** The roles that the person was given directly, each with its time, and the way to give it back. */
export function YourGrants({ access }: Pick<Reply<typeof decisions.accessOfUser>, 'access'>) {
  const { t } = useTranslation()
  const bare = new Set((useRoles().data?.roles ?? []).filter(isBare).map(({ id }) => id))
  const { asked, ask, close } = useAsked<HeldRole>()
  const own = access
    .flatMap(({ type, roles }) => roles.map((role) => ({ type, role })))
    .filter(({ role }) => role.grantId && !bare.has(role.roleId))
  // What a role gives on several types is one grant, and stands once.
  const each = [...Map.groupBy(own, ({ role }) => role.grantId).values()].flatMap((some) => some.slice(0, 1))
  if (each.length === 0) return null
  return (
    <>
      <Text size="sm" fw={600} mt="xs" id="your-grants">
        {t('grants.yourOwn')}
      </Text>
      <ul className="plain-list your-grants" aria-labelledby="your-grants">
        {each.map(({ type, role }) => (
          <li key={role.grantId}>
            <Grant role={role} type={type} onEnd={() => ask(role)} />
          </li>
        ))}
      </ul>
      {asked && <HandBack role={asked} onClose={close} />}
    </>
  )
}

interface OfGrant {
  role: HeldRole
  type: string
  onEnd: () => void
}

function Grant({ role, type, onEnd }: OfGrant) {
  const { t } = useTranslation()
  const words = useAccessWords()
  return (
    <Group justify="space-between" gap="xs">
      <Group gap={8}>
        <Text size="sm" dir="auto">
          {role.roleName} · {words.scopes(role.scopes)}
        </Text>
        <LimitBadge limits={role} />
      </Group>
      <Group gap={6}>
        {role.endsAt && <AskForLonger role={role} type={type} />}
        <Button
          size="compact-sm"
          variant="default"
          onClick={onEnd}
          aria-label={t(hasEnded(role) ? 'grants.removeRole' : 'grants.handBackOf', {
            role: role.roleName,
          })}
        >
          {t(hasEnded(role) ? 'common.remove' : 'grants.handBack')}
        </Button>
      </Group>
    </Group>
  )
}

function HandBack({ role, onClose }: { role: HeldRole; onClose: () => void }) {
  const { t } = useTranslation()
  const call = useCall(grants.handBack)
  const { roleId, grantId, roleName } = role
  const given = { query: { roleId, ...(grantId !== undefined && { grantId }) } }
  return (
    <Review
      isOpen
      onClose={onClose}
      title={t('grants.handBackTitle', { role: roleName })}
      submit={t('grants.handBack')}
      changes={[planned(grants.handBack, given)]}
      call={call}
      onSave={() => call.mutate(given, { onSuccess: onClose })}
      isDangerous
    >
      <Text size="sm">{t('grants.handBackText')}</Text>
    </Review>
  )
}
