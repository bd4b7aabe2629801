/** A name as people mean it: without space around it, in Unicode's composed form. */
export function tidyName(name: string): string {
  return name.trim().normalize('NFC')
}

/** What two names or two e-mail addresses are compared by: composed, without case, the same on every database (invariant 50). */
export function keyOf(name: string): string {
  return tidyName(name).toLowerCase()
}

/** What hides in a text, or turns others around: control characters but tab and new line, marks of direction. */
const HIDDEN = /(?![\t\n])[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu

/** A text of one or more lines as a person means it: without what cannot be seen, and without space around it. May be empty. */
export function tidyText(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(HIDDEN, '').normalize('NFC').trim()
}
