import { VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Connection, pageOf, usePlace } from './place.ts'

/** The steps of a set-up, in their order; each has an address of its own. */
export const steps = ['choose', 'idp', 'settings', 'test', 'domains', 'on'] as const
export type Step = (typeof steps)[number]

/** The steps of the set-up of a connection: which are done, and which is shown. Without one, only the first is open. */
export function Steps({ at, connection }: { at: Step; connection?: Connection }) {
  const { t } = useTranslation()
  const place = usePlace()
  return (
    <nav aria-label={t('connections.steps.label')}>
      <ol className="sso-steps">
        {steps.map((step, index) => {
          const isDone = connection !== undefined && isDoneIn(connection, step)
          const isHere = step === at
          const text = (
            <>
              <span className="sso-step-mark" aria-hidden>
                {isDone && !isHere ? <IconCheck size={14} /> : index + 1}
              </span>
              <span>
                {t(`connections.steps.${step}`)}
                {isDone && <VisuallyHidden> ({t('connections.steps.done')})</VisuallyHidden>}
              </span>
            </>
          )
          return (
            <li key={step} data-done={isDone} data-here={isHere}>
              {connection && step !== 'choose' ? (
                <Link
                  to={pageOf(place, connection.id)}
                  search={{ step }}
                  aria-current={isHere ? 'step' : undefined}
                >
                  {text}
                </Link>
              ) : (
                <span aria-current={isHere ? 'step' : undefined}>{text}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

function isDoneIn({ isComplete, testedAt, isActive, domains }: Connection, step: Step): boolean {
  if (step === 'choose') return true
  if (step === 'test') return testedAt !== null
  if (step === 'domains') return domains.some(({ verified }) => verified)
  return step === 'on' ? isActive : isComplete
}
