import { useState } from 'react'

interface State {
  done: number
  total: number
  isPending: boolean
  error: Error | null
}

const idle: State = { done: 0, total: 0, isPending: false, error: null }

/**
 * Makes several calls, one after the other, and says how far it is. The first that fails ends it: what was done before stays
 * done, and `error` says why it went no further.
 */
export function useInTurn() {
  const [state, setState] = useState(idle)
  const run = async (steps: readonly (() => Promise<unknown>)[], onDone: () => void) => {
    setState({ ...idle, total: steps.length, isPending: true })
    for (const [index, step] of steps.entries()) {
      try {
        await step()
      } catch (error) {
        // `useCall` raises nothing but errors.
        setState((now) => ({ ...now, isPending: false, error: error as Error }))
        return
      }
      setState((now) => ({ ...now, done: index + 1 }))
    }
    setState(idle)
    onDone()
  }
  return { ...state, run, reset: () => setState(idle) }
}
