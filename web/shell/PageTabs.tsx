import { Badge } from '@mantine/core'
import { Link } from '@tanstack/react-router'

interface Tab {
  to: string
  text: string
  count?: number | undefined
}

/** The way between pages that belong together: each has an address of its own. */
export function PageTabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav className="page-tabs" aria-label={label}>
      {tabs.map(({ to, text, count }) => (
        <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
          {text}
          {count !== undefined && (
            <Badge size="sm" variant="default">
              {new Intl.NumberFormat().format(count)}
            </Badge>
          )}
        </Link>
      ))}
    </nav>
  )
}
