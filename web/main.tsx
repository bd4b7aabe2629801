import '@mantine/core/styles.css'
import './shell/shell.css'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isWorthRetrying } from './data.ts'
import { startI18n } from './i18n/i18n.ts'
import { openRouter } from './routes.tsx'
import { cssVariables, theme } from './theme.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: isWorthRetrying, staleTime: 10_000 },
    // Without a network a change fails at once: nobody expects it to be made later.
    mutations: { networkMode: 'always' },
  },
})
const router = openRouter()
const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root')

await startI18n()
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
