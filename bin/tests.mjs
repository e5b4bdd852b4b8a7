/** `npm test [-- suite] [-- --files=…]`: provides what the tests need, then runs them. */
import { ensureBuild, ensureDependencies, ensureNode24, run } from './workspace.mjs'

ensureDependencies()
await ensureNode24()
run('node', ['bin/provision.mjs'])
ensureBuild()
run('node', ['--import=@poppinss/ts-exec', 'bin/test.ts', ...process.argv.slice(2)])
