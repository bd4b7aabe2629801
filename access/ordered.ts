import { byId, type Named, placeAfter, placeOf } from './sorted.ts'

/** A list in the order of ids, in chunks, so that putting one in moves few others however long the list is. */
export interface Ordered<Item extends Named> {
  chunks: Item[][]
  size: number
}

/** Where a walk through an ordered list stands. */
export interface Cursor<Item extends Named> {
  list: Ordered<Item>
  chunk: number
  place: number
}

const mostPerChunk = 1024

/** An ordered list of these items, in any order. */
export function orderedFrom<Item extends Named>(items: Item[]): Ordered<Item> {
  items.sort(byId)
  const chunks: Item[][] = []
  for (let from = 0; from < items.length; from += mostPerChunk / 2)
    chunks.push(items.slice(from, from + mostPerChunk / 2))
  return { chunks, size: items.length }
}

/** Puts an item in; it must not be there yet. */
export function putIn<Item extends Named>(list: Ordered<Item>, item: Item) {
  const number = Math.max(0, chunkOf(list, item.id))
  const chunk = list.chunks[number]
  list.size++
  if (!chunk) {
    list.chunks.push([item])
    return
  }

  chunk.splice(placeOf(chunk, item.id), 0, item)
  if (chunk.length > mostPerChunk) list.chunks.splice(number + 1, 0, chunk.splice(mostPerChunk / 2))
}

/** Takes the item of that id out, if it is there. */
export function takeOut(list: Ordered<Named>, id: string) {
  const number = chunkOf(list, id)
  const chunk = list.chunks[number]
  const place = chunk ? placeOf(chunk, id) : 0
  if (chunk?.[place]?.id !== id) return

  chunk.splice(place, 1)
  list.size--
  if (chunk.length === 0) list.chunks.splice(number, 1)
}

/** Before the first item whose id comes after `after`; at the beginning without one. */
export function startAfter<Item extends Named>(list: Ordered<Item>, after: string | undefined): Cursor<Item> {
  if (after === undefined) return { list, chunk: 0, place: 0 }
  const chunk = Math.max(0, chunkOf(list, after))
  return settled({ list, chunk, place: placeAfter(list.chunks[chunk] ?? [], after) })
}

/** The item at a cursor; `undefined` at the end. */
export function itemAt<Item extends Named>({ list, chunk, place }: Cursor<Item>): Item | undefined {
  return list.chunks[chunk]?.[place]
}

/** Moves a cursor to the next item. */
export function advance<Item extends Named>(cursor: Cursor<Item>) {
  cursor.place++
  settled(cursor)
}

function settled<Item extends Named>(cursor: Cursor<Item>): Cursor<Item> {
  if (cursor.place >= (cursor.list.chunks[cursor.chunk]?.length ?? 0)) {
    cursor.chunk++
    cursor.place = 0
  }
  return cursor
}

/** The last chunk that begins at or before `id`, -1 if none does. */
function chunkOf(list: Ordered<Named>, id: string): number {
  let low = 0
  let high = list.chunks.length
  while (low < high) {
    const middle = (low + high) >> 1
    const first = list.chunks[middle]?.[0]
    if (first && first.id <= id) low = middle + 1
    else high = middle
  }
  return low - 1
}
