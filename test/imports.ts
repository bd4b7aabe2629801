import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the whole project. */
export const root = fileURLToPath(new URL('../', import.meta.url))

/** Everything we wrote in TypeScript or JavaScript, as paths from the project's folder. */
export function sourceFiles(): string[] {
  const rooms = '{contract,access,server,client,web,cli,bin,test,scripts,bench}'
  const found = globSync(`${rooms}/**/*.{ts,tsx,cjs,mjs}`, { cwd: root })
  return found.map((path) => path.replaceAll('\\', '/')).sort()
}

/** The text of one of these files. */
export function sourceOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

export interface Import {
  /** The file that is imported, from the project's folder; or the name of a package. */
  target: string
  isPackage: boolean
  /** Only types: gone when it runs. */
  typeOnly: boolean
}

const statement = /^\s*(?:import|export)\s+(type\s)?(?:[\w$*\s{},]*?\sfrom\s+)?'([^']+)'/gm
const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g

/** What a file imports. Node wants relative imports to name a file, so that an import *is* a path. */
export function importsOf(path: string, text: string): Import[] {
  const stated = [...text.matchAll(statement)].map(([, type, name = '']) => ({
    name,
    typeOnly: Boolean(type),
  }))
  const asked = [...text.matchAll(dynamic)].map(([, name = '']) => ({ name, typeOnly: false }))
  return [...stated, ...asked].map(({ name, typeOnly }) => {
    const isPackage = !name.startsWith('.')
    return { target: isPackage ? name : posix.join(dirname(path), name), isPackage, typeOnly }
  })
}

/** Whether running `path` also loads `wanted`, through whatever lies between. */
export function reaches(path: string, wanted: string, seen = new Set<string>()): boolean {
  if (path === wanted) return true
  if (seen.has(path)) return false

  seen.add(path)
  // What is missing, the one who runs it will tell.
  if (!existsSync(join(root, path))) return false
  const next = importsOf(path, sourceOf(path)).filter((one) => !one.isPackage && !one.typeOnly)
  return next.some((one) => reaches(one.target, wanted, seen))
}
