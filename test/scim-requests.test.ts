import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aboutOf, outcomeOf, type ScimRequest } from '../web/provisioning/request.ts'

/** A request as the activity log keeps it. */
function request(method: string, path: string, more: Partial<ScimRequest> = {}): ScimRequest {
  return {
    id: 'r',
    at: '2026-11-21T12:00:00.000Z',
    token: { id: 't', name: 'Okta' },
    method,
    path: `/scim/v2/${path}`,
    status: 200,
    sent: null,
    did: [],
    refused: null,
    dryRun: false,
    requestId: 'q',
    ...more,
  }
}

const deed = (type: string, resourceName: string) => ({ type, resourceId: 'x', resourceName })
const patch = (...Operations: object[]) => JSON.stringify({ Operations })
const removed = { did: [deed('Group Memberships Deleted', 'Analysts'), deed('User Removed', 'Ada')] }

const requests: [ScimRequest, about: string, name: string][] = [
  [request('GET', 'Users?count=1&startIndex=1'), 'testUsers', ''],
  [request('GET', 'Users?startIndex=101&count=100'), 'listUsers', ''],
  [request('GET', 'Users?filter=userName%20eq%20%22ada%40acme.com%22'), 'findUser', 'ada@acme.com'],
  [request('GET', 'Users?filter=userName+eq+%22ada%22'), 'findUser', 'ada'],
  [request('GET', 'Users/01'), 'getUser', ''],
  [request('POST', 'Users', { sent: '{"userName":"ada@acme.com"}' }), 'addUser', 'ada@acme.com'],
  [
    request('POST', 'Users', { sent: '{"id":null,"userName":"ada@acme.com","name":{"giv…' }),
    'addUser',
    'ada@acme.com',
  ],
  [request('POST', 'Users', { sent: '[1,2]' }), 'addSomebody', ''],
  [request('PUT', 'Users/01', { sent: '{"userName":"ada","active":true}' }), 'changeUser', 'ada'],
  [request('PUT', 'Users/01', { sent: '{"userName":"ada","active":"False"}' }), 'deactivate', 'ada'],
  [
    request('PATCH', 'Users/01', { sent: patch({ op: 'replace', value: { active: false } }), ...removed }),
    'deactivate',
    'Ada',
  ],
  [
    request('PATCH', 'Users/01', { sent: patch({ op: 'Replace', path: 'active', value: 'True' }) }),
    'activateSomebody',
    '',
  ],
  [
    request('PATCH', 'Users/01', { sent: patch({ op: 'replace', path: 'title', value: 'x' }) }),
    'changeSomebody',
    '',
  ],
  [request('DELETE', 'Users/01', removed), 'removeUser', 'Ada'],
  [request('GET', 'Groups?excludedAttributes=members&filter=displayName eq "A b"'), 'findGroup', 'A b'],
  [request('POST', 'Groups', { sent: '{"displayName":"Analysts"}' }), 'addGroup', 'Analysts'],
  [
    request('PATCH', 'Groups/01', { did: [deed('Subjects Added to Group', 'Analysts')] }),
    'changeGroup',
    'Analysts',
  ],
  [request('PATCH', 'Groups/01', { sent: patch({ op: 'add' }) }), 'changeSomeGroup', ''],
  [
    request('DELETE', 'Groups/01', { did: [deed('User Group Deleted', 'Analysts')] }),
    'removeGroup',
    'Analysts',
  ],
  [request('GET', 'ServiceProviderConfig'), 'discover', ''],
  [request('GET', 'Me'), 'other', ''],
]

test('the activity log says in words what a request was about', () => {
  const said = requests.map(([one]) => aboutOf(one))

  assert.deepEqual(
    said,
    requests.map(([, about, name]) => ({ text: `provisioning.log.deed.${about}`, name })),
  )
})

test('a request that was tried out is not one that was refused', () => {
  const did = [deed('User Removed', 'Ada')]
  const outcomes = [
    request('PATCH', 'Users/01', { did }),
    request('PATCH', 'Users/01', { did, dryRun: true, status: 503 }),
    request('PATCH', 'Users/01', { dryRun: true, status: 503 }),
    request('PATCH', 'Users/01', { status: 503, refused: 'It is too much at once.' }),
    request('GET', 'Users/01'),
    request('GET', 'Users/01', { status: 404, refused: 'Nothing here.' }),
  ].map(outcomeOf)

  assert.deepEqual(outcomes, ['changed', 'would', 'same', 'refused', 'read', 'refused'])
})
