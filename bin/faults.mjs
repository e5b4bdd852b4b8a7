/** `npm run test:faults`: kills, freezes and starves what the product needs; see tests/faults/run.ts for its options. */
import { ensureBuild, ensureDependencies, ensureNode24, run } from './workspace.mjs'

ensureDependencies()
await ensureNode24()
run('node', ['bin/provision.mjs'])
ensureBuild()
run('node', ['--import=@poppinss/ts-exec', 'tests/faults/run.ts', ...process.argv.slice(2)])
