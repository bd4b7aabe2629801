import { IconUserSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../shell/Empty.tsx'

/** In place of a list of people in which nobody is. */
export function NobodyFound() {
  const { t } = useTranslation()
  return <Empty icon={IconUserSearch} title={t('list.noneFound')} text={t('members.noneFoundText')} />
}
