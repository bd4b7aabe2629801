import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useAddress } from './addresses.ts'

/** In a row of a list: opens the panel of the row beside the list, or closes it. */
export function Opener({ of, children }: { of: string; children: ReactNode }) {
  const [{ show }, setAddress] = useAddress()
  const isOpen = show === of
  return (
    <UnstyledButton
      className="opener"
      data-shows={of}
      aria-expanded={isOpen}
      onClick={() => setAddress({ show: isOpen ? undefined : of })}
    >
      {children}
    </UnstyledButton>
  )
}
