import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { loadSignInFile } from './sign-in-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'sign-in-'))
after(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** What is said of a file, one line for each problem. */
function problemsOf(text: string, name = 'sign-in.yaml'): string[] {
  try {
    loadSignInFile(write(name, text))
  } catch (error) {
    assert.ok(error instanceof Error)
    return error.message.split('\n- ').slice(1)
  }
  return []
}

test('without a file there are no providers and no products', () => {
  assert.deepEqual(loadSignInFile(undefined), { providers: [], products: [] })
})

test('an operator names providers and products; a preset knows the rest of Google', () => {
  write('secret', 'from a file\n')
  const path = write(
    'good.yaml',
    `
providers:
  - { id: google, preset: google, clientId: abc, clientSecretFile: secret }
  - id: company
    name: Company
    issuer: http://127.0.0.1:8080/realm
    clientId: abc
    clientSecret: xyz
    scopes: [email]
    secondFactor: true
products:
  - { name: Flights, url: 'https://flights.example.com/' }
`,
  )

  const { providers, products } = loadSignInFile(path)

  assert.deepEqual(
    providers.map(({ name, kind, issuer, clientSecret, scopes, secondFactor }) => {
      return [name, kind, issuer, clientSecret, scopes.join(' '), secondFactor]
    }),
    [
      ['Google', 'google', 'https://accounts.google.com', 'from a file', 'openid email profile', false],
      ['Company', 'other', 'http://127.0.0.1:8080/realm', 'xyz', 'openid email', true],
    ],
  )
  assert.deepEqual(products, [{ name: 'Flights', url: 'https://flights.example.com/', description: null }])
})

test('all problems of a file are named at once, and no secret', () => {
  const shape = problemsOf(`
providers:
  - { id: 'Not An Id', name: A, issuer: https://a.test, clientId: abc, clientSecret: hunter2, colour: red }
  - { id: b, name: 7, issuer: https://b.test, clientSecret: hunter2 }
products:
  - { name: A, url: 'javascript:alert(1)' }
`)

  const text = shape.join('\n')
  for (const place of ['providers[0].id', 'colour', 'providers[1].name', 'clientId', 'products[0].url']) {
    assert.ok(text.includes(place), `${place} is not in\n${text}`)
  }
  assert.doesNotMatch(text, /hunter2/)
})

test('what only shows when all is read together is named at once too', () => {
  const found = problemsOf(`
providers:
  - { id: a, preset: twilio, clientId: abc, clientSecret: hunter2 }
  - { id: a, name: B, issuer: http://b.test, clientId: abc }
  - { id: c, name: C, issuer: https://c.test/?x=1, clientId: abc, clientSecretFile: nowhere }
`)

  const text = found.join('\n')
  assert.match(text, /providers\[0\]\.issuer: must be given/)
  assert.match(text, /providers\[1\]\.issuer: must begin with https/)
  assert.match(text, /providers\[1\]: give one of clientSecret and clientSecretFile/)
  assert.match(text, /providers\[1\]\.id: another provider has the same/)
  assert.match(text, /providers\[2\]\.issuer: must be an address without/)
  assert.match(text, /providers\[2\]\.clientSecretFile: .*cannot be read/)
  assert.doesNotMatch(text, /hunter2/)
})

test('a file that is not there, has another ending or cannot be read is said so', () => {
  assert.throws(() => loadSignInFile(join(folder, 'nowhere.yaml')), /there is no such file/)
  assert.deepEqual(problemsOf('', 'file.txt')[0]?.split('\n')[0], 'must end in .yaml, .yml or .json')
  assert.ok(problemsOf('providers: [', 'broken.yaml').length > 0)
  assert.ok(problemsOf('{providers: []}', 'broken.json').length > 0)
  assert.ok(problemsOf('- a list').length > 0)
  assert.deepEqual(problemsOf(''), [])
})
