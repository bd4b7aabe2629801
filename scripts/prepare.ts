// Runs after `npm ci` (package.json: prepare). It only saves time later, so it never makes an install fail.
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

try {
  // The same place as in cli/main.ts: what is compiled here, the first start needs not compile.
  enableCompileCache(fileURLToPath(new URL('../.cache/compile/', import.meta.url)))
  await import('../server/demo/demo.ts')
  const { makeTemplate } = await import('../server/db/make-template.ts')
  const { openLog } = await import('../server/platform/log.ts')
  await makeTemplate(openLog('error'))
} catch (error) {
  console.error(
    `The embedded database was not prepared; the first start makes it (${(error as Error).message}).`,
  )
}

try {
  const { buildWeb } = await import('./build-web.ts')
  await buildWeb({ always: false })
} catch (error) {
  // `npm ci --omit=dev` brings no Vite: then the console is built elsewhere, and copied.
  console.error(`The console was not built (${(error as Error).message.split('\n', 1)[0]}).`)
}
