import type { Letter } from './mail.ts'

const KEPT_MAX = 200

/** A letter in the mailbox, and since when it is there. */
export interface KeptLetter extends Letter {
  id: string
  at: Date
}

/** Keeps the letters of a demo in memory, the last 200: a demo sends nothing to anybody. */
export interface Mailbox {
  /** Takes a letter in. */
  keep(letter: KeptLetter): void
  /** What is there, newest first. */
  letters(): KeptLetter[]
}

/** Opens an empty mailbox. */
export function openMailbox(): Mailbox {
  const kept: KeptLetter[] = []
  return {
    keep(letter) {
      kept.unshift(letter)
      kept.length = Math.min(kept.length, KEPT_MAX)
    },
    letters: () => [...kept],
  }
}
