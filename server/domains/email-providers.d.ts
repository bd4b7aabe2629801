/** The package brings no types. */
declare module 'email-providers' {
  /** Domains of mail for everybody, in small letters. */
  const domains: readonly string[]
  // biome-ignore lint/style/noDefaultExport: that is how the package hands it out.
  export default domains
}
