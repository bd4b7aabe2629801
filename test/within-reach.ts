import type { Page } from 'playwright-core'

/** A window of 1280 × 1024 at 400 %, which is what WCAG 1.4.10 asks for. */
export const ZOOMED = { width: 320, height: 256 }

/**
 * What on the page cannot be worked with as it is shown: controls that lie beside what can be scrolled to, or under something that
 * stays where it is when they have the focus; and lists that have to be moved sideways. Where a dialog or a menu is open, only what is
 * in it counts.
 */
export function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(findFaults)
}

/** Runs in the page. */
async function findFaults(): Promise<string[]> {
  const CONTROLS = 'a[href], button, input, select, textarea, [role=tab], [tabindex="0"]'
  const wide = [...document.querySelectorAll('.listing')].filter((one) => one.scrollWidth > one.clientWidth)
  const menu = [...document.querySelectorAll('[role=menu]')].find((one) => one.checkVisibility())
  const middle = document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2)
  const room = menu ?? middle?.closest('[role=dialog]') ?? document.body
  const before = document.activeElement
  const missed: HTMLElement[] = []
  // What has the focus already would not be scrolled to.
  if (before instanceof HTMLElement) before.blur()
  for (const control of [...room.querySelectorAll<HTMLElement>(CONTROLS)].filter(isMeant)) {
    control.focus()
    // What opens with the focus, or opened with the one before it, takes a moment.
    if (control.role === 'combobox' || !isHit(control)) await new Promise((done) => setTimeout(done, 60))
    if (!isHit(control)) missed.push(control)
  }
  if (before instanceof HTMLElement && before !== document.body) before.focus()
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  return [
    ...wide.map(() => 'a list has to be moved sideways'),
    ...missed.map(
      ({ tagName, ariaLabel, textContent }) => `${tagName} ${ariaLabel ?? textContent} is out of reach`,
    ),
  ]

  function isMeant(control: HTMLElement): boolean {
    // What arrows lead to, as in a list of commands, is reached from what holds it.
    if (control.matches(':disabled, [type=hidden], [tabindex="-1"]:not([role=menuitem]), .skip-link'))
      return false
    if (control.closest('[inert], [aria-hidden=true]')) return false
    return control.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  }

  function isHit(control: HTMLElement): boolean {
    // Of a link that goes on in the next line the first line: the middle of both may be another text.
    const { left, top, width, height } = control.getClientRects()[0] ?? control.getBoundingClientRect()
    // The upper part of what is seen of it: the middle of a tall one may lie below the screen.
    const hit = document.elementFromPoint(left + width / 2, Math.max(top, 0) + Math.min(height / 2, 12))
    if (!hit) return false
    const labels = control instanceof HTMLInputElement ? [...(control.labels ?? [])] : []
    return [control, ...labels].some((one) => one.contains(hit) || hit.contains(one))
  }
}
