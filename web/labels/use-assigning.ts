import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { resources } from '../../contract/resources.ts'
import { useAsk } from '../data.ts'
import type { batchesOf } from './pending.ts'

type Batches = ReturnType<typeof batchesOf>

/** How far the saving of many labels has come. */
export interface Assigning {
  /** What is being looked at or saved; null while nothing is. */
  batches: Batches | null
  done: number
  isPending: boolean
  error: Error | null
  /** Takes these for saving; from then on they stay as they are. */
  begin: (batches: Batches) => void
  /** Saves those that are not saved yet, one after the other. What was saved before one failed stays saved. */
  save: () => Promise<void>
  /** Puts them aside; `onEnd` is told those that are saved. */
  end: () => void
}

/** Saves labels in batches, each of which is saved whole or not at all. */
export function useAssigning(onEnd: (saved: Batches) => void): Assigning {
  const ask = useAsk()
  const queries = useQueryClient()
  const [batches, setBatches] = useState<Batches | null>(null)
  const [done, setDone] = useState(0)
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<Error | null>(null)

  const end = (count: number) => {
    onEnd(batches?.slice(0, count) ?? [])
    setBatches(null)
  }
  const save = async () => {
    setPending(true)
    setError(null)
    let count = done
    try {
      for (const body of batches?.slice(done) ?? []) {
        await ask(resources.assignLabels, { body })
        count += 1
        setDone(count)
      }
      end(count)
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
    setPending(false)
    await queries.invalidateQueries()
  }
  const begin = (wanted: Batches) => {
    setDone(0)
    setError(null)
    setBatches(wanted)
  }
  return { batches, done, isPending, error, begin, save, end: () => end(done) }
}
