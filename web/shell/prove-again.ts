/** Opens the dialog, and answers whether the person proved that it is them; by a second factor or a passkey where it has to be `strong`. */
type Ask = (strong: boolean) => Promise<boolean>

let dialog: Ask | null = null
let open: Promise<boolean> | null = null

/** Asks the person for a fresh proof of a factor (contract: `stepUp`), or of a `strong` one. Calls that come together ask once. */
export function proveAgain(strong: boolean): Promise<boolean> {
  open ??= (dialog?.(strong) ?? Promise.resolve(false)).finally(() => {
    open = null
  })
  return open
}

/** Where the dialog is: there is one on every page for signed-in people. Answers how to take it away. */
export function offerDialog(ask: Ask): () => void {
  dialog = ask
  return () => {
    if (dialog === ask) dialog = null
  }
}
