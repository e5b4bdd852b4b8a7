/**
 * `npm run test:endurance`: 2,000 tests for each engine, and what they leave behind. ENDURANCE=400 makes it quick.
 */
import { ensureDependencies, ensureNode24, run } from './workspace.mjs'

ensureDependencies()
await ensureNode24()
process.env.ENDURANCE ??= '2000'
run('node', ['bin/provision.mjs'])
run('node', ['--expose-gc', '--import=@poppinss/ts-exec', 'bin/test.ts', 'conformance'])
