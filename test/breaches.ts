import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A service that knows these passwords from breaches, or whatever else it answers with; and what it was asked. */
export async function openBreaches(passwords: string[], status = 200) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const [, , prefix = ''] = (request.url ?? '').split(/[/?]/)
    const hashes = passwords.map((one) => createHash('sha1').update(one).digest('hex').toUpperCase())
    const lines = hashes.filter((one) => one.startsWith(prefix)).map((one) => `${one.slice(5)}:42`)
    // -1 is a service that takes the connection and says nothing.
    if (status !== -1) response.writeHead(status).end(['0'.repeat(35), ...lines].map(withCount).join('\r\n'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${port}`, asked, close }
}

const withCount = (line: string) => (line.includes(':') ? line : `${line}:0`)
