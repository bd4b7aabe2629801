import { writeFileSync } from 'node:fs'
import { type Setting, settings } from '../server/platform/settings.ts'

const place = new URL('../docs/CONFIGURATION.md', import.meta.url)

/** The page about all settings, as docs/CONFIGURATION.md has it. */
export function configurationPage(): string {
  return `${[head, ...settings.map(section)].join('\n\n')}\n`
}

const head = `# Configuration

<!-- Printed from server/platform/settings.ts by \`node scripts/configuration.ts\`. Do not edit. -->

Settings come from environment variables. Each can be given as a file instead: \`NAME_FILE\` holds its path, and the file
the value. All are checked at the start, and every problem is told at once. \`claviger config\` prints what is in force,
without the secrets.`

function section({ names, description, otherwise, ...setting }: Setting): string {
  const [name, ...also] = names
  const facts = [
    `- Type: ${typeOf(setting)}`,
    `- Default: ${setting.default === undefined ? (otherwise ?? 'none') : `\`${setting.default}\``}`,
    ...(setting.secret ? ['- A secret: never shown.'] : []),
    ...(also.length > 0 ? [`- Also read from: ${also.map((one) => `\`${one}\``).join(', ')}`] : []),
  ]
  return `## \`${name}\`\n\n${description}\n\n${facts.join('\n')}`
}

function typeOf({
  type,
  choices,
  minimum,
  maximum,
}: Pick<Setting, 'type' | 'choices' | 'minimum' | 'maximum'>): string {
  if (type === 'one of') return choices.map((choice) => `\`${choice}\``).join(', ')
  if (type === 'integer') return `whole number, ${minimum} to ${maximum}`
  return 'text'
}

if (import.meta.main) writeFileSync(place, configurationPage())
