import { Select, type SelectProps, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { capital } from '../resources/paths.ts'
import { useAddress } from '../shell/addresses.ts'
import { useHere } from '../workspaces/here.ts'
import { actionsToAsk, type Question, typesToAsk } from './question.ts'

interface Given {
  question: Question
  /** Only what can be listed by resource. */
  isListed?: boolean
}

/** Chooses the type of resource that a question is about. */
export function TypeField({ question: { type }, isListed = false }: Given) {
  const { t } = useTranslation()
  const { types } = useHere()
  const [, setAddress] = useAddress()
  return (
    <Select
      label={t('decisions.ask.type')}
      data={typesToAsk(types, isListed).map((one) => ({ value: one.type, label: capital(one.name) }))}
      value={type.type}
      allowDeselect={false}
      searchable
      onChange={(wanted) => setAddress({ type: wanted?.toLowerCase(), action: '', resource: '' })}
    />
  )
}

/** Chooses what is done to it, by the sentence of each action. */
export function ActionField({ question: { type, action }, isListed = false }: Given) {
  const { t } = useTranslation()
  const [, setAddress] = useAddress()
  return (
    <Select
      className="ask-wide"
      label={t('decisions.action')}
      data={actionsToAsk(type, isListed).map(({ name, says }) => ({ value: name, label: says }))}
      value={action.name}
      allowDeselect={false}
      searchable
      renderOption={ActionOption}
      onChange={(wanted) => setAddress({ action: wanted ?? '' })}
    />
  )
}

const ActionOption: NonNullable<SelectProps['renderOption']> = ({ option: { label, value } }) => (
  <div>
    <Text size="sm">{label}</Text>
    <Text size="xs" c="dimmed">
      {value}
    </Text>
  </div>
)
