import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from './addresses.ts'

const WAIT_MS = 200
const TEXT_MAX = 255

/** The field above a list that searches it while one types. What is searched for stands in the address as `q`. */
export function SearchField({ label }: { label: string }) {
  const { t } = useTranslation()
  const [{ q = '' }, setAddress] = useAddress()
  const [typed, setTyped] = useState(q)
  const search = useDebouncedCallback((text: string) => setAddress({ q: text.trim() }), WAIT_MS)
  const change = (text: string) => {
    setTyped(text)
    search(text)
  }
  return (
    <TextInput
      type="search"
      size="sm"
      aria-label={label}
      placeholder={label}
      maxLength={TEXT_MAX}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed && <CloseButton size="sm" aria-label={t('list.clearSearch')} onClick={() => change('')} />
      }
      style={{ flex: '1 1 240px', maxWidth: 420 }}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}
