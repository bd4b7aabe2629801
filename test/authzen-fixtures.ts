import { grants } from '../contract/grants.ts'
import { labels } from '../contract/labels.ts'
import { members } from '../contract/members.ts'
import { resources } from '../contract/resources.ts'
import type { Running } from '../server/main.ts'
import { openWorkspace, type Person, type TestWorkspace } from './house.ts'

/** The interoperability scenarios of AuthZEN as workspaces, on the catalog of test/fixtures/authzen-catalog.yaml. */
export interface Scenario extends TestWorkspace {
  people: Map<string, Person>
}

/** A role by its id in the catalog, on everything, on named resources, or by labels. */
type Given = [roleId: string, on?: { type: string; ids: (string | number)[] } | { department: string }]

/**
 * The fixture of the certification scenario, section C-1, and the suite's demand that both may read both records. Properties are none of
 * our model: that record-2 is archived, and bob an administrator, is said by who may write what.
 */
export async function openCertification(on: Running): Promise<Scenario> {
  const scenario = await open(on)
  await register(scenario, 'record', ['record-1', 'record-2'])
  const both = { type: 'record', ids: ['record-1', 'record-2'] }
  await addPerson(scenario, 'alice', [
    ['record-reader', both],
    ['record-writer', { type: 'record', ids: ['record-1'] }],
  ])
  await addPerson(scenario, 'bob', [
    ['record-reader', both],
    ['record-writer', { type: 'record', ids: ['record-2'] }],
  ])
  return scenario
}

/** Who owns which todo of the scenario "Todo 1.1"; the application registers a todo when somebody makes one. */
export const todos = {
  '7240d0db-8ff0-41ec-98b2-34a096273b91': 'rick@the-citadel.com',
  '7240d0db-8ff0-41ec-98b2-34a096273b92': 'morty@the-citadel.com',
  '7240d0db-8ff0-41ec-98b2-34a096273b93': 'summer@the-smiths.com',
  '7240d0db-8ff0-41ec-98b2-34a096273b94': 'beth@the-smiths.com',
  '7240d0db-8ff0-41ec-98b2-34a096273b95': 'jerry@the-smiths.com',
}

/** The subjects of the Todo scenario: the id that its tokens carry, and roles. */
export const citadel: Record<string, { subject: string; roles: string[] }> = {
  'rick@the-citadel.com': {
    subject: 'CiRmZDA2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs',
    roles: ['todo-admin', 'evil-genius'],
  },
  'morty@the-citadel.com': {
    subject: 'CiRmZDE2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs',
    roles: ['editor'],
  },
  'summer@the-smiths.com': {
    subject: 'CiRmZDI2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs',
    roles: ['editor'],
  },
  'beth@the-smiths.com': {
    subject: 'CiRmZDM2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs',
    roles: ['viewer'],
  },
  'jerry@the-smiths.com': {
    subject: 'CiRmZDQ2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs',
    roles: ['viewer'],
  },
}

/** The Todo scenario: an editor keeps the todos that are their own. */
export async function openTodo(on: Running): Promise<Scenario> {
  const scenario = await open(on)
  await register(scenario, 'todo', Object.keys(todos))
  for (const [email, { subject, roles }] of Object.entries(citadel)) {
    const own = Object.entries(todos).flatMap(([id, owner]) => (owner === email ? [id] : []))
    const keeps: Given[] = roles.includes('editor') ? [['todo-keeper', { type: 'todo', ids: own }]] : []
    await addPerson(scenario, subject, [...roles.map((role): Given => [role]), ...keeps], email)
  }
  return scenario
}

const departments: Record<string, number[]> = {
  legal: [101, 102, 103, 105, 108, 112, 116, 117, 119],
  accounting: [104, 106, 109, 111, 114, 118, 120],
  sales: [107, 110, 113],
  finance: [115],
}

const searchers: Record<string, { isManager: boolean; department: string; owns: number[] }> = {
  alice: { isManager: true, department: 'sales', owns: [101, 107, 113, 119] },
  bob: { isManager: false, department: 'legal', owns: [102, 108, 114, 120] },
  carol: { isManager: false, department: 'legal', owns: [103, 109, 115] },
  dan: { isManager: true, department: 'finance', owns: [104, 110, 116] },
  erin: { isManager: false, department: 'finance', owns: [105, 111, 117] },
  felix: { isManager: false, department: 'accounting', owns: [106, 112, 118] },
}

/** The Search scenario: records in departments (labels), owners (lists), managers (everything). */
export async function openSearch(on: Running): Promise<Scenario> {
  const scenario = await open(on)
  for (const [value, ids] of Object.entries(departments)) {
    await scenario.owner(labels.create, { body: { label: { key: 'department', value } } })
    await register(scenario, 'record', ids, [{ key: 'department', value }])
  }
  for (const [name, { isManager, department, owns }] of Object.entries(searchers)) {
    const asManager: Given[] = [['record-reader'], ['record-writer', { department }]]
    const asEmployee: Given[] = [['record-reader', { department }]]
    const asOwner: Given = ['record-keeper', { type: 'record', ids: owns }]
    await addPerson(scenario, name, [...(isManager ? asManager : asEmployee), asOwner])
  }
  return scenario
}

async function open(on: Running): Promise<Scenario> {
  const workspace = await openWorkspace({ on, plan: on.app.catalog.defaultPlan })
  return { ...workspace, people: new Map() }
}

function register({ owner }: Scenario, type: string, ids: (string | number)[], labels: LabelName[] = []) {
  const upserts = ids.map((id) => ({ type, id: `${id}`, name: `${type} ${id}`, labels }))
  return owner(resources.bulk, { body: { upserts } })
}

interface LabelName {
  key: string
  value: string
}

async function addPerson(scenario: Scenario, externalId: string, given: Given[], email?: string) {
  const { id: workspaceId, owner, member, people } = scenario
  const person = await member([], email)
  people.set(externalId, person)
  const params = { userId: person.id }
  await owner(members.modify, { params, body: { externalId } })
  const permissions = given.map(([roleId, on]) => ({ roleId, resources: onWire(workspaceId, on) }))
  await owner(grants.replaceForUser, { params, body: { permissions } })
}

function onWire(workspaceId: string, on: Given[1]) {
  if (on && 'ids' in on) return on.ids.map((id) => ({ id: `${id}`, type: on.type, labels: [] }))
  const labels = on ? [{ key: 'department', value: on.department }] : []
  return [{ id: workspaceId, type: 'WORKSPACE', labels }]
}
