import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validate } from '@scalar/openapi-parser'
import type { Endpoint } from '../contract/endpoint.ts'
import { api } from '../contract/index.ts'
import { house } from './house.ts'

interface Operation {
  operationId: string
  summary: string
  tags: string[]
  parameters?: { name?: string; in?: string; style?: string; $ref?: string }[]
  requestBody?: unknown
  responses: Record<string, { $ref?: string; content?: object }>
  security?: unknown[]
}

interface Description {
  openapi: string
  tags: { name: string; description?: string }[]
  paths: Record<string, Record<string, Operation>>
}

async function description() {
  const { url } = await house()
  const answer = await fetch(`${url}/api/openapi.json`)
  const document = (await answer.json()) as Description
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      ...operation,
    })),
  )
  return { url, document, operations }
}

/** Every endpoint of the contract that programs call, by its operation id. */
const described = Object.entries(api).flatMap(([feature, endpoints]) =>
  Object.entries(endpoints as Record<string, Endpoint>)
    .filter(([, endpoint]) => endpoint.dialect !== 'plain')
    .map(([name, endpoint]): [string, Endpoint] => [`${feature}.${name}`, endpoint]),
)
const byId = new Map(described)

test('the description is valid OpenAPI 3.1', async () => {
  const { document } = await description()

  const { valid, errors, version } = await validate(JSON.stringify(document))

  assert.deepEqual({ valid, errors, version }, { valid: true, errors: [], version: '3.1' })
})

test('every endpoint of the contract is in it exactly once', async () => {
  const { operations } = await description()

  const ids = operations.map((one) => one.operationId)
  assert.deepEqual([...ids].sort(), described.map(([id]) => id).sort())
  for (const { operationId, path, method } of operations) {
    const endpoint = byId.get(operationId)
    const prefix = endpoint?.dialect === 'api' || !endpoint?.dialect ? '/api' : ''
    const shown = `${prefix}${endpoint?.path.replace(/:([A-Za-z]+)/g, '{$1}')}`
    assert.deepEqual([method, path], [endpoint?.method, shown === '/api/' ? '/api' : shown])
  }
})

test('every operation says what it does, who may call it, and how it refuses', async () => {
  const { operations } = await description()

  for (const { operationId, summary, security, responses, requestBody } of operations) {
    const endpoint = byId.get(operationId)
    const isPublic = endpoint?.access.kind === 'anyone'
    const inPerson = endpoint?.access.kind === 'signedIn' || endpoint?.stepUp === true
    assert.match(summary, /[.?]$/, operationId)
    const isScim = endpoint?.dialect === 'scim'
    const closedBy = isScim ? [{ scimToken: [] }] : inPerson ? [{ session: [] }] : undefined
    const wantedSecurity = isPublic ? [] : closedBy
    assert.deepEqual(security, wantedSecurity, operationId)
    const isSilent = endpoint?.silent === 'always'
    const said = responses[isSilent ? 204 : (endpoint?.status ?? 200)]
    assert.ok(isSilent ? said && !said.content : said?.content, operationId)
    const isPlainApi = endpoint?.dialect !== 'authzen' && !isScim
    const wanted = isPlainApi ? ['404', '422', '429', ...(isPublic ? [] : ['401'])] : ['4XX']
    for (const status of wanted) assert.ok(responses[status]?.$ref, `${operationId} ${status}`)
    assert.equal(requestBody !== undefined, endpoint?.body !== undefined, operationId)
  }
})

test('paging and Idempotency-Key are described as they are sent', async () => {
  const { operations } = await description()

  const list = operations.find((one) => one.operationId === 'invites.list')
  const create = operations.find((one) => one.operationId === 'groups.create')

  assert.deepEqual(
    list?.parameters?.map(({ name, style }) => [name, style]),
    [['pagination', 'deepObject']],
  )
  assert.deepEqual(create?.parameters, [{ $ref: '#/components/parameters/IdempotencyKey' }])
})

test('the sections have an order, and each says what is in it', async () => {
  const { document, operations } = await description()

  const used = new Set(operations.flatMap((one) => one.tags))
  assert.deepEqual(new Set(document.tags.map((tag) => tag.name)), used)
  // A new feature: give it a line in server/http/openapi.ts.
  assert.deepEqual(
    document.tags.filter((tag) => !tag.description).map((tag) => tag.name),
    [],
  )
  assert.equal(document.tags[0]?.name, 'workspaces')
})

test('what is described is served, and closed to strangers where it says so', async () => {
  const { url, operations } = await description()
  const closed = operations.filter((one) => one.security?.length !== 0)

  for (const { path, method, operationId } of closed) {
    const answer = await fetch(url + path.replaceAll(/\{\w+\}/g, 'x'), { method })
    assert.equal(answer.status, 401, operationId)
    await answer.arrayBuffer()
  }
})

test('the page to browse it comes from this server alone', async () => {
  const { url } = await description()

  const page = await fetch(`${url}/api/docs`)

  const html = await page.text()
  assert.equal(page.status, 200)
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  assert.match(html, /"url": "\.\.\/openapi\.json"/)
  assert.doesNotMatch(html, /(src|href)="(https?:)?\/\//)
  assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'self'(?!.*http)/)
  const [, script = ''] = /<script src="([^"]+)"/.exec(html) ?? []
  const served = await fetch(new URL(script, page.url))
  assert.equal(served.status, 200)
  assert.match(served.headers.get('content-type') ?? '', /javascript/)
})
