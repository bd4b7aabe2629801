// A crowd that signs in at the same moment, in a process of its own: one burst for every message.
interface Burst {
  url: string
  emails: string[]
  password: string
}

process.on('message', (burst: Burst) => void signIn(burst))
process.on('disconnect', () => process.exit())
process.send?.('ready')

async function signIn({ url, emails, password }: Burst) {
  const start = performance.now()
  const statuses = await Promise.all(
    emails.map(async (email) => {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ email, password })
      const response = await fetch(`${url}/api/sign-in`, { method: 'POST', headers, body })
      await response.arrayBuffer()
      const toldWhen = response.status !== 503 || response.headers.has('retry-after')
      return toldWhen ? response.status : 0
    }),
  )
  process.send?.({ statuses, tookMs: performance.now() - start })
}
