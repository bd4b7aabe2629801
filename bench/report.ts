/** One bar of design/speed.md with what was measured. `holds` undefined: this run could not decide it. */
export interface Bar {
  bar: string
  value: string
  figure: string
  holds: boolean | undefined
  why?: string
}

export interface Table {
  title: string
  columns: string[]
  rows: string[][]
  notes?: string[]
}

/** What one section of the bench found. */
export interface Section {
  tables: Table[]
  bars: Bar[]
}

/** A table as Markdown with aligned columns. */
export function printTable({ title, columns, rows, notes = [] }: Table): string {
  const all = [columns, ...rows]
  const widths = columns.map((_, place) => Math.max(...all.map((row) => (row[place] ?? '').length)))
  const line = (row: string[]) =>
    `| ${widths.map((width, place) => pad(row[place] ?? '', width, place)).join(' | ')} |`
  const rule = `|${widths.map((width, place) => (place === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  const said = notes.map((note) => `\n${note}`).join('')
  return `### ${title}\n\n${[line(columns), rule, ...rows.map(line)].join('\n')}\n${said}${said && '\n'}`
}

/** The bars as a table, and the summary line. */
export function printBars(bars: Bar[]): string {
  const rows = bars.map(({ bar, value, figure, holds, why }) => [
    bar,
    value,
    figure,
    holds === undefined ? (why ?? 'not measured') : holds ? 'holds' : 'falls short',
  ])
  const table = printTable({ title: 'Bars', columns: ['bar', 'value', 'figure', 'verdict'], rows })
  const held = bars.filter(({ holds }) => holds === true).length
  const short = bars.filter(({ holds }) => holds === false).length
  const open = bars.length - held - short
  return `${table}\n${held} bars hold, ${short} fall short, ${open} not decided in this run.\n`
}

/** A number to read: three digits that count. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return 'n/a'
  if (value >= 1000) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}

/** Nanoseconds in the unit that reads best. */
export function duration(ns: number): string {
  if (Number.isNaN(ns)) return 'n/a'
  if (ns < 1e3) return `${figure(ns)} ns`
  if (ns < 1e6) return `${figure(ns / 1e3)} µs`
  if (ns < 1e9) return `${figure(ns / 1e6)} ms`
  return `${figure(ns / 1e9)} s`
}

/** One thing in proportion to another. */
export function times(value: number): string {
  return Number.isNaN(value) ? 'n/a' : `${figure(value)} ×`
}

function pad(text: string, width: number, place: number): string {
  return place === 0 ? text.padEnd(width) : text.padStart(width)
}
