// Builds the console (web/) into web/dist, where server/http/console.ts finds it. With --if-older, only if a source is newer.
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('../', import.meta.url))
const dist = join(root, 'web/dist')
/** What is loaded before anybody has signed in, with all that it needs. The test of the first load tells what came to it unasked. */
const FIRST = /web.(routes|sign-in.SignInPage)\.tsx|@mantine.core.esm.core.|@tanstack.react-router./
/** Left alone, each part that two pages have in common becomes a file of its own, and a page of more than a hundred files. */
const GROUPS = [
  { name: 'first', test: FIRST, priority: 2 },
  { name: 'shared', minShareCount: 2, priority: 1 },
]
const SOURCES = ['{web,client,access,contract}/**/*', 'package-lock.json', 'scripts/build-web.ts']

/** Builds the console, if `always` or if any source is newer than what was built. Answers whether it did. */
export async function buildWeb({ always = true } = {}): Promise<boolean> {
  if (!always && isFresh()) return false

  const { build } = await import('vite')
  const { default: react } = await import('@vitejs/plugin-react')
  // Built aside and put in place at once: a server that starts meanwhile finds the old one or the new one, never half of it.
  const fresh = join(root, `.cache/web-${process.pid}`)
  await build({
    root: join(root, 'web'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: fresh,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'es2022',
      rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
    },
  })
  compress(fresh)
  const old = `${fresh}-old`
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(fresh, dist)
  rmSync(old, { recursive: true, force: true })
  return true
}

/** Beside each file its compressed forms, which the server sends to whoever takes them. */
function compress(directory: string) {
  for (const name of globSync('assets/*.{js,css,svg}', { cwd: directory })) {
    const bytes = readFileSync(join(directory, name))
    writeFileSync(join(directory, `${name}.br`), brotliCompressSync(bytes))
    writeFileSync(join(directory, `${name}.gz`), gzipSync(bytes))
  }
}

function isFresh(): boolean {
  const built = join(dist, 'index.html')
  if (!existsSync(built)) return false
  const builtAt = statSync(built).mtimeMs
  const files = globSync(SOURCES, { cwd: root, exclude: ['web/dist', 'web/dist/**'] })
  return files.every((file) => statSync(join(root, file)).mtimeMs < builtAt)
}

if (import.meta.main) {
  try {
    await buildWeb({ always: !process.argv.includes('--if-older') })
  } catch (error) {
    // `npm ci --omit=dev` brings no Vite: then the console is built elsewhere, and copied.
    const isMissing = (error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND'
    if (!isMissing) throw error
    if (!existsSync(dist))
      console.error('The console is not built: Vite is missing (npm ci without --omit=dev).')
  }
}
