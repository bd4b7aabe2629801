import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type HeldRole, keyOfInactive } from './access.ts'
import { useAccessWords } from './words.ts'

/** Roles that are held and give nothing at present, with the reason. */
export function Inactive({ roles }: { roles: HeldRole[] }) {
  const { t } = useTranslation()
  const words = useAccessWords()
  if (roles.length === 0) return null
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        {t('decisions.inactive')}
      </Title>
      <ul className="access-types" aria-label={t('decisions.inactive')}>
        {roles.map((role) => (
          <li key={keyOfInactive(role)}>
            <Text size="sm" fw={600} dir="auto">
              {role.roleName}
            </Text>
            <Text size="xs" c="dimmed" dir="auto">
              {words.via(role.via)} · {words.inactive(role)}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  )
}
