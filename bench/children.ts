import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A process of the bench: what it said first, and a way to ask it. It ends with us. */
export interface Child<Hello> {
  hello: Hello
  pid: number
  ask<Answer>(message: object | string): Promise<Answer>
  end(): Promise<void>
}

/** Starts one of the bench's files in a process of its own, with garbage collection at hand, and waits for its first word. */
export async function startChild<Hello>(file: string, ...given: string[]): Promise<Child<Hello>> {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const execArgv = ['--expose-gc', '--max-old-space-size=6144']
  const child = fork(path, given, { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const hello = await nextWord<Hello>(child, file)
  return {
    hello,
    pid: child.pid ?? 0,
    async ask<Answer>(message: object | string) {
      const answer = nextWord<Answer>(child, file)
      child.send(message)
      return answer
    },
    async end() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

function nextWord<Word>(child: ChildProcess, file: string): Promise<Word> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) =>
      reject(new Error(`bench/${file} ended (${code}) without an answer.`))
    child.once('exit', onExit)
    child.once('message', (word) => {
      child.off('exit', onExit)
      // Both ends are ours: what the file sends is what the caller names.
      resolve(word as Word)
    })
  })
}
