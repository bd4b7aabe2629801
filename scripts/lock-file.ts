interface LockEntry {
  optionalDependencies?: Record<string, string>
}

/**
 * Which optional packages a lock file names without having them: `npm install` forgives that, and `npm ci` then refuses
 * the whole file. It happens when a package is published before all its platform packages are.
 */
export function missingFromLock(lock: { packages: Record<string, LockEntry> }): string[] {
  const { packages } = lock
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !placesFor(path, name).some((place) => place in packages))
      .map((name) => `${path || 'package.json'} wants ${name}, and the lock file has no entry for it`),
  )
}

/** Where Node would look for `name` from a package at `path`: in it, then beside each package around it. */
function placesFor(path: string, name: string): string[] {
  const outer = path.lastIndexOf('/node_modules/')
  const here = `${path ? `${path}/` : ''}node_modules/${name}`
  if (path === '') return [here]
  return [here, ...placesFor(outer < 0 ? '' : path.slice(0, outer), name)]
}
