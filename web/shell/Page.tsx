import { Anchor, Group, Stack, Text, Title } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Search } from './addresses.ts'
import { usePageTitle } from './Outside.tsx'

interface Given {
  title: string
  /** What stands beside the heading: buttons. */
  actions?: ReactNode
  lead?: ReactNode
  /** The page above this one. */
  back?: { to: string; search?: Search; text: string }
  children: ReactNode
}

/** A page of a workspace: its heading, what can be done on it as a whole, and what it shows. */
export function Page({ title, actions, lead, back, children }: Given) {
  usePageTitle(title)
  return (
    <Stack gap="lg">
      <div>
        {back && (
          <Anchor
            size="sm"
            renderRoot={(props) => <Link to={back.to} search={back.search ?? {}} {...props} />}
          >
            <IconArrowLeft size={14} aria-hidden /> {back.text}
          </Anchor>
        )}
        <div className="page-head">
          <div>
            <Title order={1} size="h2" lineClamp={3} dir="auto">
              {title}
            </Title>
            {lead && (
              <Text c="dimmed" mt={4} maw={760}>
                {lead}
              </Text>
            )}
          </div>
          {actions && <Group gap="sm">{actions}</Group>}
        </div>
      </div>
      {children}
    </Stack>
  )
}
