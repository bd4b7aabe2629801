import { useRef, useState } from 'react'

/**
 * Which of a page's dialogs is open, or what the open one is about, for dialogs that are there only while they are. When one closes, the focus goes back to what
 * opened it.
 */
export function useAsked<Name>() {
  const [asked, setAsked] = useState<Name | null>(null)
  const opener = useRef<Element | null>(null)
  const ask = (name: Name) => {
    opener.current = document.activeElement
    setAsked(() => name)
  }
  const close = () => {
    setAsked(null)
    const back = opener.current
    // As soon as the dialog has given the focus free.
    setTimeout(() => back instanceof HTMLElement && back.focus())
  }
  return { asked, ask, close }
}
