/** A thing with an id, kept in the order of ids. */
export interface Named {
  id: string
}

/** Compares by id in code unit order, the order of every list of this room. */
export function byId(one: Named, other: Named): number {
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}

/** Where the first entry whose id is not before `id` stands in a list ordered by id. */
export function placeOf(list: readonly Named[], id: string): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] as Named).id < id)
      low = middle + 1 // inside the bounds
    else high = middle
  }
  return low
}

/** Where the first entry after the id `after` stands; the beginning without one. */
export function placeAfter(list: readonly Named[], after: string | undefined): number {
  if (after === undefined) return 0
  const place = placeOf(list, after)
  return list[place]?.id === after ? place + 1 : place
}

/** Where the first number that is not below `number` stands in an ascending list. */
export function placeOfNumber(list: readonly number[], number: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] as number) < number)
      low = middle + 1 // inside the bounds
    else high = middle
  }
  return low
}

/** Puts a number into an ascending list, once. */
export function putNumber(list: number[], number: number) {
  const place = placeOfNumber(list, number)
  if (list[place] !== number) list.splice(place, 0, number)
}

/** Takes a number out of an ascending list. */
export function dropNumber(list: number[], number: number) {
  const place = placeOfNumber(list, number)
  if (list[place] === number) list.splice(place, 1)
}

const small = 8

/**
 * The list with one more entry, in no order. Small lists are copied to their exact size, because there are very many
 * of them and a pushed-to array keeps room for sixteen more; a longer list is the same one, changed.
 */
export function plus<Item>(list: readonly Item[], item: Item): readonly Item[] {
  if (list.length < small) return list.concat([item])
  ;(list as Item[]).push(item) // only `plus` makes lists this long
  return list
}

/** The list with one entry of this value less, in no order; maybe the same list, changed. */
export function minus<Item>(list: readonly Item[], item: Item): readonly Item[] {
  const place = list.indexOf(item)
  if (place < 0) return list
  if (list.length <= small) return list.filter((_, at) => at !== place)
  const owned = list as Item[] // only `plus` makes lists this long
  const last = owned.pop() as Item
  if (place < owned.length) owned[place] = last
  return owned
}
