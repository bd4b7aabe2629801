import { useEffect, useRef } from 'react'

/** For what comes in place of something that had the focus: it takes the focus when it appears, where it `isWanted` there. */
export function useFocusAtFirst<One extends HTMLElement>(isWanted: boolean) {
  const place = useRef<One>(null)
  useEffect(() => {
    // As soon as a dialog that closes has given the focus free.
    if (isWanted) setTimeout(() => place.current?.focus())
  }, [isWanted])
  return place
}
