/** Where a thing ends that a semicolon may stand in: comments, quoted texts and names, dollar quotes. */
const opaque = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$[A-Za-z_]*\$)[\s\S]*?\1|;/g

/** The single statements of a migration, in order: the embedded database takes only one at a time. */
export function statementsOf(text: string): string[] {
  const statements: string[] = []
  let start = 0
  for (const { 0: found, index } of text.matchAll(opaque)) {
    if (found !== ';') continue
    statements.push(text.slice(start, index).trim())
    start = index + 1
  }
  return [...statements, text.slice(start).trim()].filter(saysSomething)
}

function saysSomething(statement: string): boolean {
  return statement.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim() !== ''
}
