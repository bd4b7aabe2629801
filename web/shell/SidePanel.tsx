import { CloseButton, Paper, Stack, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from './addresses.ts'

interface Given {
  /** Undefined while it is loaded. */
  title: string | undefined
  /** What stands before the title. */
  icon?: ReactNode
  /** The row that it is about: whatever opens it has this id in `data-shows`, and gets the focus back. The panel takes it when it opens. */
  of: string
  children: ReactNode
}

/** Beside a list, what its chosen row (`show` in the address) is about. */
export function SidePanel({ title, icon, of, children }: Given) {
  const { t } = useTranslation()
  const [, setAddress] = useAddress()
  const place = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is another panel
  useEffect(() => {
    // On a narrow screen it stands below the list. Whoever came by a link has not chosen anything yet.
    if (document.activeElement !== document.body) place.current?.focus()
  }, [of])
  const close = () => {
    setAddress({ show: undefined })
    document.querySelector<HTMLElement>(`[data-shows="${CSS.escape(of)}"]`)?.focus()
  }
  return (
    <Paper
      component="aside"
      className="side-panel"
      ref={place}
      tabIndex={-1}
      aria-label={title}
      withBorder
      radius="lg"
      p="lg"
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <Stack gap="md">
        <div className="side-panel-head">
          {icon}
          <Title order={2} size="h4" lineClamp={3} dir="auto" style={{ flex: 1 }}>
            {title ?? '…'}
          </Title>
          <CloseButton aria-label={t('common.close')} onClick={close} />
        </div>
        {children}
      </Stack>
    </Paper>
  )
}
