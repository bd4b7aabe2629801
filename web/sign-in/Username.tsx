/** Tells password managers whose password stands beside it; nobody sees it. */
export function Username({ email }: { email: string }) {
  return (
    <input className="only-read" tabIndex={-1} aria-hidden autoComplete="username" value={email} readOnly />
  )
}
