import { openRandom as openTestRandom, type Random as TestRandom } from '../test/random.ts'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ID_LETTERS = 22

/** Chance that comes out the same every time, and what a world is made with. */
export interface Random extends TestRandom {
  /** The same items in another order. */
  shuffled<Item>(items: readonly Item[]): Item[]
  /** An id of the kind that the server makes: 22 letters and digits. */
  id(): string
}

/** Chance from a seed. */
export function openRandom(seed: number): Random {
  const random = openTestRandom(seed)
  return {
    ...random,
    shuffled: (items) => shuffle(items.slice(), random.below),
    id: () => Array.from({ length: ID_LETTERS }, () => LETTERS[random.below(LETTERS.length)]).join(''),
  }
}

/** Weights that fall off as a power law: the first is 1, the n-th 1/n. */
export function powerLaw(count: number): number[] {
  return Array.from({ length: count }, (_, place) => 1 / (place + 1))
}

/** Whole numbers in proportion to the weights, each from 1 to `most`, that add up to exactly `total`. */
export function apportion(total: number, weights: readonly number[], most: number): number[] {
  if (total < weights.length || total > weights.length * most) {
    throw new Error(`${total} cannot be shared out to ${weights.length} of at most ${most}.`)
  }
  // The factor at which the capped shares add up is found by halving.
  const share = (factor: number) => weights.map((weight) => clamp(Math.floor(weight * factor), most))
  let low = 0
  let high = total / Math.min(...weights)
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2
    if (sum(share(middle)) <= total) low = middle
    else high = middle
  }
  const shares = share(low)
  let rest = total - sum(shares)
  for (let place = 0; rest > 0; place = (place + 1) % shares.length) {
    const current = shares[place] ?? most
    if (current >= most) continue
    shares[place] = current + 1
    rest--
  }
  return shares
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(1, value))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function shuffle<Item>(items: Item[], below: (limit: number) => number): Item[] {
  for (let place = items.length - 1; place > 0; place--) {
    const other = below(place + 1)
    const item = items[place] as Item
    items[place] = items[other] as Item
    items[other] = item
  }
  return items
}
