import { Badge, Group, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { labels as endpoints } from '../../contract/labels.ts'
import { labelText } from '../grants/draft.ts'
import { Opener } from '../shell/Opener.tsx'
import { Section } from '../shell/Section.tsx'
import { useMay } from '../workspaces/here.ts'
import { DeleteLabel } from './DeleteLabel.tsx'
import { LabelChip } from './LabelChip.tsx'
import type { ShownLabel } from './shown-label.ts'
import { useCountWords } from './use-count-words.ts'

/** The labels of one key. */
export function LabelTable({ name, labels }: { name: string; labels: ShownLabel[] }) {
  const { t } = useTranslation()
  const mayDelete = useMay()(endpoints.delete)
  const knowsUses = labels.some(({ counts }) => counts)
  return (
    <Section title={name}>
      <div className="listing">
        <Table verticalSpacing="sm" horizontalSpacing="sm" layout="fixed">
          <caption className="only-read">{t('labels.ofKey', { key: name })}</caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="32%">{t('labels.label')}</Table.Th>
              {knowsUses && <Table.Th w="28%">{t('labels.usedBy')}</Table.Th>}
              <Table.Th>{t('labels.description')}</Table.Th>
              {mayDelete && (
                <Table.Th w={110}>
                  <span className="only-read">{t('labels.actions')}</span>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {labels.map((label) => (
              <Table.Tr key={labelText(label)}>
                <Table.Td>
                  <Group gap={6}>
                    <LabelChip label={label} />
                    {label.builtIn && <Badge variant="default">{t('labels.builtIn')}</Badge>}
                  </Group>
                </Table.Td>
                {knowsUses && (
                  <Table.Td>
                    <Uses label={label} />
                  </Table.Td>
                )}
                <Table.Td>
                  <Text size="sm" dir="auto" lineClamp={3}>
                    {label.description}
                  </Text>
                </Table.Td>
                {mayDelete && (
                  <Table.Td ta="end">
                    <DeleteLabel label={label} />
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Section>
  )
}

function Uses({ label }: { label: ShownLabel }) {
  const { t } = useTranslation()
  const words = useCountWords()
  const said = label.counts ? words(label.counts) : ''
  if (said === '')
    return (
      <Text size="sm" c="dimmed">
        {t('labels.unused')}
      </Text>
    )
  return (
    <Opener of={labelText(label)}>
      <Text size="sm" td="underline">
        {said}
      </Text>
    </Opener>
  )
}
