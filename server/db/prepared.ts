import type pg from 'pg'

/** So often a statement comes before PostgreSQL is asked to remember it. */
const OFTEN = 5
/** So many statements are counted at once that have no name yet. */
const COUNTED_MAX = 500
const LENGTH_MAX = 10_000

/** The name of a statement, if it has come often enough to be worth one. */
export type NameOf = (text: string) => string | undefined

/**
 * Names for statements that come again and again, at most so many: each connection then lets PostgreSQL read and plan them once. Those that are
 * written differently every time come too seldom, and what is counted of them is bounded too. `most` is 0 where nothing may be remembered.
 */
export function openNames(most: number): NameOf {
  const names = new Map<string, string>()
  const counted = new Map<string, number>()
  return (text) => {
    const name = names.get(text)
    if (name !== undefined || names.size >= most || !isLasting(text)) return name
    const count = (counted.get(text) ?? 0) + 1
    if (count < OFTEN) {
      if (counted.size >= COUNTED_MAX) counted.clear()
      counted.set(text, count)
      return undefined
    }
    counted.delete(text)
    const given = `claviger_${names.size + 1}`
    names.set(text, given)
    return given
  }
}

/** Asks for whatever columns there are: PostgreSQL refuses to go on with it once a migration of a newer server has added one. */
const everyColumn = /\b(select|returning) ("\w+"\.)?\*/

/**
 * A page of a list, and what says so itself: the best way to many rows is another one in a large workspace than in a small one, and a plan
 * for any of them is made for the usual.
 */
const plannedAnew = /\blimit \$|\/\* planned anew \*\//

function isLasting(text: string): boolean {
  return text.length <= LENGTH_MAX && !everyColumn.test(text) && !plannedAnew.test(text)
}

/** Sends the statements of a connection under their names. */
export function sendByName(client: pg.PoolClient, nameOf: NameOf) {
  const send = client.query.bind(client) as (...given: unknown[]) => unknown
  const query = (text: unknown, values: unknown, ...rest: unknown[]) => {
    const isStatement = typeof text === 'string' && Array.isArray(values) && values.length > 0
    const name = isStatement ? nameOf(text) : undefined
    return name === undefined ? send(text, values, ...rest) : send({ name, text, values }, ...rest)
  }
  // Whatever way pg is asked in goes through it unchanged.
  client.query = query as typeof client.query
}
