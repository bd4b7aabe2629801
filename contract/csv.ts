/** What a spreadsheet takes for the beginning of a formula, also behind space, and in full width (sign-in, IO-2). */
const FORMULA = /^[\t\r\n]|^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/

/** A cell that no spreadsheet calculates (invariant 48): what looks like a formula gets an apostrophe before it. */
export function inert(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell
}
