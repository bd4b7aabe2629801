import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The reader of YAML. It is loaded when a file is read, which few servers do at their start, and only there. */
export function yaml(): typeof import('yaml') {
  return require('yaml')
}
