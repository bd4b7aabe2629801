const KEPT = 'claviger-visit'

/** Remembers that this tab is on a support visit of a workspace: when that ends, no sign-in page can help. */
export function beginVisit(slug: string) {
  try {
    sessionStorage.setItem(KEPT, slug)
  } catch {
    // A browser that keeps nothing shows the sign-in page when the visit has ended.
  }
}

/** The workspace of this tab's support visit, by its slug; null where there is none. */
export function visitOfTab(): string | null {
  try {
    return sessionStorage.getItem(KEPT)
  } catch {
    return null
  }
}

/** Forgets the visit, when it is over. */
export function endVisit() {
  try {
    sessionStorage.removeItem(KEPT)
  } catch {
    // Then there is nothing to forget.
  }
}
