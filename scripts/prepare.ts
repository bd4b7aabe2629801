// Runs after `npm ci` (package.json: prepare). It only saves time later, so it never makes an install fail.
export {}

try {
  const { makeTemplate } = await import('../server/db/make-template.ts')
  const { openLog } = await import('../server/platform/log.ts')
  await makeTemplate(openLog('error'))
} catch (error) {
  console.error(
    `The embedded database was not prepared; the first start makes it (${(error as Error).message}).`,
  )
}
