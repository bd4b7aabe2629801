import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLog } from './log.ts'

function linesOf(write: (log: ReturnType<typeof openLog>) => void, level = 'info'): string[] {
  const lines: string[] = []
  write(openLog(level, { write: (line) => void lines.push(line) }))
  return lines
}

test('secrets are hidden wherever they stand in a line', () => {
  const secret = 'hunter2'
  const lines = linesOf((log) => {
    log.info({ password: secret, token: secret, secret, authorization: secret, secretKey: secret })
    log.info({ req: { headers: { authorization: secret, cookie: secret, 'set-cookie': secret } } })
    log.info({ request: { raw: { body: { password: secret, token: secret } } } })
    log.info({ config: { databaseUrl: secret, smtpUrl: secret, secretKey: secret } })
  })

  assert.equal(lines.length, 4)
  for (const line of lines) {
    assert.doesNotMatch(line, /hunter2/)
    assert.match(line, /\(hidden\)/)
  }
})

test('lines below the level are left out, and the others are JSON', () => {
  const lines = linesOf((log) => {
    log.info('not this')
    log.warn({ port: 3000 }, 'this')
  }, 'warn')

  const [line] = lines.map((text) => JSON.parse(text))
  assert.equal(lines.length, 1)
  assert.deepEqual([line.msg, line.port], ['this', 3000])
})
