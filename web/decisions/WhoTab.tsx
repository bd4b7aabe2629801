import { Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { decisions } from '../../contract/decisions.ts'
import { useAsk, useReply } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'
import { Listing } from '../shell/Listing.tsx'
import { type Asked as Page, usePages } from '../shell/pages.ts'
import { Asking } from './Asking.tsx'
import type { Question } from './question.ts'
import { SaveCsv } from './SaveCsv.tsx'
import { useSubjectColumns } from './subject-columns.tsx'

const kinds = ['user', 'token'] as const

/** Who can do something on something: everybody, with their number. */
export function WhoTab() {
  return <Asking>{(question) => <Found question={question} />}</Asking>
}

function Found({ question }: { question: Question }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [{ kind }, setAddress] = useAddress()
  const subjectType = kinds.find((one) => one === kind)
  const { action, resource } = question
  const asked = {
    action: action.name,
    resourceType: resource.type,
    ...(resource.id !== undefined && { resourceId: resource.id }),
  }
  const query = { ...asked, ...(subjectType && { subjectType }) }
  const usePage = (pagination: Page) =>
    useReply(decisions.whoCan, { query: { ...query, pagination } }, { keep: true })
  const pages = usePages(JSON.stringify(query), usePage, (reply) => reply.subjects)
  return (
    <Stack>
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t('decisions.ask.kind')}
          value={subjectType ?? ''}
          onChange={(wanted) => setAddress({ kind: wanted })}
          data={[
            { value: '', label: t('list.all') },
            { value: 'user', label: t('frame.users') },
            { value: 'token', label: t('frame.tokens') },
          ]}
        />
        <SaveCsv
          name={`${resource.id ?? resource.type} ${action.name}`}
          load={() => ask(decisions.whoCanFile, { query: asked })}
        />
      </Group>
      <Text fw={650} role="status">
        {pages.total !== undefined && t('decisions.ask.counted', { count: pages.total })}
      </Text>
      <Listing
        caption={t('decisions.ask.who')}
        pages={pages}
        columns={useSubjectColumns(question)}
        idOf={({ type, id }) => `${type} ${id}`}
        empty={<Text ta="center">{t('decisions.ask.nobody')}</Text>}
      />
    </Stack>
  )
}
