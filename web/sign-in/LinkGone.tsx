import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { Outside } from '../shell/Outside.tsx'
import { wordsOf } from '../shell/Refusal.tsx'
import { Failed, Outline } from '../shell/Waiting.tsx'

interface Given {
  /** Of the page, while the link is looked up. */
  title: string
  link: { error: Error | null; refetch(): unknown }
  token: string
  /** Where to get another link; null where only somebody else can send one. */
  newLink: string | null
}

/** A page whose link is still looked up, or does not work. */
export function LinkGone({ title, link: { error, refetch }, token, newLink }: Given) {
  const words = useTranslation()
  const { t } = words
  if (error && !(error instanceof Refused && error.status < 500)) {
    return (
      <Outside title={title}>
        <Failed error={error} retry={() => void refetch()} />
      </Outside>
    )
  }
  if (!error && token !== '') {
    return (
      <Outside title={title}>
        <Outline />
      </Outside>
    )
  }
  return (
    <Outside title={t('signIn.signUp.gone')} lead={error ? wordsOf(error, words) : undefined}>
      {newLink !== null && (
        <Text ta="center">
          <Anchor renderRoot={(props) => <Link to={newLink} {...props} />}>
            {t('signIn.signUp.newLink')}
          </Anchor>
        </Text>
      )}
    </Outside>
  )
}
