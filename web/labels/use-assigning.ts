import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { resources } from '../../contract/resources.ts'
import { useAsk } from '../data.ts'
import { useInTurn } from '../shell/in-turn.ts'
import type { batchesOf } from './pending.ts'

type Batches = ReturnType<typeof batchesOf>

export type Assigning = ReturnType<typeof useAssigning>

/**
 * Saves labels in batches, each of which is saved whole or not at all. What is begun stays as it is until it is ended; `onEnd` is told
 * those that are saved then.
 */
export function useAssigning(onEnd: (saved: Batches) => void) {
  const ask = useAsk()
  const queries = useQueryClient()
  const [batches, setBatches] = useState<Batches | null>(null)
  const turn = useInTurn()
  const end = (count: number) => {
    onEnd(batches?.slice(0, count) ?? [])
    setBatches(null)
  }
  const save = async () => {
    const steps = (batches ?? []).map((body) => () => ask(resources.assignLabels, { body }))
    await turn.run(steps, () => end(steps.length))
    await queries.invalidateQueries()
  }
  const begin = (wanted: Batches) => {
    turn.reset()
    setBatches(wanted)
  }
  return { ...turn, batches, begin, save, end: () => end(turn.done) }
}
