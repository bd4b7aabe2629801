// Takes the pictures of the console's pages (docs/screenshots/): the tour of the tests, with a camera.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const cwd = fileURLToPath(new URL('../', import.meta.url))
const command = ['--test', '--test-isolation=none', 'test/journeys/tour.test.ts']
const env = { ...process.env, CLAVIGER_TEST_SCREENSHOTS: 'docs/screenshots' }
process.exitCode = spawnSync(process.execPath, command, { cwd, env, stdio: 'inherit' }).status ?? 1
