import autocannon from 'autocannon'

// The load, in a process of its own: one run for every message.
interface Order {
  url: string
  path: string
  token: string
  bodies: string[]
  connections: number
  seconds: number
}

process.on('message', (order: Order) => void drive(order))
process.on('disconnect', () => process.exit())
process.send?.('ready')

async function drive({ url, path, token, bodies, connections, seconds }: Order) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const result = await autocannon({
    url: url + path,
    connections,
    duration: seconds,
    requests: bodies.map((body) => ({ method: 'POST', path, headers, body })),
  })
  const seen = result.requests.total / result.duration
  process.send?.({
    perSecond: seen,
    failed: result.non2xx + result.errors,
    p50: result.latency.p50,
    p99: result.latency.p99,
  })
}
