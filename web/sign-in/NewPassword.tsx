import { Alert, Box, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { signIn } from '../../contract/sign-in.ts'
import { useReply } from '../data.ts'

const WAIT_MS = 300
const BARS = [1, 2, 3, 4]
const words = [
  'signIn.strength.score0',
  'signIn.strength.score1',
  'signIn.strength.score2',
  'signIn.strength.score3',
  'signIn.strength.score4',
] as const

interface Given {
  label: string
  value: string
  /** What a form gives to a field: `form.getInputProps('password')`. */
  field: { onChange: (value: string) => void; error?: ReactNode }
  /** Name and address of the person, which a password must not be made of. */
  about: string[]
}

/** A field for a new password, that says how good it is while it is typed. */
export function NewPassword({ label, value, field: { onChange, error }, about }: Given) {
  const { t } = useTranslation()
  const [password] = useDebouncedValue(value, WAIT_MS)
  const minimum = useReply(signIn.ways, {}).data?.passwordMinLength ?? 8
  const said = useReply(
    signIn.checkPassword,
    { body: { password, words: about.filter(Boolean) } },
    { enabled: password !== '', strangers: true },
  ).data
  return (
    <Stack gap="xs">
      <PasswordInput
        label={label}
        description={t('signIn.strength.atLeast', { count: minimum })}
        autoComplete="new-password"
        maxLength={128}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
      <div aria-live="polite">{value !== '' && said && <Strength said={said} />}</div>
    </Stack>
  )
}

function Strength({ said }: { said: Reply<typeof signIn.checkPassword> }) {
  const { t } = useTranslation()
  const { score, acceptable, breached, warning, suggestions } = said
  const color = acceptable ? 'var(--mantine-color-teal-7)' : 'var(--mantine-color-orange-6)'
  return (
    <Stack gap={6}>
      <Group gap={4} grow aria-hidden>
        {BARS.map((bar) => (
          <Box key={bar} h={5} bdrs="xl" bg={bar <= score ? color : 'var(--mantine-color-default-border)'} />
        ))}
      </Group>
      <Text size="sm">
        <span className="only-read">{t('signIn.strength.label')}: </span>
        {t(words[score] ?? words[0])}
        {warning ? `. ${warning}` : ''} {suggestions.join(' ')}
      </Text>
      {breached && (
        <Alert color="orange" variant="outline" title={t('signIn.strength.breachedTitle')} styles={plain}>
          {t('signIn.strength.breached')}
        </Alert>
      )}
    </Stack>
  )
}

const plain = { title: { color: 'var(--mantine-color-text)' } }
