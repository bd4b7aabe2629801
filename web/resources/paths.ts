/** The page of a resource. Its id is whatever the application calls it: slashes and spaces among them. */
export function resourcePath(slug: string, { type, id }: { type: string; id: string }): string {
  return `/w/${slug}/resources/${type.toLowerCase()}/${encodeURIComponent(id)}`
}

/** A name as it stands at the beginning of a heading or a column: `tracking plans` is `Tracking plans`. */
export function capital(name: string): string {
  const [first = '', ...rest] = name
  return first.toUpperCase() + rest.join('')
}
