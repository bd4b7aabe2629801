import { Problem } from '../../contract/problems.ts'

/** As long as whoever asks usually waits for an answer. */
const WAIT_MS = 30_000

/**
 * Who may change a workspace next, within this process: in the order in which they came. The lock that decides is the database's; but who waits for
 * that one holds a connection, and PostgreSQL gives it to whoever is quickest, so that some wait many times as long as others.
 */
export interface Turns {
  /** Does `work` once everybody has ended who came before. Raises `unavailable` for who has waited too long. */
  take<Value>(workspaceId: string, work: () => Promise<Value>): Promise<Value>
}

/** Opens the order of turns. `waitMs` is how long each waits at most. */
export function openTurns(waitMs = WAIT_MS): Turns {
  /** Who waits, behind the one whose turn it is. A workspace that nobody changes is not in it. */
  const lines = new Map<string, Set<() => void>>()

  function mine(workspaceId: string): Promise<void> | undefined {
    const line = lines.get(workspaceId)
    if (!line) {
      lines.set(workspaceId, new Set())
      return undefined
    }
    return new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        line.delete(begin)
        reject(new Problem('unavailable'))
      }, waitMs)
      line.add(begin)
    })
  }

  function next(workspaceId: string) {
    const line = lines.get(workspaceId)
    const begin = line?.values().next().value
    if (!begin) return lines.delete(workspaceId)
    line?.delete(begin)
    begin()
  }

  return {
    async take(workspaceId, work) {
      await mine(workspaceId)
      try {
        return await work()
      } finally {
        next(workspaceId)
      }
    },
  }
}
