/** The package brings no types. */
declare module 'email-providers' {
  /** Domains of mail for everybody, in small letters. */
  const domains: readonly string[]

  export { domains as default }
}
