/** The mark of Claviger: a key. The name stands beside it or in the heading, so that it says nothing itself. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#2c55a3" />
      <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="11.2" cy="16" r="4.4" />
        <path d="M15.6 16h10.2v4.2M21.4 16v3.2" />
      </g>
    </svg>
  )
}
