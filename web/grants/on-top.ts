import { useEffect } from 'react'

const open: (() => void)[] = []

// Mantine closes every open dialog at one Escape. This listener stands before theirs, because it is there before any of them is.
window.addEventListener(
  'keydown',
  (event) => {
    const close = open.at(-1)
    // An open list of options takes the key for itself, and says so in this way.
    const isTaken =
      event.target instanceof Element && event.target.getAttribute('data-mantine-stop-propagation') === 'true'
    if (!close || event.key !== 'Escape' || event.isComposing || isTaken) return

    event.stopImmediatePropagation()
    close()
  },
  { capture: true },
)

/** For a dialog that may stand above another one: Escape closes it alone. */
export function useOnTop(onClose: () => void) {
  useEffect(() => {
    open.push(onClose)
    return () => void open.splice(open.lastIndexOf(onClose), 1)
  }, [onClose])
}
