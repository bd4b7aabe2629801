import type { Change, GrantFact, PrincipalFact, World } from '../access/index.ts'
import { applyChange, check } from '../access/index.ts'
import type { Ground } from './checks.ts'
import { type Context, say } from './context.ts'
import { openRandom, type Random } from './random.ts'
import { type Bar, duration, type Section } from './report.ts'
import { median } from './rounds.ts'
import type { WorldName } from './shapes.ts'
import { catalog } from './worlds.ts'

const BYSTANDERS = 200

/** A kind of change: what it is called, and a new one of its kind with what takes it back. */
interface Kind {
  name: string
  make(random: Random, ground: Ground): { there: Change; back: Change }
}

const reader = catalog.roles.find(({ name }) => name === 'Source Read-only')?.id ?? ''

const kinds: Kind[] = [
  { name: 'one grant more of a member', make: grantToMember },
  { name: 'a membership', make: membership },
  { name: 'a label on a resource', make: relabel },
  {
    name: 'a grant to a group',
    make: (random, ground) =>
      grantToGroup(random, ground, random.pick(ground.world.facts.groups.slice(1)).id),
  },
  {
    name: 'a grant to the group of everybody',
    make: (random, ground) => grantToGroup(random, ground, ground.world.everybody),
  },
]

/** One change of each kind at a time, there and back, on worlds whose indexes are built and whose records are compiled. */
export function measureUpdates(context: Context, grounds: Map<WorldName, Ground>): Section {
  say('updates')
  const rounds = context.quick ? 60 : 400
  const worlds = Array.from(grounds.keys())
  const timed = new Map<string, { update: number; next: number }>()
  let recompiled = 0
  for (let round = 0; round < rounds; round++) {
    // The kinds take turns, so that none of them has the machine for itself.
    for (const [world, ground] of grounds)
      for (const kind of kinds) keep(world, kind, applyOne(round, ground, kind))
  }
  for (const ground of grounds.values()) recompiled += countRecompiled(ground)
  for (const [name, figures] of figuresOf)
    timed.set(name, { update: median(figures.update), next: median(figures.next) })
  const cell = (world: string, name: string) => timed.get(`${world} ${name}`)
  const rows = kinds.map(({ name }) => [
    name,
    ...worlds.map((world) => duration(cell(world, name)?.update ?? Number.NaN)),
  ])
  const next = kinds.map(({ name }) => [
    `… and the next check of one it touches, after ${name}`,
    ...worlds.map((world) => duration(cell(world, name)?.next ?? Number.NaN)),
  ])
  const slowest = Math.max(...kinds.map(({ name }) => cell('L', name)?.update ?? Number.NaN))
  return {
    tables: [{ title: 'Updates (median of one change)', columns: ['', ...worlds], rows: [...rows, ...next] }],
    bars: bars(slowest, recompiled),
  }
}

const figuresOf = new Map<string, { update: number[]; next: number[] }>()

function keep(world: WorldName, { name }: Kind, figures: { update: number; next: number }) {
  const key = `${world} ${name}`
  const kept = figuresOf.get(key) ?? { update: [], next: [] }
  kept.update.push(figures.update)
  kept.next.push(figures.next)
  figuresOf.set(key, kept)
}

function applyOne(round: number, ground: Ground, kind: Kind) {
  const { compiled, questions } = ground
  const { there, back } = kind.make(openRandom(round), ground)
  const who = there.principals?.[0]?.id
  const question = questions[round % questions.length] as (typeof questions)[number]
  const asked = who === undefined ? question : { ...question, who }
  check(compiled, asked)

  const start = process.hrtime.bigint()
  applyChange(compiled, there)
  const changed = process.hrtime.bigint()
  check(compiled, asked)
  const checked = process.hrtime.bigint()

  applyChange(compiled, back)
  check(compiled, asked)
  return { update: Number(changed - start), next: Number(checked - changed) }
}

/** How many records of people whom a change does not touch were made anew by the next check: there should be none. */
function countRecompiled({ compiled, questions, world }: Ground): number {
  const random = openRandom(99)
  const touched = random.pick(world.facts.principals)
  const bystanders = questions.slice(0, BYSTANDERS).filter(({ who }) => who !== touched.id)
  for (const question of bystanders) check(compiled, question)
  const before = bystanders.map(({ who }) => reachIn(compiled, who))
  const changes = [addGrant(touched, random), relabel(random, { compiled, questions, world })]
  for (const { there, back } of changes) {
    applyChange(compiled, there)
    for (const question of bystanders) check(compiled, question)
    applyChange(compiled, back)
  }
  return bystanders.filter(({ who }, place) => reachIn(compiled, who) !== before[place]).length
}

function reachIn(compiled: World, who: string): unknown {
  return compiled.principals.get(who)?.reach
}

function grantToMember(random: Random, { world }: Ground) {
  return addGrant(random.pick(world.facts.principals), random)
}

function addGrant(before: PrincipalFact, random: Random) {
  const grant = readerGrant(random)
  return {
    there: { principals: [{ ...before, grants: [...before.grants, grant] }] },
    back: { principals: [before] },
  }
}

function readerGrant(random: Random): GrantFact {
  return {
    id: random.id(),
    roleId: reader,
    scopes: [{ kind: 'label', labels: [{ key: 'key-0', value: 'value-1' }] }],
  }
}

function membership(random: Random, { world }: Ground) {
  const before = random.pick(world.facts.principals)
  const joined = random.pick(world.facts.groups.slice(1)).id
  const groups = before.groups.includes(joined)
    ? before.groups.filter((id) => id !== joined)
    : [...before.groups, joined]
  return { there: { principals: [{ ...before, groups }] }, back: { principals: [before] } }
}

function relabel(random: Random, { world }: Ground) {
  const before = random.pick(world.facts.resources.filter(({ labels }) => labels.length > 0).slice(0, 1_000))
  const [label, ...others] = before.labels
  const labels = [
    { key: label?.key ?? 'key-0', value: label?.value === 'value-0' ? 'value-1' : 'value-0' },
    ...others,
  ]
  return { there: { resources: [{ ...before, labels }] }, back: { resources: [before] } }
}

function grantToGroup(random: Random, { world }: Ground, id: string) {
  const before = world.facts.groups.find((group) => group.id === id)
  if (!before) throw new Error(`There is no group ${id}.`)
  return {
    there: { groups: [{ ...before, grants: [...before.grants, readerGrant(random)] }] },
    back: { groups: [before] },
  }
}

function bars(slowest: number, recompiled: number): Bar[] {
  const isThere = Number.isFinite(slowest)
  return [
    {
      bar: 'an update on L, the slowest kind',
      value: '≤ 100 µs median',
      figure: duration(slowest),
      holds: isThere ? slowest <= 1e5 : undefined,
    },
    {
      bar: 'records recompiled that an update does not touch',
      value: 'none',
      figure: `${recompiled} of ${BYSTANDERS} a world`,
      holds: recompiled === 0,
    },
  ]
}
