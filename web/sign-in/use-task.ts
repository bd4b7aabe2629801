import { useMutation } from '@tanstack/react-query'

/** Something of several calls that a button starts: whether it runs, and how it failed. */
export function useTask<Result>(work: () => Promise<Result>, onDone: (result: Result) => unknown) {
  const { mutate, isPending, error } = useMutation<Result, Error>({ mutationFn: work, onSuccess: onDone })
  return { start: () => mutate(), isPending, error }
}
