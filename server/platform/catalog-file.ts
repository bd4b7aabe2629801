import { readFileSync, statSync } from 'node:fs'
import { extname } from 'node:path'
import type { Document, LineCounter } from 'yaml'
import type { Catalog } from '../../contract/catalog.ts'
import { completeCatalog } from '../../contract/complete.ts'
import { segment } from '../../contract/segment.ts'
import { draftCatalog, isTable } from './catalog-draft.ts'
import { ruleProblems } from './catalog-rules.ts'
import { type CatalogProblem, shapeProblems } from './catalog-shape.ts'
import { draftWords } from './catalog-words.ts'
import { closest } from './closest.ts'
import { yaml } from './yaml.ts'

const largestFile = 1024 * 1024
const mostShown = 100

/**
 * The catalog that the server runs on. With a path, an operator's file (JSON or YAML, docs/CATALOG.md) takes the place of
 * the product part; without one, it is Segment's. Throws one Error whose message lists every problem with its place.
 */
export function loadCatalog(path: string | undefined): Catalog {
  if (path === undefined) return completeCatalog(segment)

  return parseCatalog(read(path), path)
}

/** A catalog from the text of a file; `path` names it in messages, and its ending says whether it is JSON or YAML. */
export function parseCatalog(text: string, path: string): Catalog {
  const { file, lineOf } = parse(text, path)
  const table = isTable(file) ? file : {}
  const draft = { ...draftCatalog(table), words: draftWords(table.words) }
  const problems = [...shapeProblems(file), ...(isTable(file) ? ruleProblems(draft) : [])]
  if (problems.length > 0) {
    const shown = problems.slice(0, mostShown).map((problem) => ({ line: lineOf(problem.path), problem }))
    const sorted = shown.sort((one, other) => one.line - other.line)
    throw refusal(
      path,
      sorted.map(({ line, problem }) => `line ${line}, ${sentence(problem)}`),
      problems.length,
    )
  }
  return completeCatalog(draft)
}

function read(path: string): string {
  if (!['.json', '.yaml', '.yml'].includes(extname(path).toLowerCase())) {
    throw new Error(`The catalog ${path} must end in .yaml, .yml or .json.`)
  }
  const file = statSync(path, { throwIfNoEntry: false })
  if (!file?.isFile()) throw new Error(`There is no catalog at ${path}.`)
  if (file.size > largestFile) throw new Error(`The catalog ${path} is larger than 1 MB.`)
  return readFileSync(path, 'utf8')
}

type LineOf = (path: CatalogProblem['path']) => number

/** JSON is read by the YAML parser too, which knows lines and notices a key that is there twice; but it must be JSON. */
function parse(text: string, path: string): { file: unknown; lineOf: LineOf } {
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  let faults: string[]
  try {
    if (extname(path).toLowerCase() === '.json') JSON.parse(text.replace(/^\uFEFF/, ''))
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
    faults = [...document.errors, ...document.warnings].map(({ message, pos }) => {
      return `line ${lines.linePos(pos[0]).line}: ${message}`
    })
    if (faults.length === 0)
      return { file: document.toJS(), lineOf: (place) => lineIn(document, lines, place) }
  } catch (error) {
    faults = [error instanceof Error ? error.message : String(error)]
  }
  throw refusal(path, faults.slice(0, mostShown), faults.length)
}

/** The line of the value, or of the nearest thing around it that is written in the file. */
function lineIn(document: Document, lines: LineCounter, path: CatalogProblem['path']): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    const start: unknown = isTable(node) && Array.isArray(node.range) ? node.range[0] : undefined
    if (typeof start === 'number') return lines.linePos(start).line
  }
  return 1
}

function refusal(path: string, shown: string[], count: number): Error {
  const heading = `The catalog ${path} has ${count === 1 ? 'a problem' : `${count} problems`}:`
  const more = count > shown.length ? [`  … and ${count - shown.length} more`] : []
  const body = shown.map((says) => `  ${says}`)
  return new Error([heading, ...body, ...more, 'docs/CATALOG.md says how to write one.'].join('\n'))
}

function sentence({ path, says, word, among }: CatalogProblem): string {
  const meant = word === undefined ? undefined : closest(word, among ?? [])
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  return `${path.length === 0 ? 'the file' : written(path)}: ${says}.${hint}`
}

function written(path: CatalogProblem['path']): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    return /^[\w:-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step.slice(0, 100))}]`
  })
  return steps.join('').replace(/^\./, '')
}
