import { Pill, TagsInput, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ADDRESSES_MAX, separators, tidied } from './addresses.ts'
import { useStanding } from './use-standing.ts'
import './invites.css'

interface Given {
  emails: readonly string[]
  onChange: (emails: string[]) => void
  /** What the server said of some of them. */
  refused: ReadonlyMap<string, string>
  error: string | null
}

/** Of the first so many addresses it is looked up whether they are here already; of more, the server tells when they are invited. */
const LOOKED_UP_MAX = 25

/** Addresses, typed or pasted, as chips that say what is wrong with them. */
export function AddressField({ emails, onChange, refused, error }: Given) {
  const { t } = useTranslation()
  const [twice, setTwice] = useState<string | null>(null)
  const change = (after: string[]) => {
    setTwice(null)
    onChange(tidied(emails, after))
  }
  return (
    <div>
      <TagsInput
        label={t('invites.addresses')}
        description={t('invites.addressesHint')}
        placeholder={emails.length === 0 ? 'ada@example.com, grace@example.com' : undefined}
        inputMode="email"
        value={[...emails]}
        onChange={change}
        onDuplicate={setTwice}
        splitChars={separators}
        maxTags={ADDRESSES_MAX}
        error={error}
        data-autofocus
        renderPill={({ value = '', onRemove }) => (
          <Chip
            email={value}
            isLookedUp={emails.indexOf(value) < LOOKED_UP_MAX}
            refusal={refused.get(value)}
            onRemove={onRemove}
          />
        )}
      />
      <p className="address-note" role="status">
        {twice !== null && t('invites.twice', { email: twice })}
      </p>
    </div>
  )
}

interface ChipGiven {
  email: string
  isLookedUp: boolean
  refusal: string | undefined
  onRemove: (() => void) | undefined
}

function Chip({ email, isLookedUp, refusal, onRemove }: ChipGiven) {
  const { t } = useTranslation()
  const fault = useStanding(email, isLookedUp)
  const says = fault ? t(`invites.faults.${fault}`) : refusal
  // Mantine hides it from the keyboard, because Backspace takes the last one away; any other could not be reached.
  const remove = { 'aria-label': t('invites.takeAway', { email }), 'aria-hidden': false, tabIndex: 0 }
  return (
    <Tooltip label={says} disabled={!says} multiline maw={320}>
      <Pill
        withRemoveButton
        {...(onRemove && { onRemove })}
        removeButtonProps={remove}
        className="address-chip"
        data-wrong={Boolean(says)}
      >
        {email}
        {says && <b> · {says}</b>}
      </Pill>
    </Tooltip>
  )
}
