import { useTranslation } from 'react-i18next'

const address = /^[^\s@]+@[^\s@]+$/

/** Says what is wrong with an address, before the server is asked; null where nothing is. */
export function useEmailRule(): (text: string) => string | null {
  const { t } = useTranslation()
  return (text) => (address.test(text.trim()) ? null : t('signIn.checkAddress'))
}

/** Says that a field must not be left empty. */
export function useNeededRule(): (text: string) => string | null {
  const { t } = useTranslation()
  return (text) => (text.trim() ? null : t('signIn.needed'))
}
