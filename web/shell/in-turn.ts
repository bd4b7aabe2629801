import { useRef, useState } from 'react'

interface State {
  done: number
  total: number
  isPending: boolean
  /** Whether somebody has stopped it before all was done. */
  isStopped: boolean
  error: Error | null
}

const idle: State = { done: 0, total: 0, isPending: false, isStopped: false, error: null }

/**
 * Makes several calls, one after the other, and says how far it is. The first that fails ends it, and so does `stop`, after the call
 * that is on its way: what was done before stays done, and `run` goes on behind it. `error` says why it went no further.
 */
export function useInTurn() {
  const [state, setState] = useState(idle)
  const isWanted = useRef(true)
  const run = async (steps: readonly (() => Promise<unknown>)[], onDone: () => void) => {
    isWanted.current = true
    setState({ ...idle, done: state.done, total: steps.length, isPending: true })
    for (const [index, step] of steps.entries()) {
      if (index < state.done) continue
      if (!isWanted.current) return setState((now) => ({ ...now, isPending: false }))
      try {
        await step()
      } catch (error) {
        // `useCall` raises nothing but errors.
        return setState((now) => ({ ...now, isPending: false, error: error as Error }))
      }
      setState((now) => ({ ...now, done: index + 1 }))
    }
    setState(idle)
    onDone()
  }
  const stop = () => {
    isWanted.current = false
    setState((now) => ({ ...now, isStopped: true }))
  }
  return { ...state, run, stop, reset: () => setState(idle) }
}
