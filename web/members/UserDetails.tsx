import { Anchor, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import { members } from '../../contract/members.ts'
import { mfa } from '../../contract/mfa.ts'
import { signIn } from '../../contract/sign-in.ts'
import { useReply } from '../data.ts'
import { useMoments } from '../shell/moments.ts'
import { Section } from '../shell/Section.tsx'
import { useMay, useSelf } from '../workspaces/here.ts'
import type { Listed } from './directory.ts'
import { ExternalId } from './ExternalId.tsx'
import { MembershipEnd } from './MembershipEnd.tsx'
import { SecurityCall } from './SecurityCall.tsx'
import type { User } from './UserPage.tsx'
import { useWays } from './ways.ts'

/** How a member comes in, since when they are here and until when, and what applications call them. */
export function UserDetails({ user }: { user: User }) {
  const { t } = useTranslation()
  const self = useSelf()
  const listed = useListed(user)
  return (
    <Stack>
      <Section title={t('members.signIn')}>
        {listed && <Facts listed={listed} />}
        {user.id === self ? (
          <Anchor size="sm" href="/account/security">
            {t('members.yourSecurity')}
          </Anchor>
        ) : (
          <Calls user={user} hasMfa={listed?.mfa ?? false} />
        )}
      </Section>
      <Section title={t('members.membership')} lead={t('members.membershipText')}>
        <MembershipEnd user={user} />
      </Section>
      <ExternalId user={user} />
    </Stack>
  )
}

/** What only the directory says of them. It is searched by address, and finds whoever else has it as a part of theirs. */
function useListed({ id, email }: User): Listed | undefined {
  const may = useMay()
  const query = { search: email, sort: 'email' as const, pagination: { count: 100 } }
  const found = useReply(members.directory, { query }, { enabled: may(members.directory) }).data?.users
  return found?.find((one) => one.id === id)
}

function Facts({ listed: { signIn, mfa: hasMfa, joinedAt, lastActiveAt } }: { listed: Listed }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const ways = useWays()
  return (
    <dl className="facts">
      <dt>{t('members.ways')}</dt>
      <dd>{signIn.length > 0 ? ways.names(signIn) : t('members.noWay')}</dd>
      <dt>{t('members.mfa')}</dt>
      <dd>{t(hasMfa ? 'members.mfaOn' : 'members.mfaOff')}</dd>
      <dt>{t('members.joined')}</dt>
      <dd>{moments.day(joinedAt)}</dd>
      <dt>{t('members.lastActive')}</dt>
      <dd>{lastActiveAt ? moments.time(lastActiveAt) : t('members.notSignedIn')}</dd>
    </dl>
  )
}

function Calls({ user: { id: userId, name, email }, hasMfa }: { user: User; hasMfa: boolean }) {
  const { t } = useTranslation()
  const given = { params: { userId } }
  const sendsMail = useReply(signIn.ways, {}).data?.mail ?? true
  return (
    <ul className="plain-list">
      <SecurityCall
        call={account.endSessionsOfMember}
        given={given}
        submit={t('members.endSessions')}
        title={t('members.endSessionsTitle', { name })}
        text={t('members.endSessionsText')}
        done={t('members.endSessionsDone', { name })}
      />
      <SecurityCall
        call={mfa.resetOfMember}
        given={given}
        submit={t('members.reset')}
        title={t('members.resetTitle', { name })}
        text={t('members.resetText', { email })}
        done={t('members.resetDone', { email })}
        refusal={hasMfa ? (sendsMail ? null : t('members.noMail')) : t('members.noMfa')}
      />
    </ul>
  )
}
