import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Before anything else is loaded: later starts then take half the time. Where nothing can be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../.cache/compile/', import.meta.url)))
await import('./commands.ts')
